// SPDX-License-Identifier: MIT
/* Tests of memory types: the contents of the PAT, and the byte that an entry selects. */
#include <bootmap/pgtable.h>
#include <string.h>
#include <tests/test.h>

static const struct {
	pgprot_t prot;
	unsigned int type;
	u64 pat;
	const char *words;
} types[] = {
	{ PAGE_KERNEL, MT_WRITE_BACK, PAT_WB, "write-back" },
	{ PAGE_IO, MT_UC_MINUS, PAT_UC_MINUS, "uncached UC-" },
	{ PAGE_IO_UC, MT_UNCACHED, PAT_UC, "uncached UC" },
	{ PAGE_IO_WC, MT_WRITE_COMBINING, PAT_WC, "write-combining" },
	{ PAGE_IO_WT, MT_WRITE_THROUGH, PAT_WT, "write-through" },
};

TEST(the_PAT_is_as_the_entries_assume)
{
	u64 pat = rdmsr(MSR_PAT);

	EXPECT_EQ(t, pat, PAT_VALUE);
	for (unsigned int i = 0; i < ARRAY_SIZE(types); i++)
		EXPECT_EQ(t, (pat >> (8 * types[i].type)) & 0xff, types[i].pat);
}

static void expect_kept(struct test *t, unsigned int i, int level)
{
	phys_addr_t phys = 5 * level_size(level);
	pte_t pte = pte_mkleaf(phys, types[i].prot, level);
	char text[96];

	EXPECT_TRUE(t, pte_is_leaf(pte, level));
	EXPECT_EQ(t, pte_phys(pte), phys);
	EXPECT_EQ(t, pte_type(pte), types[i].type);
	EXPECT_TRUE(t, pte_same_type(pte, pte_mkpage(0, types[i].prot)));
	pte_describe(text, sizeof(text), pte, level);
	EXPECT_TRUE(t, strstr(text, types[i].words));
}

/* In a page of 2 MiB or more, another bit than in one of 4 KiB holds the third bit of the type. */
TEST(entries_of_every_size_keep_address_and_type)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(types); i++)
		for (int level = 1; level <= 3; level++)
			expect_kept(t, i, level);
}

TEST(a_type_changes_only_through_an_invalid_entry)
{
	pte_t old = pte_mkpage(PAGE_SIZE, PAGE_IO);

	EXPECT_TRUE(t, !pte_change_is_safe(old, pte_mkpage(PAGE_SIZE, PAGE_IO_WC)));
	EXPECT_TRUE(t, !pte_change_is_safe(old, pte_mkpage(2 * PAGE_SIZE, PAGE_IO)));
	EXPECT_TRUE(t, pte_change_is_safe(pte_mkpage(PAGE_SIZE, PAGE_KERNEL),
					  pte_mkpage(PAGE_SIZE, PAGE_KERNEL_RO)));
	EXPECT_TRUE(t, pte_change_is_safe(old, PTE_NONE));
}
