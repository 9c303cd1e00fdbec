// SPDX-License-Identifier: MIT
#include <bootmap/pgtable.h>
#include <stdio.h>

/* Which byte of the PAT an entry chooses. */
static unsigned int pat_index(pte_t pte, int level)
{
	u64 pat_bit = level == 3 ? PTE_PAT : PTE_PAT_LARGE;

	return ((pte.val & PTE_PWT) ? 1 : 0) + ((pte.val & PTE_PCD) ? 2 : 0) +
	       ((pte.val & pat_bit) ? 4 : 0);
}

/* Memory types by what the PAT says now, not by what an index usually means. */
static const char *memory_type(pte_t pte, int level)
{
	switch (rdmsr(MSR_PAT) >> (8 * pat_index(pte, level)) & 0xff) {
	case PAT_WB:
		return "write-back";
	case PAT_WT:
		return "write-through";
	case PAT_WC:
		return "write-combining";
	case PAT_UC_MINUS:
		return "uncached UC-";
	case PAT_UC:
		return "uncached UC";
	default:
		return "memory type unknown";
	}
}

void pte_describe(char *buf, size_t size, pte_t pte, int level)
{
	if (!pte_valid(pte))
		snprintf(buf, size, pte.val ? "invalid (bits left in it)" : "invalid");
	else if (pte_is_table(pte, level))
		snprintf(buf, size, "table at 0x%lx", pte_phys(pte));
	else if (!pte_is_leaf(pte, level))
		snprintf(buf, size, "reserved encoding");
	else
		snprintf(buf, size, "%s at 0x%lx  %s %s%s %s%s", level == 3 ? "page" : "block",
			 pte_phys(pte) & ~(level_size(level) - 1), pte_writable(pte) ? "RW" : "RO",
			 pte_executable(pte) ? "X " : "NX", pte.val & PTE_USER ? " user" : "",
			 memory_type(pte, level), pte.val & PTE_GLOBAL ? "" : " not global");
}
