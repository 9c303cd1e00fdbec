/* SPDX-License-Identifier: MIT */
/* What several tests need. Tests look at the border only: functions, tables, and real accesses. */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

#include <bootmap/early_ioremap.h>
#include <bootmap/fixmap.h>
#include <drivers/ioport.h>
#include <tests/test.h>

/* Two pages of RAM that belong to the running test, at every call site the same. */
extern u8 scratch[2 * PAGE_SIZE];

static inline phys_addr_t scratch_phys(void)
{
	return __pa_symbol(scratch);
}

/** loads() - does a load from @va complete, by the MMU's own verdict? */
bool loads(unsigned long va);

/** stores() - does a store to @va complete? Leaves a zero there. */
bool stores(unsigned long va);

/** leads_to() - physical address behind @va by the tables, NOWHERE if it is not mapped */
phys_addr_t leads_to(unsigned long va);
#define NOWHERE (~0UL)

/** entry_of() - the entry that decides about @va */
pte_t entry_of(unsigned long va);

/** pages_from() - how many pages in a row are mapped from @va on */
unsigned long pages_from(unsigned long va);

/** address_of() - a mapping's address as a number */
static inline unsigned long address_of(const volatile void __iomem *p)
{
	return (unsigned long)p;
}

/**
 * EXPECT_REFUSED() - early_ioremap() must refuse, for one reason, without a trace
 * @phys: what to ask for
 * @size: bytes
 * @word: the reason
 */
#define EXPECT_REFUSED(t, phys, size, word) expect_refused(t, __LINE__, phys, size, word)
void expect_refused(struct test *t, int line, phys_addr_t phys, size_t size, const char *word);

/**
 * EXPECT_NOT_RETURNED() - early_iounmap() must refuse, and change nothing but the log
 * @addr: the address, a number
 * @size: bytes
 * @word: the reason
 */
#define EXPECT_NOT_RETURNED(t, addr, size, word) expect_not_returned(t, __LINE__, addr, size, word)
void expect_not_returned(struct test *t, int line, unsigned long addr, size_t size,
			 const char *word);

/**
 * show_tree() - ask FIX_FDT to show a tree that is only a header, inside scratch
 * @offset: where in the first page it begins
 * @magic: its first word
 * @size: the size that it claims
 * Return: what fixmap_remap_fdt() returns; its other results are in shown.
 */
const void *show_tree(unsigned long offset, u32 magic, u32 size);
extern struct shown {
	u32 size;
	const char *why;
} shown;

#define TREE_MAGIC 0xd00dfeed

/** restore_tree() - show the tree again that the rest of the kernel reads */
void restore_tree(void);

/** mem_resource() - DEFINE_RES_MEM_NAMED() as a function, for tests that need many */
struct resource mem_resource(resource_size_t start, resource_size_t size, const char *name);

/* No RAM on any machine that runs these tests, and a multiple of every block size. */
#define DEVICE 0xc000000000UL

/** EXPECT_NULL() - a mapping function must refuse, for one reason */
#define EXPECT_NULL(t, call, word) expect_null(t, __LINE__, call, word)
void expect_null(struct test *t, int line, const volatile void __iomem *p, const char *word);

/** WITH_MAPPING() - map, let @check look, unmap: then the address must lead nowhere */
#define WITH_MAPPING(t, p, call, check)         \
	do {                                    \
		void __iomem *p = call;         \
		EXPECT_NE(t, p, NULL);          \
		check;                          \
		unmap_and_look(t, __LINE__, p); \
	} while (0)
void unmap_and_look(struct test *t, int line, void __iomem *p);

/** borrow_all() - lend every slot that is free, a page each */
void borrow_all(void __iomem *lent[FIX_BTMAPS_SLOTS]);

/** return_all() - end of borrow_all() */
void return_all(void __iomem *lent[FIX_BTMAPS_SLOTS]);

#endif
