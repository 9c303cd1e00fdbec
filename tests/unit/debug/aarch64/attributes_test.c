// SPDX-License-Identifier: MIT
/* Entries in words: rights, memory type by MAIR_EL1, and what is remarkable. */
#include <bootmap/compiler.h>
#include <bootmap/pgtable.h>
#include <string.h>
#include <tests/test.h>

TEST(attributes_are_told_in_words)
{
	const struct {
		pte_t pte;
		const char *words;
	} entries[] = {
		{ pte_mkpage(0, PAGE_KERNEL), "RW NX normal write-back" },
		{ pte_mkpage(0, PAGE_KERNEL_RO), "RO NX normal write-back" },
		{ pte_mkpage(0, PAGE_KERNEL_ROX), "RO X  normal write-back" },
		{ pte_mkpage(0, PAGE_IO), "RW NX device nGnRE" },
		{ pte_mkpage(0, PAGE_IO_NP), "RW NX device nGnRnE" },
		{ pte_mkpage(0, PAGE_IO_WC), "RW NX normal non-cacheable" },
		{ { pte_mkpage(0, PAGE_KERNEL).val & ~PTE_PXN }, "RW X  normal write-back" },
		{ { pte_mkpage(0, PAGE_KERNEL).val | PTE_USER }, "RW NX user normal write-back" },
		{ { pte_mkpage(0, PAGE_IO).val & ~PTE_AF }, "RW NX device nGnRE AF=0" },
		{ pte_mkpage(0, pgprot_cont(PAGE_IO)), "RW NX device nGnRE contiguous" },
	};
	char text[96];

	for (unsigned int i = 0; i < ARRAY_SIZE(entries); i++) {
		pte_describe_attributes(text, sizeof(text), entries[i].pte);
		test_expect(t, !strcmp(text, entries[i].words), __LINE__, entries[i].words,
			    entries[i].pte.val, 0);
	}
}

/* A byte that no type of ours has stands in an index that no entry of ours uses. */
TEST(a_memory_type_that_is_not_ours_is_called_unknown)
{
	u64 before = read_sysreg(mair_el1);
	char text[96];

	write_sysreg(mair_el1, before | UL(0xbb) << 56);
	isb();
	pte_describe_attributes(text, sizeof(text), (pte_t){ PTE_ATTRINDX(7) | PTE_AF | PTE_PXN });
	write_sysreg(mair_el1, before);
	isb();
	EXPECT_EQ(t, strcmp(text, "RW NX memory type unknown"), 0);
}
