// SPDX-License-Identifier: MIT
/*
 * A page's attributes in words, for ptdump.c.
 */
#include <bootmap/pgtable.h>
#include <stdio.h>

/* Reads the memory type from the PAT, because the meaning of an index depends on it. */
static const char *memory_type(pte_t pte)
{
	switch (rdmsr(MSR_PAT) >> (8 * pte_type(pte)) & 0xff) {
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

void pte_describe_attributes(char *buf, size_t size, pte_t pte)
{
	snprintf(buf, size, "%s %s%s %s%s", pte_writable(pte) ? "RW" : "RO",
		 pte_executable(pte) ? "X " : "NX", pte.val & PTE_USER ? " user" : "",
		 memory_type(pte), pte.val & PTE_GLOBAL ? "" : " not global");
}
