// SPDX-License-Identifier: MIT
/*
 * The range registers (MTRRs), which decide about memory types together with the page tables (SDM
 * volume 3, 12.11). Boot reads them once: it warns if they restrict ioremap(), and passes
 * their borders to mm/x86_64/mtrr_blocks.c, which excludes large pages there.
 */
#include <bootmap/compiler.h>
#include <bootmap/mtrr.h>
#include <bootmap/printk.h>

#include <asm/cpu.h>
#include <asm/mtrr.h>
#include <asm/sysreg.h>

/*
 * Page tables and range registers together give the memory type (SDM volume 3, table 12-7). It is
 * write-back only if both say so; with UC-, an MTRR can select write-combining. The default type is
 * for addresses that no register describes. The fixed ranges are below 1 MiB, where this kernel
 * maps only a few tables.
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

static_assert(MSR_MTRR_PHYSBASE(MTRR_MAX_VARIABLE) == MSR_MTRR_FIXED_FIRST, "all there can be");

/* The mask bits above the physical address width cannot be set, but count as set. */
static void __init note_variable_ranges(unsigned int nr)
{
	for (unsigned int n = 0; n < nr && n < MTRR_MAX_VARIABLE; n++) {
		u64 mask = rdmsr(MSR_MTRR_PHYSMASK(n));

		if (mask & MTRR_PHYSMASK_VALID)
			mtrr_note(rdmsr(MSR_MTRR_PHYSBASE(n)), mask | -1UL << boot_cpu.phys_bits);
	}
}

static void __init note_ranges(u64 deftype)
{
	u64 cap = rdmsr(MSR_MTRR_CAP);

	if (!(deftype & MTRR_DEFTYPE_ENABLE))
		return;
	if (cap & MTRR_CAP_FIXED && deftype & MTRR_DEFTYPE_FIXED)
		mtrr_note(0, -MTRR_FIXED_END);
	note_variable_ranges(cap & MTRR_CAP_VARIABLE);
}

void __init mtrr_init(void)
{
	const char *why;
	u64 deftype;

	if (!(cpuid(CPUID_FEATURES).edx & CPUID_EDX_MTRR))
		return;
	deftype = rdmsr(MSR_MTRR_DEFTYPE);
	why = mtrr_objection(deftype);
	if (why)
		pr_warn("mtrr: the range registers %s", why);
	note_ranges(deftype);
}
