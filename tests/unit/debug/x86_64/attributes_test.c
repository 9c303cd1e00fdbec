// SPDX-License-Identifier: MIT
/* Entries in words: rights, memory type by the PAT, and what is remarkable. */
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
		{ pte_mkpage(0, PAGE_KERNEL), "RW NX write-back" },
		{ pte_mkpage(0, PAGE_KERNEL_RO), "RO NX write-back" },
		{ pte_mkpage(0, PAGE_KERNEL_ROX), "RO X  write-back" },
		{ pte_mkpage(0, PAGE_IO), "RW NX uncached UC-" },
		{ pte_mkpage(0, PAGE_IO_UC), "RW NX uncached UC" },
		{ pte_mkpage(0, PAGE_IO_WC), "RW NX write-combining" },
		{ pte_mkpage(0, PAGE_IO_WT), "RW NX write-through" },
		{ pte_mkleaf(0, PAGE_IO_WT, LEVEL_PMD), "RW NX write-through" },
		{ { pte_mkpage(0, PAGE_KERNEL).val | PTE_USER }, "RW NX user write-back" },
		{ { pte_mkpage(0, PAGE_KERNEL).val & ~PTE_GLOBAL }, "RW NX write-back not global" },
	};
	char text[96];

	SKIP_UNLESS(t, cpu_forbids_execution(), "this CPU cannot forbid execution");
	SKIP_UNLESS(t, pte_mkpage(0, PAGE_KERNEL).val & PTE_GLOBAL, "this CPU has no global pages");
	for (unsigned int i = 0; i < ARRAY_SIZE(entries); i++) {
		pte_describe_attributes(text, sizeof(text), entries[i].pte);
		test_expect(t, !strcmp(text, entries[i].words), __LINE__, entries[i].words,
			    entries[i].pte.val, 0);
	}
}
