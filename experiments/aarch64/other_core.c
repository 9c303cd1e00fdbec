// SPDX-License-Identifier: MIT
/*
 * The other core on AArch64: named by the device tree, started and switched off by the firmware (PSCI).
 * TLBI instructions that end in IS reach it by hardware.
 */
#include <asm/tlbflush.h>
#include <bootmap/ktime.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>
#include <drivers/of.h>
#include <drivers/psci.h>
#include <experiments/other_core.h>

#include <asm/processor.h>
#include <experiments/first_code.h>

/* How long the firmware may take to switch a core off. */
#define OFF_LIMIT (1 * NSEC_PER_SEC)

static struct first_registers registers;

u64 this_core(void)
{
	return read_sysreg(mpidr_el1) & MPIDR_AFFINITY;
}

const char *find_other_core(u64 *id)
{
	const struct device_node *node = NULL;

	if (!psci_available())
		return "a core is started by firmware (PSCI), and there is none";
	while ((node = of_find_type(node, "cpu")))
		if (of_get_number(node, "reg", id) && *id != this_core())
			return NULL;
	return "there is no other core: make SMP=2 run, which is QEMU's -smp 2";
}

phys_addr_t first_code_page(void)
{
	return __pa_symbol(first_code_switch) & PAGE_MASK;
}

/* A core with its MMU off reads memory, not the cache (Arm ARM, D8.2.12): what is in the cache must get there. */
static void write_back(const struct first_registers *from)
{
	for (const u64 *word = &from->mair; word <= &from->to_el1; word++)
		__asm__ volatile("dc cvac, %0" ::"r"(word) : "memory");
	dsb(sy);
}

const char *start_other_core(u64 id)
{
	registers = (struct first_registers){
		.mair = read_sysreg(mair_el1),
		.tcr = read_sysreg(tcr_el1),
		.ttbr0 = read_sysreg(ttbr0_el1),
		.ttbr1 = read_sysreg(ttbr1_el1),
		.vbar = read_sysreg(vbar_el1),
		.sp = (unsigned long)other_core_stack + OTHER_STACK_SIZE,
		.sctlr = read_sysreg(sctlr_el1),
		.main = (unsigned long)other_core_main,
		.to_el1 = psci_to_el1(),
	};
	write_back(&registers);
	return psci_cpu_on(id, __pa_symbol(first_code), __pa_symbol(&registers));
}

void other_core_is_up(void)
{
}

/* Interrupts of this core have been masked all the time. */
void leave_other_core(void)
{
	psci_cpu_off();
	while (true)
		wait_for_interrupt();
}

void stop_other_core(u64 id)
{
	u64 end = ktime_get_ns() + OFF_LIMIT;

	while (psci_cpu_is_on(id)) {
		if (ktime_get_ns() > end) {
			pr_warn("psci: core 0x%lx is still on", id);
			return;
		}
		cpu_relax();
	}
}

/* Without IS: the TLB of this core only, so the barriers need not reach further, either (nsh). */
void flush_here(unsigned long va)
{
	dsb(nshst);
	__asm__ volatile("tlbi vaae1, %0" ::"r"(tlbi_operand(va)) : "memory");
	dsb(nsh);
	isb();
}

const char flush_everywhere_name[] = "TLBI VAAE1IS, dsb ish";

/* Its dsb ish waits until the other core has done it, too (Arm ARM, D8.13.5). */
bool flush_everywhere(unsigned long va, u64 id __attribute__((unused)))
{
	flush_tlb_kernel_pages(va, 1);
	return true;
}

bool is_message(const struct pt_regs *regs __attribute__((unused)))
{
	return false;
}
