// SPDX-License-Identifier: MIT
/* Tests of page tables in words: the text is compared as a whole. */
#include "../unit/support.h"
#include "host.h"

#include <bootmap/ptdump.h>
#include <bootmap/vmalloc.h>
#include <stdio.h>
#include <string.h>

static bool reads(pte_t pte, int level, const char *expected)
{
	char text[96];

	pte_describe(text, sizeof(text), pte, level);
	return !strcmp(text, expected);
}

TEST(an_entry_in_words)
{
	pte_t leaf = pte_mkpage(0x40000000, PAGE_KERNEL_RO), table = pte_mktable(0x1000);

	EXPECT_TRUE(t, reads(PTE_NONE, LEVEL_PTE, "invalid"));
	EXPECT_TRUE(t, reads((pte_t){ 0x1000 }, LEVEL_PTE, "invalid (bits left in it)"));
	EXPECT_TRUE(t, reads(table, LEVEL_PMD, "table at 0x1000"));
	EXPECT_TRUE(t, reads(table, LEVEL_PTE, "reserved encoding"));
	EXPECT_TRUE(t, reads(leaf, LEVEL_TOP, "reserved encoding"));
	EXPECT_TRUE(t, reads(leaf, LEVEL_PUD, "block at 0x40000000  RO NX normal"));
	EXPECT_TRUE(t, reads(leaf, LEVEL_PMD, "block at 0x40000000  RO NX normal"));
	EXPECT_TRUE(t, reads(leaf, LEVEL_PTE, "page at 0x40000000  RO NX normal"));
}

static bool size_reads(unsigned long bytes, const char *expected)
{
	char text[16];

	return format_size(text, sizeof(text), bytes) == text && !strcmp(text, expected);
}

TEST(a_size_in_the_largest_unit_without_remainder)
{
	EXPECT_TRUE(t, size_reads(1, "1K"));
	EXPECT_TRUE(t, size_reads(1024, "1K"));
	EXPECT_TRUE(t, size_reads(1025, "2K"));
	EXPECT_TRUE(t, size_reads(1UL << 20, "1M"));
	EXPECT_TRUE(t, size_reads((1UL << 20) + 1024, "1025K"));
	EXPECT_TRUE(t, size_reads(3UL << 30, "3G"));
	EXPECT_TRUE(t, size_reads(1UL << 40, "1T"));
	EXPECT_TRUE(t, size_reads(1UL << 50, "1024T"));
}

/* What was printed since host_listen() is exactly this. */
static void expect_heard(struct test *t, const char *expected)
{
	const char *heard = host_heard_unbroken();

	EXPECT_EQ(t, strcmp(heard, expected), 0);
	if (strcmp(heard, expected))
		printf("heard:\n%sexpected:\n%s", heard, expected);
}

/* Under one heading as long as the same function maps. */
TEST(mappings_in_columns)
{
	struct vm_struct *area = get_vm_area(64 * PAGE_SIZE, VM_IOREMAP);
	unsigned long va = area->addr;
	char expected[512];

	EXPECT_EQ(t, map_range(va, va + 32 * PAGE_SIZE, DEVICE, PAGE_IO, 0), 0);
	host_listen();
	show_mapping_header();
	show_mapping("one", "registers", va, PAGE_SIZE);
	show_mapping("one", "nobody's", va + 32 * PAGE_SIZE, 1);
	show_mapping("another", "others", va + PAGE_SIZE, PMD_SIZE);
	snprintf(expected, sizeof(expected),
		 " what               virtual address  size physical   attributes\n"
		 "mapped by one:\n"
		 " registers       0x%lx    4K 0xc000000000 RW NX device\n"
		 " nobody's        0x%lx    1K not mapped, on purpose \n"
		 "mapped by another:\n"
		 " others          0x%lx    2M 0xc000001000 RW NX device\n",
		 va, va + 32 * PAGE_SIZE, va + PAGE_SIZE);
	expect_heard(t, expected);
	free_vm_area(area);
}

static void expect_walk(struct test *t, unsigned long va, const char *kind, const char *last)
{
	static const char *const names[] = { "init_top_pgt", "level3_kernel_pgt",
					     "level2_fixmap_pgt" };
	struct pgtable_walk walk;
	char expected[1024];
	int length = 0;

	pgtable_walk(va, &walk);
	for (int level = 0; level < walk.depth; level++) {
		const char *name = level < 3			     ? names[level] :
				   pmd_index(va) == BTMAP_PMD_INDEX  ? "bm_pte" :
				   pmd_index(va) == FIXMAP_PMD_INDEX ? "level1_fixmap_pgt" :
								       "table";

		length += sprintf(
			expected + length, "  level %d  %-18s at 0x%lx [%3u] = 0x%016lx  %s\n",
			level, name, walk.steps[level].table, walk.steps[level].index,
			walk.steps[level].pte.val, level + 1 < walk.depth ? "table" : kind);
	}
	if (last)
		sprintf(expected + length, "           %s\n", last);
	host_listen();
	show_walk(va);
	expect_heard(t, expected);
}

TEST(a_walk_in_words)
{
	unsigned long lab = __fix_to_virt(FIX_LAB);
	pte_t *entry = &level1_fixmap_pgt[pte_index(lab)];
	char page[64];

	expect_walk(t, lab, "invalid", NULL);
	expect_walk(t, FIXADDR_TOP + PAGE_SIZE, "invalid", NULL);
	expect_walk(t, BTMAP_VADDR, "invalid", NULL);
	expect_walk(t, KERNEL_HALF, "invalid", NULL); /* at the root already */
	set_fixmap(FIX_LAB, DEVICE);
	expect_walk(t, lab, "page", "page at 0xc000000000  RW NX normal");
	clear_fixmap(FIX_LAB);
	*entry = (pte_t){ 0x1000 };
	expect_walk(t, lab, "invalid", "invalid (bits left in it)");
	*entry = pte_mktable(0x1000);
	expect_walk(t, lab, "reserved", "reserved encoding");
	*entry = PTE_NONE;
	snprintf(page, sizeof(page), "page at 0x%lx  RO NX normal", leads_to(FIX_FDT_VADDR));
	expect_walk(t, FIX_FDT_VADDR, "page", page);
}

TEST(a_walk_to_a_block_in_words)
{
	struct vm_struct *area = get_vm_area(PMD_SIZE, VM_IOREMAP);

	EXPECT_EQ(t, map_range(area->addr, area->addr + PMD_SIZE, DEVICE, PAGE_IO, 0), 0);
	host_listen();
	show_walk(area->addr);
	EXPECT_TRUE(t, strstr(host_heard_unbroken(),
			      "  block\n           block at 0xc000000000  RW NX device\n"));
	free_vm_area(area);
}

TEST(no_walk_in_words)
{
	host_listen();
	show_walk(KERNEL_HALF - 1);
	expect_heard(
		t, "  no table: the address lies between the two halves that the MMU translates\n");
}
