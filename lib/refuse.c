// SPDX-License-Identifier: MIT
/*
 * Prints the one line that a refused request gets: what was asked for, why not, and who asked. The
 * functions in mm/ that map and unmap call this.
 */
#include <bootmap/compiler.h>
#include <bootmap/ksyms.h>
#include <bootmap/printk.h>
#include <bootmap/refuse.h>

void refuse(const char *function, unsigned long address, size_t size, const char *why,
	    unsigned long caller)
{
	char who[KSYM_NAME_MAX];

	pr_warn("%s(0x%lx, 0x%zx) refused: %s [caller %s]", function, address, size, why,
		ksym_format(who, sizeof(who), caller));
}

void refuse_address(const char *function, unsigned long address, const char *why,
		    unsigned long caller)
{
	char who[KSYM_NAME_MAX];

	pr_warn("%s(0x%lx) refused: %s [caller %s]", function, address, why,
		ksym_format(who, sizeof(who), caller));
}
