/* SPDX-License-Identifier: MIT */
#ifndef TESTS_HOST_H
#define TESTS_HOST_H

#include <bootmap/pgtable.h>
#include <tests/test.h>

/**
 * host_boot() - what head.S and start_kernel() do before tests run
 */
void host_boot(void);

/**
 * struct host_early - what host_boot() did before there were allocators
 * @ioremapped: what ioremap() returned before vmalloc_init()
 * @named: it said why
 * @unused_slot: what fixmap_describe() said of an early slot that nobody had used
 * @reserved: physical address of RAM that is reserved in memblock
 */
extern struct host_early {
	void __iomem *ioremapped;
	bool named;
	char unused_slot[64];
	phys_addr_t reserved;
} host_early;

#define HOST_RESERVED_SIZE (16 * PAGE_SIZE)

/* The end of what map_image_page() has mapped of the brk: page after page. */
extern const char *host_image_mapped;

/**
 * host_in_child() - run a part of a test that leaves the kernel changed for good
 * @t: the test; fails if the part does
 * @part: runs in a forked process; the warnings that it causes are its own
 */
void host_in_child(struct test *t, void (*part)(struct test *t));

/* A test that changes the kernel for good. */
#define TEST_IN_CHILD(name)                      \
	static void name##_part(struct test *t); \
	TEST(name)                               \
	{                                        \
		host_in_child(t, name##_part);   \
	}                                        \
	static void name##_part(struct test *t)

/* What the latest panic() said. It is a TRAP_BUG for EXPECT_TRAP(), else the end of the program. */
extern char host_panic[160];

/* Who answers at I/O ports: a test's own functions, or nobody. */
extern struct host_ports {
	u32 (*read)(u16 port, unsigned int width);
	void (*write)(u16 port, unsigned int width, u32 value);
} host_ports;

/** host_speak() - the console is standard output */
void host_speak(void);

/** host_listen() - collect what the console prints from now on, instead of showing it */
void host_listen(void);

/**
 * host_heard() - end of host_listen()
 * Return: what was printed, without carriage returns. Valid until the next host_listen().
 */
const char *host_heard(void);

/** host_heard_unbroken() - the same, with the lines as they were before the console broke them */
const char *host_heard_unbroken(void);

/**
 * graded_begin() - learn the random word of this run, before any code under test runs
 * Return: is there one?
 */
bool graded_begin(void);

/**
 * graded_tests() - run these tests for a grade
 * @names: ends with NULL
 * Return: 0, whatever the results; 2 if there is no such test.
 */
int graded_tests(char **names);

#endif
