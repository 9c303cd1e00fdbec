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

/* Write-protected is a type of the PAT that no entry of ours has; index 5 is not ours either. */
TEST(a_memory_type_that_is_not_ours_is_called_unknown)
{
	const pte_t pte = { PTE_VALID | PTE_NX | PTE_GLOBAL | PTE_PAT | PTE_PWT };
	u64 before = rdmsr(MSR_PAT);
	char text[96];

	wrmsr(MSR_PAT, (before & ~(UL(0xff) << 40)) | UL(5) << 40);
	pte_describe_attributes(text, sizeof(text), pte);
	wrmsr(MSR_PAT, before);
	EXPECT_EQ(t, strcmp(text, "RO NX memory type unknown"), 0);
}
