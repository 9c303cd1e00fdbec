// SPDX-License-Identifier: MIT
/*
 * An experiment with SCTLR_EL1.WXN: the hardware does not execute what is writable, whatever the entry
 * says. break=wxn runs it.
 */
#include <bootmap/fixmap.h>
#include <experiments/experiment.h>

#include <experiments/undefined.h>

static void call_page(u64 prot)
{
	unsigned long va = fix_to_virt(FIX_LAB);

	lab_page[0] = RETURN_INSTRUCTION;
	__set_fixmap(FIX_LAB, __pa_symbol(lab_page), __pgprot(prot));
	WRONG(((void (*)(void))va)());
}

static void execute_writable(void)
{
	call_page(PROT_KERNEL & ~PTE_PXN);
}

static bool execute_read_only(void)
{
	unsigned long va = fix_to_virt(FIX_LAB);

	__set_fixmap(FIX_LAB, __pa_symbol(lab_page), PAGE_KERNEL_ROX);
	((void (*)(void))va)();
	return true;
}
EXPERIMENT(wxn, .what = "execute a page that is writable and executable", .run = execute_writable,
	   .ending = FAULTS, .why = "with SCTLR_EL1.WXN set, writable memory is never executable",
	   .remedy = "write the code first, then map it read-only and executable",
	   .cure = execute_read_only);
