// SPDX-License-Identifier: MIT
/* Tests of early_ioremap (E): limits, and cases that change the kernel's state permanently. */
#include "../unit/support.h"
#include "host.h"

#include <asm/mmu.h>
#include <bootmap/printk.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOT_SIZE (NR_FIX_BTMAPS * PAGE_SIZE)

static unsigned long pages_for(unsigned long offset, size_t size)
{
	void __iomem *p = early_ioremap(scratch_phys() + offset, size);
	unsigned long nr = pages_from(address_of(p));

	early_iounmap(p, size);
	return nr;
}

TEST(E1_setup_warns_of_slots_in_use)
{
	void __iomem *p = early_ioremap(scratch_phys(), 1);

	early_ioremap_setup();
	EXPECT_WARNING(t, "in use");
	early_iounmap(p, 1);
	early_ioremap_setup();
	EXPECT_EQ(t, slot_virt[FIX_BTMAPS_SLOTS - 1], BTMAP_VADDR + PMD_SIZE - SLOT_SIZE);
}

TEST(E4_page_offset_is_kept)
{
	void __iomem *p = early_ioremap(scratch_phys() + 0xabc, 4);

	EXPECT_EQ(t, address_of(p), slot_virt[0] + 0xabc);
	EXPECT_EQ(t, leads_to(address_of(p)), scratch_phys() + 0xabc);
	early_iounmap(p, 4);
}

TEST(E5_pages_that_the_bytes_touch)
{
	EXPECT_EQ(t, pages_for(0, 1), 1);
	EXPECT_EQ(t, pages_for(0, PAGE_SIZE), 1);
	EXPECT_EQ(t, pages_for(1, PAGE_SIZE), 2);
	EXPECT_EQ(t, pages_for(PAGE_SIZE - 1, 1), 1);
	EXPECT_EQ(t, pages_for(PAGE_SIZE - 1, PAGE_SIZE + 2), 3);
}

TEST(pitfall_01_last_byte_on_a_page_first_byte)
{
	EXPECT_EQ(t, pages_for(0, PAGE_SIZE + 1), 2);
	EXPECT_EQ(t, pages_for(PAGE_SIZE - 1, 2), 2);
}

TEST(E6_64_pages_are_the_limit)
{
	EXPECT_EQ(t, pages_for(0, SLOT_SIZE), NR_FIX_BTMAPS);
	EXPECT_EQ(t, pages_for(1, SLOT_SIZE - 1), NR_FIX_BTMAPS);
}

TEST(pitfall_02_a_full_slot_at_an_offset_is_refused_by_name)
{
	EXPECT_REFUSED(t, scratch_phys() + 1, SLOT_SIZE, "too-big");
}

TEST(pitfall_03_larger_than_a_slot)
{
	EXPECT_REFUSED(t, scratch_phys(), 0x7b * PAGE_SIZE, "too-big");
	EXPECT_EQ(t, pages_for(0, 1), 1);
}

/* Linux has overwritten prev_size by then. */
TEST(E7_refused_request_leaves_no_trace)
{
	size_t before = prev_size[0];

	EXPECT_REFUSED(t, scratch_phys(), SLOT_SIZE + 1, "too-big");
	EXPECT_EQ(t, prev_size[0], before);
	EXPECT_EQ(t, pages_from(BTMAP_VADDR), 0);
}

/* Linux counts these pages in an unsigned int: 0 and 1 of them. */
TEST(E9_sizes_beyond_32_bits_of_pages)
{
	EXPECT_REFUSED(t, 0, 1UL << 44, "refused");
	EXPECT_REFUSED(t, 0, (1UL << 44) + 1, "refused");
	EXPECT_REFUSED(t, 0, ~0UL, "refused");
}

static void map_after_reset(struct test *t)
{
	early_ioremap_reset();
	EXPECT_EQ(t, pages_for(0, 1), 1);
	EXPECT_WARNING(t, "after paging_init");
}

TEST(E11_late_mapping_works)
{
	host_in_child(t, map_after_reset);
}

/* Linux's default is a BUG() without a word. */
TEST(pitfall_16_late_mapping_says_so)
{
	host_in_child(t, map_after_reset);
}

TEST(E13_only_once)
{
	void __iomem *p = early_ioremap(scratch_phys(), 16);

	early_iounmap(p, 16);
	EXPECT_NOT_RETURNED(t, address_of(p), 16, "unknown");
}

TEST(E15_the_size_that_was_asked_for)
{
	void __iomem *p = early_ioremap(scratch_phys(), 100);

	EXPECT_NOT_RETURNED(t, address_of(p), PAGE_SIZE, "size-mismatch");
	early_iounmap(p, 100);
}

TEST(E21_both_ways_back_are_one)
{
	early_memunmap((void __force *)early_ioremap(scratch_phys(), 8), 8);
	early_iounmap((void __force __iomem *)early_memremap(scratch_phys(), 8), 8);
	EXPECT_EQ(t, early_ioremap_slots_used(), 0);
}

static u8 *numbered(size_t size)
{
	u8 *bytes = malloc(size);

	for (size_t i = 0; i < size; i++)
		bytes[i] = i / 251 + i;
	return bytes;
}

/* Longer than a slot and from every kind of phase: the pieces must meet. */
TEST(E22_copies_longer_than_a_slot)
{
	size_t size = 2 * SLOT_SIZE + 3 * PAGE_SIZE;
	u8 *source = numbered(size), *copy = malloc(size);

	for (size_t offset = 0; offset < 2 * PAGE_SIZE; offset += 511) {
		memset(copy, 0, size);
		EXPECT_EQ(t, copy_from_early_mem(copy, __pa_symbol(source + offset), size - offset),
			  0);
		EXPECT_EQ(t, memcmp(copy, source + offset, size - offset), 0);
	}
	free(copy);
	free(source);
}

TEST(E22_failure_is_reported)
{
	u8 byte = 7;

	EXPECT_EQ(t, copy_from_early_mem(&byte, BIT(phys_addr_bits()), 1), (u64)-ENOMEM);
	EXPECT_WARNING(t, "phys-width");
	EXPECT_EQ(t, byte, 7);
}

/* Linux prints the address behind the mapping. */
static void map_with_debug(struct test *t)
{
	const char *heard;
	char line[80];

	early_ioremap_debug();
	host_listen();
	pages_for(0xabc, 3 * PAGE_SIZE);
	heard = host_heard_unbroken();
	snprintf(line, sizeof(line), "early_ioremap: slot 0, 0x%lx, 0x3000 bytes at 0x%lx [0x",
		 scratch_phys() + 0xabc, BTMAP_VADDR + 0xabc);
	EXPECT_TRUE(t, strstr(heard, line));
	snprintf(line, sizeof(line), "early_iounmap: slot 0, 0x%lx, 0x3000 bytes at 0x%lx [0x",
		 scratch_phys() + 0xabc, BTMAP_VADDR + 0xabc);
	EXPECT_TRUE(t, strstr(heard, line));
}

TEST(E23_debug_shows_the_true_address)
{
	host_in_child(t, map_with_debug);
}

TEST(E23_debug_is_off_by_default)
{
	host_listen();
	pages_for(0, 1);
	EXPECT_EQ(t, strlen(host_heard()), 0);
}

TEST_SKIPPED(E25_without_mmu_the_physical_address_is_returned,
	     "this build has one; make MMU=n has the test")

/* Nothing is said while somebody has a slot: the leak is reported elsewhere. */
static void close_slots(struct test *t)
{
	void __iomem *p = early_ioremap(scratch_phys(), 1);

	host_listen();
	early_ioremap_close();
	EXPECT_EQ(t, strlen(host_heard()), 0);
	early_iounmap(p, 1); /* that is possible at any time */
	host_listen();
	early_ioremap_close();
	EXPECT_EQ(t,
		  strcmp(host_heard(),
			 "early_ioremap: all 8 slots released; from here on they are closed\n"),
		  0);
	EXPECT_REFUSED(t, scratch_phys(), 1, "too-late");
	EXPECT_REFUSED(t, scratch_phys(), 0, "too-late");
}

TEST(E24_closed_slots_are_reported_when_all_are_released)
{
	host_in_child(t, close_slots);
}

/* A driver whose device is not the right one, and which forgets its mapping on the way out. */
static int failing_probe(void __iomem **base)
{
	*base = early_ioremap(scratch_phys(), PAGE_SIZE);
	return -ENODEV;
}

TEST(pitfall_04_slot_leaked_on_an_error_path)
{
	void __iomem *base;

	EXPECT_TRUE(t, failing_probe(&base));
	EXPECT_EQ(t, check_early_ioremap_leak(), 1);
	t->warnings_expected += 2;
	early_iounmap(base, PAGE_SIZE);
}

TEST(pitfall_05_leak_report_names_caller_address_and_size)
{
	void __iomem *first = early_ioremap(scratch_phys(), 100);
	void __iomem *second = early_ioremap(scratch_phys() + PAGE_SIZE + 8, 4);
	char line[128];

	host_listen();
	EXPECT_EQ(t, check_early_ioremap_leak(), 2);
	t->warnings_expected += 3;
	EXPECT_TRUE(t, strstr(host_heard(), "leak of 2 areas"));
	snprintf(line, sizeof(line), "slot 1: 0x%lx, 0x4 bytes, never unmapped by 0x",
		 scratch_phys() + PAGE_SIZE + 8);
	EXPECT_TRUE(t, strstr(host_heard(), line));
	early_iounmap(first, 100);
	early_iounmap(second, 4);
}

static const char *owner_of(unsigned long va)
{
	static char words[160];

	fixmap_describe(words, sizeof(words), va);
	return words;
}

TEST(fixmap_describe_knows_every_owner)
{
	void __iomem *p = early_ioremap(scratch_phys(), 8);

	EXPECT_TRUE(t, strstr(owner_of(FIXADDR_TOP), "FIX_HOLE"));
	EXPECT_TRUE(t, strstr(owner_of(address_of(p)), "slot 0, used by"));
	early_iounmap(p, 8);
	EXPECT_TRUE(t, strstr(owner_of(BTMAP_VADDR), "slot 0, free"));
	EXPECT_TRUE(t, strstr(owner_of(FIXADDR_TOP - PAGE_SIZE * 100), "not a slot"));
	EXPECT_TRUE(t, strstr(owner_of(FIX_FDT_VADDR), "page 0 of 1"));
}

/* No order of lending and returning may lose a slot, or leave an entry behind. */
TEST(pitfall_31_ten_thousand_loans)
{
	void __iomem *lent[FIX_BTMAPS_SLOTS] = { 0 };
	unsigned int random = 1;

	for (int i = 0; i < 10000; i++) {
		unsigned int slot = (random = random * 1103515245 + 12345) >> 16 & 7;

		if (lent[slot])
			early_iounmap(lent[slot], slot * 1000 + 1);
		lent[slot] = lent[slot] ? NULL : early_ioremap(scratch_phys(), slot * 1000 + 1);
	}
	for (unsigned int slot = 0; slot < FIX_BTMAPS_SLOTS; slot++)
		if (lent[slot])
			early_iounmap(lent[slot], slot * 1000 + 1);
	EXPECT_EQ(t, early_ioremap_slots_used(), 0);
	for (unsigned int i = 0; i < PTRS_PER_TABLE; i++)
		EXPECT_EQ(t, bm_pte[i].val, 0);
}

static void forget_all(struct test *t)
{
	unsigned long first = address_of(early_ioremap(scratch_phys(), 2 * PAGE_SIZE));
	unsigned long last = first;

	for (unsigned int slot = 1; slot < FIX_BTMAPS_SLOTS; slot++)
		last = address_of(early_ioremap(scratch_phys() + 8, PAGE_SIZE));
	early_ioremap_reclaim();
	EXPECT_EQ(t, early_ioremap_slots_used(), 0);
	EXPECT_EQ(t, pages_from(first) + pages_from(last & PAGE_MASK), 0);
	EXPECT_EQ(t, mmu_stale(), 0);
}

TEST(slots_that_were_forgotten_can_be_reclaimed)
{
	host_in_child(t, forget_all);
}
