// SPDX-License-Identifier: MIT
/*
 * A page's or block's attributes in words, for ptdump.c.
 */
#include <bootmap/pgtable.h>
#include <stdio.h>

/* Reads the memory type from MAIR_EL1, because the meaning of an index depends on it. */
static const char *memory_type(pte_t pte)
{
	unsigned int index = FIELD_GET(PTE_ATTRINDX(7), pte.val);

	switch ((read_sysreg(mair_el1) >> (8 * index)) & 0xff) {
	case 0x00:
		return "device nGnRnE";
	case 0x04:
		return "device nGnRE";
	case 0x44:
		return "normal non-cacheable";
	case 0xff:
		return "normal write-back";
	default:
		return "memory type unknown";
	}
}

void pte_describe_attributes(char *buf, size_t size, pte_t pte)
{
	snprintf(buf, size, "%s %s%s %s%s%s", pte_writable(pte) ? "RW" : "RO",
		 pte_executable(pte) ? "X " : "NX", pte.val & PTE_USER ? " user" : "",
		 memory_type(pte), pte.val & PTE_AF ? "" : " AF=0",
		 pte.val & PTE_CONT ? " contiguous" : "");
}
