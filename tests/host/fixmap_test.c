// SPDX-License-Identifier: MIT
/* Tests of the fixmap: the arithmetic of indices (F), and the tables (S). */
#include "../unit/support.h"
#include "host.h"

#include <stdio.h>
#include <string.h>

#define PERMANENT_END __end_of_permanent_fixed_addresses

static const unsigned long lab = __fix_to_virt(FIX_LAB);

static bool virt_to_fix_bugs(struct test *t, unsigned long va)
{
	return CATCH_TRAP(&t->trap, virt_to_fix(va)) == TRAP_BUG;
}

TEST(F1_higher_index_is_lower_address)
{
	EXPECT_EQ(t, fix_to_virt(0), FIXADDR_TOP);
	EXPECT_EQ(t, fix_to_virt(2), fix_to_virt(1) - PAGE_SIZE);
}

TEST(F2_page_offset_is_ignored)
{
	EXPECT_EQ(t, __virt_to_fix(lab + PAGE_SIZE - 1), FIX_LAB);
}

TEST(F4_legal_constant_index_compiles)
{
	EXPECT_EQ(t, fix_to_virt(FIX_BTMAP_BEGIN), BTMAP_VADDR);
}

TEST(F5_virt_to_fix_knows_permanent_slots_only)
{
	EXPECT_TRUE(t, virt_to_fix_bugs(t, FIXADDR_TOP));
	EXPECT_TRUE(t, virt_to_fix_bugs(t, FIXADDR_START));
	EXPECT_TRUE(t, virt_to_fix_bugs(t, FIXADDR_START - 1));
	EXPECT_TRUE(t, virt_to_fix_bugs(t, BTMAP_VADDR));
	EXPECT_TRUE(t, virt_to_fix_bugs(t, FIX_FDT_VADDR));
	EXPECT_TRUE(t, !virt_to_fix_bugs(t, FIXADDR_TOP - 1));
}

TEST(F6_round_trip)
{
	for (unsigned int idx = 1; idx < PERMANENT_END; idx++)
		EXPECT_EQ(t, virt_to_fix(__fix_to_virt(idx)), idx);
}

TEST(F7_slots_begin_at_their_lowest_address)
{
	EXPECT_LT(t, FIX_BTMAP_END, FIX_BTMAP_BEGIN);
	EXPECT_LT(t, fix_to_virt(FIX_BTMAP_BEGIN), fix_to_virt(FIX_BTMAP_END));
}

TEST(F8_slots_begin_at_the_next_table)
{
	EXPECT_EQ(t, FIX_BTMAP_END % PTRS_PER_TABLE, 0);
	EXPECT_LT(t, FIX_BTMAP_END - PERMANENT_END, PTRS_PER_TABLE);
}

TEST(F9_pitfall_13_slot_addresses_ascend)
{
	for (int slot = 0; slot < FIX_BTMAPS_SLOTS; slot++)
		EXPECT_EQ(t, slot_virt[slot], BTMAP_VADDR + slot * NR_FIX_BTMAPS * PAGE_SIZE);
}

TEST(F10_eight_slots_of_64_pages)
{
	EXPECT_EQ(t, NR_FIX_BTMAPS, 64);
	EXPECT_EQ(t, FIX_BTMAPS_SLOTS, 8);
}

TEST(F11_tree_window_has_one_page_more)
{
	EXPECT_EQ(t, FIX_FDT_PAGES, MAX_FDT_SIZE / PAGE_SIZE + 1);
	EXPECT_EQ(t, FIX_FDT - FIX_FDT_END + 1, FIX_FDT_PAGES);
}

TEST(F12_fixmap_overlaps_nothing)
{
	EXPECT_EQ(t, FIXADDR_TOP, 0xffffffffff5ff000);
	EXPECT_LT(t, KIMAGE_VADDR + KIMAGE_MAX_SIZE - 1, FIXADDR_TOT_START);
}

TEST(F13_io_pages_are_device_and_never_executable)
{
	pte_t pte = pte_mkpage(scratch_phys(), FIXMAP_PAGE_IO);

	EXPECT_TRUE(t, pte_is_leaf(pte, 3) && pte_device(pte) && pte_writable(pte) &&
			       !pte_executable(pte));
}

/* Linux: early_fixmap_init() may run twice. Here a second hook is a bug and changes nothing. */
TEST(S1_tables_are_hooked_only_where_none_is)
{
	pte_t *pmd = &level2_fixmap_pgt[BTMAP_PMD_INDEX];
	u64 before = pmd->val;

	EXPECT_EQ(t, CATCH_TRAP(&t->trap, pmd_populate_kernel(pmd, level1_fixmap_pgt)), TRAP_BUG);
	EXPECT_EQ(t, pmd->val, before);
}

TEST(S2_tables_are_known_by_symbol)
{
	EXPECT_EQ(t, pte_phys(level2_fixmap_pgt[BTMAP_PMD_INDEX]), __pa_symbol(bm_pte));
	EXPECT_EQ(t, pte_phys(level2_fixmap_pgt[FIXMAP_PMD_INDEX]), __pa_symbol(level1_fixmap_pgt));
}

TEST(S3_slots_need_exactly_one_table)
{
	EXPECT_EQ(t, TOTAL_FIX_BTMAPS, PTRS_PER_TABLE);
	EXPECT_EQ(t, pmd_index(fix_to_virt(FIX_BTMAP_BEGIN)),
		  pmd_index(fix_to_virt(FIX_BTMAP_END)));
}

TEST(S6_setting_needs_a_barrier_and_no_flush)
{
	struct barrier_count before = barrier_count;

	set_fixmap(FIX_LAB, scratch_phys());
	EXPECT_EQ(t, barrier_count.isb - before.isb, 1);
	EXPECT_EQ(t, barrier_count.tlbi - before.tlbi, 0);
	clear_fixmap(FIX_LAB);
	EXPECT_EQ(t, barrier_count.tlbi - before.tlbi, 1);
}

TEST_SKIPPED(S10_flags_are_masked_with_what_the_cpu_supports, "x86 only")

TEST(S11_all_slots_hang_below_one_entry)
{
	EXPECT_EQ(t, (fix_to_virt(0) + PAGE_SIZE) % PMD_SIZE, 0);
	EXPECT_EQ(t, BTMAP_VADDR % PMD_SIZE, 0);
}

TEST_SKIPPED(S12_mapping_outside_the_kernel_half_is_refused, "comes with paging_init")

TEST(pitfall_07_no_two_regions_overlap)
{
	static const struct {
		unsigned long start, end;
	} regions[] = {
		{ KIMAGE_VADDR, KIMAGE_VADDR + KIMAGE_MAX_SIZE },
		{ __fix_to_virt(FIX_FDT), __fix_to_virt(FIX_FDT_END) + PAGE_SIZE },
		{ __fix_to_virt(FIX_BTMAP_BEGIN), __fix_to_virt(FIX_BTMAP_END) + PAGE_SIZE },
		{ __fix_to_virt(PERMANENT_END - 1), __fix_to_virt(FIX_HOLE) + PAGE_SIZE },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(regions); i++) {
		EXPECT_LT(t, regions[i].start, regions[i].end);
		EXPECT_TRUE(t, !i || regions[i - 1].end <= regions[i].start);
	}
}

TEST(pitfall_08_both_starts_are_where_they_say)
{
	EXPECT_EQ(t, FIXADDR_TOP - FIXADDR_START, PERMANENT_END * PAGE_SIZE);
	EXPECT_LT(t, FIXADDR_TOT_START, FIX_FDT_VADDR);
	EXPECT_LT(t, FIX_FDT_VADDR, FIXADDR_START);
}

TEST(pitfall_23_hooked_table_is_published)
{
	static pte_t table[PTRS_PER_TABLE] __aligned(PAGE_SIZE);
	struct barrier_count before = barrier_count;

	pmd_populate_kernel(&level2_fixmap_pgt[0], table);
	EXPECT_EQ(t, barrier_count.isb - before.isb, 1);
	level2_fixmap_pgt[0] = PTE_NONE;
}

static void expect_words(struct test *t, unsigned long va, const char *words)
{
	char text[96];

	fixmap_describe(text, sizeof(text), va);
	test_expect(t, !strcmp(text, words), __LINE__, words, va, 0);
}

TEST(each_permanent_slot_is_described)
{
	static const char *const words[] = {
		[FIX_HOLE] = "fixmap slot FIX_HOLE, never mapped",
		[FIX_EARLYCON_MEM_BASE] = "fixmap slot FIX_EARLYCON_MEM_BASE, the early console",
		[FIX_PUD] = "fixmap slot FIX_PUD, a table under construction",
		[FIX_PMD] = "fixmap slot FIX_PMD, a table under construction",
		[FIX_PTE] = "fixmap slot FIX_PTE, a table under construction",
		[FIX_APIC_BASE] = "fixmap slot FIX_APIC_BASE, the local APIC",
		[FIX_IO_APIC_BASE_0] = "fixmap slot FIX_IO_APIC_BASE_0, the I/O APIC",
		[FIX_LAB] = "fixmap slot FIX_LAB, experiments",
	};

	EXPECT_EQ(t, ARRAY_SIZE(words), PERMANENT_END);
	for (unsigned int idx = 0; idx < PERMANENT_END; idx++) {
		expect_words(t, __fix_to_virt(idx), words[idx]);
		expect_words(t, __fix_to_virt(idx) + PAGE_SIZE - 1, words[idx]);
	}
}

/* At both ends of each part. */
TEST(each_part_of_the_fixmap_is_described)
{
	unsigned long slots = BTMAP_VADDR, slot = NR_FIX_BTMAPS * PAGE_SIZE;
	char words[96];

	early_iounmap(early_ioremap(scratch_phys(), 1), 1);
	fixmap_describe(words, sizeof(words), slots);
	EXPECT_TRUE(t, strstr(words, "early_ioremap slot 0, free; last used by 0x") == words);
	expect_words(t, slots + slot - 1, words);
	fixmap_describe(words, sizeof(words), slots + PMD_SIZE - 1);
	EXPECT_TRUE(t, strstr(words, "early_ioremap slot 7, free; last used by 0x") == words);
	EXPECT_EQ(t,
		  strcmp(host_early.unused_slot, "early_ioremap slot 7, free; last used by nobody"),
		  0);
	expect_words(t, slots + PMD_SIZE, "fixmap, but not a slot");
	expect_words(t, FIXADDR_TOP - (PERMANENT_END - 1) * PAGE_SIZE - 1,
		     "fixmap, but not a slot");
	expect_words(t, FIXADDR_TOP + PAGE_SIZE, "fixmap, but not a slot");
	expect_words(t, slots - 1, "fixmap, but not a slot");
	expect_words(t, FIX_FDT_VADDR, "device tree window FIX_FDT, page 0 of 1");
	expect_words(t, FIX_FDT_VADDR + MAX_FDT_SIZE, "device tree window FIX_FDT, page 512 of 1");
	expect_words(t, FIX_FDT_VADDR + MAX_FDT_SIZE + PAGE_SIZE, "fixmap, but not a slot");
}

TEST(an_early_slot_in_use_is_described)
{
	void __iomem *first = early_ioremap(scratch_phys(), 1);
	void __iomem *second = early_ioremap(scratch_phys() + 0x123, 0x20);
	char words[96], end[64];

	snprintf(end, sizeof(end), " for 0x%lx+0x20", scratch_phys() + 0x123);
	fixmap_describe(words, sizeof(words), address_of(second));
	EXPECT_TRUE(t, strstr(words, "early_ioremap slot 1, used by 0x") == words);
	EXPECT_TRUE(t, strstr(words, end) && !strcmp(strstr(words, end), end));
	early_iounmap(second, 0x20);
	early_iounmap(first, 1);
}

/* The model's TLB fills at every barrier: a flush that comes before the store would not help. */
TEST(pitfall_24_store_comes_before_flush)
{
	set_fixmap(FIX_LAB, scratch_phys());
	clear_fixmap(FIX_LAB);
	EXPECT_TRUE(t, !loads(lab));
	set_fixmap(FIX_LAB, scratch_phys() + PAGE_SIZE);
	EXPECT_EQ(t, kernel_pointer(lab), scratch + PAGE_SIZE);
	clear_fixmap(FIX_LAB);
}
