// SPDX-License-Identifier: MIT
/*
 * The other core on x86-64: named by the MADT, started and stopped by messages of the local APIC
 * (SDM volume 3, 8.4.4 and 11.6). Nothing in the hardware tells its TLB about a change: the first core
 * sends it an interrupt and waits for the acknowledgement (a TLB shootdown, 4.10.5).
 */
#include <asm/tlbflush.h>
#include <bootmap/delay.h>
#include <bootmap/ktime.h>
#include <bootmap/page_alloc.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>
#include <experiments/other_core.h>
#include <string.h>

#include <asm/irqflags.h>
#include <asm/processor.h>
#include <drivers/apic.h>
#include <experiments/first_code.h>

/* A vector that no device of this kernel has: those from NR_VECTORS on share one stub. */
#define VECTOR_SHOOTDOWN NR_VECTORS

#define ANSWER_LIMIT (1 * NSEC_PER_SEC)

/* CR3 is loaded before there are 64 bits, and CR4.PGE must be set after paging (SDM volume 3, 2.5). */
#define CR4_LATER CR4_PGE
/* Set by the CPU itself. */
#define EFER_LMA (UL(1) << 10)

struct descriptor_table {
	u16 limit;
	u64 base;
} __attribute__((packed));

static struct descriptor_table gdt, idt; /* of the first core */
static u64 cr4_of_both;
static u8 saved[FIRST_CODE_ROOM]; /* what was at FIRST_CODE */

static unsigned long flushed_va;
static unsigned int sent, acknowledged;

u64 this_core(void)
{
	u32 id = apic_read(APIC_ID);

	return apic_config.x2apic ? id : id >> 24;
}

const char *find_other_core(u64 *id)
{
	const struct madt *madt = &apic_config.madt;

	if (!apic_config.used)
		return "a core is started by a local APIC, and these are not used here";
	if (madt->nr_cpus < ARRAY_SIZE(madt->cpus))
		return "there is no other core: make SMP=2 run, which is QEMU's -smp 2";
	*id = madt->cpus[madt->cpus[0] == this_core()];
	if (!bank_of(FIRST_CODE))
		return "there is no memory below 1 MiB for its first code";
	return NULL;
}

phys_addr_t first_code_page(void)
{
	return FIRST_CODE;
}

/*
 * The TSS holds the stacks for double faults and their like. Both cores use it, and never at once:
 * the first one waits. But the CPU loads only one that is not marked as busy (SDM volume 3, 8.2.2).
 */
#define TSS_TYPE (TSS_SEL + 5)
#define TSS_BUSY BIT(1)

static void let_tss_be_loaded(void)
{
	((volatile u8 *)gdt.base)[TSS_TYPE] &= ~TSS_BUSY;
}

/* Executed by the other core. Its APIC takes interrupts only when it is enabled. */
static void __noreturn first_c_code(void)
{
	__asm__ volatile("lgdt %0\n\tlidt %1\n\tltr %w2" ::"m"(gdt), "m"(idt), "r"(TSS_SEL));
	write_cr(4, cr4_of_both);
	if (apic_config.x2apic)
		wrmsr(MSR_APIC_BASE, rdmsr(MSR_APIC_BASE) | APIC_BASE_X2APIC);
	apic_write(APIC_SVR, SVR_ENABLE | VECTOR_SPURIOUS);
	arch_local_irq_enable();
	other_core_main();
}

/* The page, mapped. The compiler must not conclude that no object is at a constant address. */
static u8 *first_page(void)
{
	u8 *page = __va(FIRST_CODE);

	OPTIMIZER_HIDE_VAR(page);
	return page;
}

/* The page belongs to low memory, which memblock has reserved; its content comes back. */
static void copy_first_code(void)
{
	struct first_registers registers = {
		.cr0 = read_cr(0),
		.cr3 = read_cr(3),
		.cr4 = cr4_of_both & ~CR4_LATER,
		.efer = rdmsr(MSR_EFER) & ~EFER_LMA,
		.pat = rdmsr(MSR_PAT),
		.stack = (unsigned long)other_core_stack + OTHER_STACK_SIZE - sizeof(u64),
		.main = (unsigned long)first_c_code,
	};
	u8 *copy = first_page();

	memcpy(saved, copy, sizeof(saved));
	memcpy(copy, first_code, FIRST_CODE_SIZE);
	memcpy(copy + FIRST_CODE_SIZE, &registers, sizeof(registers));
}

void other_core_is_up(void)
{
	memcpy(first_page(), saved, sizeof(saved));
}

/* INIT, 10 ms, and twice the page of its first instruction, as the SDM has it (volume 3, 8.4.4.1). */
const char *start_other_core(u64 id)
{
	__asm__ volatile("sgdt %0\n\tsidt %1" : "=m"(gdt), "=m"(idt));
	cr4_of_both = read_cr(4);
	let_tss_be_loaded();
	copy_first_code();
	apic_send(id, APIC_INIT);
	mdelay(10);
	for (int i = 0; i < 2; i++) {
		apic_send(id, APIC_STARTUP | FIRST_CODE >> PAGE_SHIFT);
		udelay(200);
	}
	return NULL;
}

/* The INIT that follows takes it from here to the state in which it waits for a start. */
void leave_other_core(void)
{
	while (true)
		__asm__ volatile("cli\n\thlt");
}

void stop_other_core(u64 id)
{
	apic_send(id, APIC_INIT);
}

void flush_here(unsigned long va)
{
	invlpg(va);
}

const char flush_everywhere_name[] = "INVLPG on both cores";

/* The interrupt arrives after all stores before it: the other core finds the new entry. */
bool flush_everywhere(unsigned long va, u64 id)
{
	u64 end = ktime_get_ns() + ANSWER_LIMIT;

	invlpg(va);
	flushed_va = va;
	barrier();
	apic_send(id, APIC_ASSERT | VECTOR_SHOOTDOWN);
	sent++;
	while (__atomic_load_n(&acknowledged, __ATOMIC_ACQUIRE) != sent && ktime_get_ns() < end)
		cpu_relax();
	pr_info("shootdown: interrupts so far: %u sent, %u acknowledged", sent, acknowledged);
	return acknowledged == sent;
}

/* Executed by the other core. */
bool is_message(const struct pt_regs *regs)
{
	if (regs->vector < NR_EXCEPTIONS)
		return false;
	invlpg(flushed_va);
	__atomic_store_n(&acknowledged, acknowledged + 1, __ATOMIC_RELEASE);
	apic_write(APIC_EOI, 0);
	return true;
}
