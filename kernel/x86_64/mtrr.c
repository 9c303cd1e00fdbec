// SPDX-License-Identifier: MIT
/* The memory types below those of the page tables (SDM volume 3, 12.11). */
#include <bootmap/compiler.h>
#include <bootmap/printk.h>

#include <asm/mtrr.h>
#include <asm/sysreg.h>

/*
 * Page tables and range registers decide together (SDM volume 3, table 12-7): write-back needs
 * the consent of both, and UC- lets an MTRR make it write-combining. The default type is that of
 * devices or that of RAM, whichever no register names; fixed ranges are those below 1 MiB, where
 * this kernel maps no more than a few tables.
 */
const char noinline __init *mtrr_objection(u64 deftype)
{
	if (!(deftype & MTRR_DEFTYPE_ENABLE))
		return "are off: all memory is uncached, whatever the page tables say";
	switch (deftype & MTRR_DEFTYPE_TYPE) {
	case PAT_WB:
	case PAT_UC:
		return NULL;
	case PAT_WC:
		return "make write-combining what ioremap() maps, unless ioremap_uc() does";
	default:
		return "have a default type that ioremap() does not expect";
	}
}

void __init mtrr_check(void)
{
	const char *why = NULL;

	if (cpuid(CPUID_FEATURES).edx & CPUID_EDX_MTRR)
		why = mtrr_objection(rdmsr(MSR_MTRR_DEFTYPE));
	if (why)
		pr_warn("mtrr: the range registers %s", why);
}
