// SPDX-License-Identifier: MIT
/*
 * Tests of paging_init(): RAM that firmware describes and that is not there, and what the linear
 * map leads to. The RAM is memory at an address of its own choice, so that the linear map has the
 * same place as on a machine. It is full of noise that looks like valid entries.
 */
#include "../unit/support.h"
#include "host.h"

#include <asm/page.h>
#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/memblock.h>
#include <bootmap/paging.h>
#include <bootmap/table.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define RAM	 (UL(1) << 45)
#define RAM_SIZE (8 * PMD_SIZE)
#define NOISE	 0xab

/* What a bus gives back where no memory is. */
static int absent_byte;
static phys_addr_t answers_until;

/* After the caches have forgotten a word, the bus is asked for it. */
static void ask_bus(volatile u64 *word)
{
	if ((unsigned long)word >= answers_until)
		memset((void *)word, absent_byte, sizeof(*word));
}

/* A bus that answers with an abort. */
static void fault(int signal __attribute__((unused)), siginfo_t *info,
		  void *context __attribute__((unused)))
{
	host_trap(TRAP_READ, (unsigned long)info->si_addr);
}

/* As in the middle of boot: tables in the image, no linear map, no RAM known yet. */
static void begin(void)
{
	const struct sigaction action = { .sa_sigaction = fault,
					  .sa_flags = SA_SIGINFO | SA_NODEFER };

	BUG_ON(mmap((void *)RAM, RAM_SIZE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != (void *)RAM);
	memset((void *)RAM, NOISE, RAM_SIZE);
	sigaction(SIGSEGV, &action, NULL);
	answers_until = RAM + RAM_SIZE;
	host_ask_bus = ask_bus;
	boot_info.kernel_phys = __pa_symbol(bm_pte); /* the first of the tables in the image */
	boot_stage = BOOT_PAGING - 1;
	linear_map_ready = false;
	memset(&memblock, 0, sizeof(memblock));
}

static void expect_ram(struct test *t, unsigned int bank, phys_addr_t base, phys_addr_t size)
{
	EXPECT_EQ(t, memblock.memory.regions[bank].base, base);
	EXPECT_EQ(t, memblock.memory.regions[bank].size, size);
}

/* The linear map has this RAM, and nothing beside it. */
static void expect_linear(struct test *t, phys_addr_t start, phys_addr_t end)
{
	for (phys_addr_t page = start - 2 * PAGE_SIZE; page < end + 2 * PAGE_SIZE;
	     page += PAGE_SIZE) {
		bool ram = page >= start && page < end;

		EXPECT_EQ(t, leads_to(PAGE_OFFSET + page), ram ? page : NOWHERE);
		EXPECT_TRUE(t, !ram || pte_writable(entry_of(PAGE_OFFSET + page)));
	}
}

/* Only pages that were reserved for tables have changed. */
static void expect_contents(struct test *t, phys_addr_t start, phys_addr_t end)
{
	u8 noise[PAGE_SIZE];

	memset(noise, NOISE, sizeof(noise));
	for (phys_addr_t page = start; page < end; page += PAGE_SIZE)
		if (!memblock_is_reserved(page))
			EXPECT_EQ(t, memcmp((void *)page, noise, PAGE_SIZE), 0);
}

static void map_whole_bank(struct test *t)
{
	struct pgtable_walk walk;

	begin();
	memblock_add(RAM + 2 * PAGE_SIZE, RAM_SIZE - 3 * PAGE_SIZE);
	paging_init();
	EXPECT_TRUE(t, linear_map_ready);
	EXPECT_EQ(t, boot_stage, BOOT_PAGING);
	expect_ram(t, 0, RAM + 2 * PAGE_SIZE, RAM_SIZE - 3 * PAGE_SIZE);
	expect_linear(t, RAM + 2 * PAGE_SIZE, RAM + RAM_SIZE - PAGE_SIZE);
	expect_contents(t, RAM, RAM + RAM_SIZE);
	EXPECT_TRUE(t, pgtable_walk(PAGE_OFFSET + RAM + PMD_SIZE, &walk) && walk.depth == 3);
	/* Two levels down to blocks, and tables for the pages at both ends. */
	EXPECT_EQ(t, memblock.reserved.cnt, 1);
	EXPECT_EQ(t, memblock.reserved.regions[0].size, 4 * PAGE_SIZE);
	EXPECT_EQ(t, strcmp(memblock.reserved.regions[0].name, "page tables"), 0);
	EXPECT_EQ(t, leads_to(__fix_to_virt(FIX_PUD)), NOWHERE);
	EXPECT_EQ(t, leads_to(__fix_to_virt(FIX_PMD)), NOWHERE);
	EXPECT_EQ(t, leads_to(__fix_to_virt(FIX_PTE)), NOWHERE);
}

TEST(the_linear_map_has_all_whole_pages_of_RAM)
{
	host_in_child(t, map_whole_bank);
}

/* What answers stays, the rest is named. A negative @byte is an abort. */
static void find_the_end(struct test *t, int byte, phys_addr_t end)
{
	char words[80];

	begin();
	absent_byte = byte;
	if (byte < 0) {
		munmap((void *)end, RAM + RAM_SIZE - end);
	} else {
		answers_until = end;
		memset((void *)end, byte, RAM + RAM_SIZE - end);
	}
	memblock_add(RAM, RAM_SIZE);
	paging_init();
	snprintf(words, sizeof(words), "RAM at 0x%lx+0x%lx does not answer: ignored", end,
		 RAM + RAM_SIZE - end);
	EXPECT_WARNING(t, words);
	EXPECT_EQ(t, memblock.memory.cnt, 1);
	expect_ram(t, 0, RAM, end - RAM);
	expect_linear(t, RAM, end);
	expect_contents(t, RAM, end);
}

#define ENDS(name, byte)                                           \
	static void name##_early(struct test *t)                   \
	{                                                          \
		find_the_end(t, byte, RAM + 7 * PAGE_SIZE);        \
	}                                                          \
	static void name##_between(struct test *t)                 \
	{                                                          \
		find_the_end(t, byte, RAM + PMD_SIZE + PAGE_SIZE); \
	}                                                          \
	static void name##_late(struct test *t)                    \
	{                                                          \
		find_the_end(t, byte, RAM + RAM_SIZE - PAGE_SIZE); \
	}                                                          \
	TEST(name)                                                 \
	{                                                          \
		host_in_child(t, name##_early);                    \
		host_in_child(t, name##_between);                  \
		host_in_child(t, name##_late);                     \
	}

ENDS(absent_RAM_that_aborts_is_left_out, -1)
ENDS(absent_RAM_that_reads_as_zeros_is_left_out, 0)
ENDS(absent_RAM_that_reads_as_ones_is_left_out, 0xff)
ENDS(absent_RAM_that_reads_as_anything_is_left_out, 0x54)

static void three_banks(struct test *t)
{
	begin();
	munmap((void *)(RAM + 2 * PMD_SIZE), PMD_SIZE);
	memblock_add(RAM, PMD_SIZE);
	memblock_add(RAM + 2 * PMD_SIZE, PMD_SIZE);
	memblock_add(RAM + 4 * PMD_SIZE + PAGE_SIZE, PMD_SIZE);
	host_listen();
	paging_init();
	EXPECT_TRUE(
		t,
		strstr(host_heard_unbroken(),
		       "RAM at 0x200000400000+0x200000 does not answer: ignored\n"
		       "mapped by paging_init:\n"
		       " RAM, linear map 0xffffa00000000000    2M 0x200000000000 RW NX normal\n"
		       " RAM, linear map 0xffffa00000801000    2M 0x200000801000 RW NX normal\n"));
	t->warnings_expected++;
	EXPECT_EQ(t, memblock.memory.cnt, 2);
	expect_linear(t, RAM, RAM + PMD_SIZE);
	expect_linear(t, RAM + 4 * PMD_SIZE + PAGE_SIZE, RAM + 5 * PMD_SIZE + PAGE_SIZE);
	expect_contents(t, RAM + 4 * PMD_SIZE, RAM + 5 * PMD_SIZE + PAGE_SIZE);
}

TEST(an_absent_bank_goes_and_the_others_stay)
{
	host_in_child(t, three_banks);
}

/* A hole at the end of a bank, and the next bank not far from it. */
static void hole_before_a_bank(struct test *t)
{
	begin();
	munmap((void *)(RAM + 2 * PMD_SIZE), 2 * PMD_SIZE);
	memblock_add(RAM, 4 * PMD_SIZE);
	memblock_add(RAM + 4 * PMD_SIZE + PAGE_SIZE, PMD_SIZE);
	paging_init();
	EXPECT_WARNING(t, "RAM at 0x200000400000+0x400000 does not answer: ignored");
	EXPECT_EQ(t, memblock.memory.cnt, 2);
	expect_linear(t, RAM, RAM + 2 * PMD_SIZE);
	expect_linear(t, RAM + 4 * PMD_SIZE + PAGE_SIZE, RAM + 5 * PMD_SIZE + PAGE_SIZE);
}

TEST(absent_RAM_is_left_out_where_another_bank_follows)
{
	host_in_child(t, hole_before_a_bank);
}

/* One bank crosses the end of the linear map, and one lies behind it. In use, so not written to. */
static void beyond_the_map(struct test *t)
{
	const phys_addr_t limit = LINEAR_MAP_LIMIT;
	char words[200];

	snprintf(words, sizeof(words),
		 "RAM at 0x%lx+0x400000 reaches beyond the linear map: cut\n"
		 "paging_init: RAM at 0x%lx+0x200000 reaches beyond the linear map: cut\n",
		 limit - PMD_SIZE, limit + 4 * PMD_SIZE);
	begin();
	memblock_add(RAM, RAM_SIZE);
	memblock_add(limit - PMD_SIZE, 2 * PMD_SIZE);
	memblock_add(limit + 4 * PMD_SIZE, PMD_SIZE);
	memblock_reserve(limit - PMD_SIZE, 6 * PMD_SIZE, "firmware");
	host_listen();
	paging_init();
	t->warnings_expected += 2;
	EXPECT_TRUE(t, strstr(host_heard_unbroken(), words));
	expect_linear(t, RAM, RAM + RAM_SIZE);
}

TEST(RAM_beyond_the_linear_map_is_cut)
{
	host_in_child(t, beyond_the_map);
}

/* Nobody may write to what is in use. It exists, even if it does not keep what is written. */
static void reserved_ends(struct test *t)
{
	begin();
	memblock_add(RAM, 2 * PMD_SIZE);
	memblock_reserve(RAM, PAGE_SIZE, "firmware");
	memblock_reserve(RAM + 2 * PMD_SIZE - PAGE_SIZE, PAGE_SIZE, "firmware");
	memblock_add(RAM + 4 * PMD_SIZE, PMD_SIZE);
	mprotect((void *)RAM, PAGE_SIZE, PROT_READ);
	mprotect((void *)(RAM + 2 * PMD_SIZE - PAGE_SIZE), PAGE_SIZE, PROT_READ);
	paging_init();
	EXPECT_EQ(t, memblock.memory.cnt, 2);
	expect_linear(t, RAM, RAM + 2 * PMD_SIZE);
}

TEST(reserved_RAM_counts_as_present_and_is_not_written)
{
	host_in_child(t, reserved_ends);
}

static void no_ram_at_all(struct test *t)
{
	begin();
	munmap((void *)RAM, RAM_SIZE);
	memblock_add(RAM, RAM_SIZE);
	EXPECT_TRAP(t, TRAP_BUG, paging_init());
	t->warnings_expected++;
	EXPECT_EQ(t, strcmp(host_panic, "none of the RAM that firmware describes answers"), 0);
}

TEST(no_RAM_that_answers_is_a_panic)
{
	host_in_child(t, no_ram_at_all);
}

static void all_reserved(struct test *t)
{
	begin();
	memblock_add(RAM, PMD_SIZE);
	memblock_reserve(RAM, PMD_SIZE, "firmware");
	EXPECT_TRAP(t, TRAP_BUG, paging_init());
	EXPECT_EQ(t, strcmp(host_panic, "there is no memory for the page tables of the linear map"),
		  0);
}

TEST(no_room_for_the_linear_map_is_a_panic)
{
	host_in_child(t, all_reserved);
}

/* An address above that of this program, which has the image. */
#define ABOVE UL(0x600000000000)

/* The image in the middle of its bank, between two others: read-only up to its data. */
static void map_image(struct test *t)
{
	phys_addr_t image, data = __pa_symbol(_data), start, end;

	begin();
	image = boot_info.kernel_phys;
	start = image - PAGE_SIZE;
	end = data + 2 * PAGE_SIZE;
	EXPECT_LT(t, image, data);
	memblock_add(RAM, RAM_SIZE);
	memblock_add(start, end - start);
	memblock_reserve(start, end - start, "kernel image");
	EXPECT_TRUE(t, RAM < start && end < ABOVE);
	memblock_add(ABOVE, PMD_SIZE);
	memblock_reserve(ABOVE, PMD_SIZE, "firmware");
	paging_init();
	for (phys_addr_t page = start; page < end; page += PAGE_SIZE) {
		pte_t pte = entry_of(PAGE_OFFSET + page);

		EXPECT_EQ(t, leads_to(PAGE_OFFSET + page), page);
		EXPECT_EQ(t, pte_writable(pte), page < image || page >= data);
	}
	EXPECT_EQ(t, leads_to(PAGE_OFFSET + start - 1), NOWHERE);
	EXPECT_EQ(t, leads_to(PAGE_OFFSET + end), NOWHERE);
	expect_linear(t, RAM, RAM + RAM_SIZE);
	expect_linear(t, ABOVE, ABOVE + PMD_SIZE);
}

TEST(the_linear_map_shows_the_read_only_part_of_the_image_read_only)
{
	host_in_child(t, map_image);
}
