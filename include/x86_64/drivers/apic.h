/* SPDX-License-Identifier: MIT */
/*
 * DOC: APICs
 *
 * Each CPU has a local APIC, which gives it interrupts one after the other, and has a timer
 * of its own. An I/O APIC turns the lines of devices into messages to local APICs. Both are
 * reached through fixmaps, whose addresses are constants (Intel SDM volume 3, chapter 11;
 * Intel 82093AA I/O APIC, chapter 3).
 *
 * A local APIC in x2APIC mode has model-specific registers instead, and none in memory. Firmware
 * may have left it so, and there are CPUs that never leave that mode.
 */
#ifndef DRIVERS_APIC_H
#define DRIVERS_APIC_H

#include <asm/ptrace.h>
#include <asm/sysreg.h>
#include <bootmap/fixmap.h>
#include <bootmap/io.h>
#include <drivers/madt.h>

#define APIC_SIZE    0x1000
#define IO_APIC_SIZE 0x400

#define APIC_ID	       0x020
#define APIC_VERSION   0x030
#define APIC_TPR       0x080
#define APIC_EOI       0x0b0
#define APIC_SVR       0x0f0
#define APIC_ISR(v)    (0x100 + (v) / 32 * 0x10) /* a bit for each vector */
#define APIC_LVT_CMCI  0x2f0		  /* corrected machine checks; the table's seventh entry */
#define APIC_LVT(n)    (0x320 + (n)*0x10) /* local vector table */
#define APIC_TIMER_ICR 0x380		  /* writing starts the timer */
#define APIC_TIMER_CCR 0x390
#define APIC_TIMER_DCR 0x3e0

#define APIC_TIMER_DIVIDE_16 3
#define APIC_TIMER_MAX	     0xffffffffU

#define APIC_VERSION_LAST_LVT GENMASK(23, 16) /* one less than the table has entries */

#define LVT_TIMER   0
#define LVT_THERMAL 1
#define LVT_COUNTER 2
#define LVT_LINT0   3
#define LVT_LINT1   4
#define LVT_ERROR   5

/* In a vector table's entry, local or in an I/O APIC. */
#define APIC_MASKED BIT(16)
#define LVT_MODE    GENMASK(10, 8)
#define MODE_NMI    4
#define LVT_EXTINT  (7 << 8) /* the vector comes from the 8259s */

#define SVR_ENABLE BIT(8)

/* Vectors up to this class (their upper four bits) are held back: exceptions have them. */
#define TPR_EXCEPTIONS ((NR_EXCEPTIONS - 1) & 0xf0)

/*
 * Which vector means what: first inputs of I/O APICs, in the order in which drivers want them. The
 * last one is for interrupts that were taken back while they were delivered; its low bits have to
 * be ones.
 */
#define NR_GSI_VECTORS	(NR_VECTORS - 2 - NR_EXCEPTIONS)
#define VECTOR_TIMER	(NR_VECTORS - 2)
#define VECTOR_SPURIOUS (NR_VECTORS - 1)
static_assert((VECTOR_SPURIOUS & 0xf) == 0xf, "Intel SDM volume 3, 11.9");

/* In x2APIC mode a register in memory has the number of its 16 bytes among these. */
#define MSR_X2APIC(reg) (0x800 + ((reg) >> 4))

/* Registers of I/O APICs: an index, and a window that shows what has it. */
#define IO_APIC_INDEX	0x00
#define IO_APIC_WINDOW	0x10
#define IO_APIC_VERSION 1

static inline u32 io_apic_read(void __iomem *base, unsigned int reg)
{
	writel(reg, base + IO_APIC_INDEX);
	return readl(base + IO_APIC_WINDOW);
}

static inline void io_apic_write(void __iomem *base, unsigned int reg, u32 value)
{
	writel(reg, base + IO_APIC_INDEX);
	writel(value, base + IO_APIC_WINDOW);
}

/**
 * struct apic_config - which interrupt controllers and timers are to be used
 * @madt: where the APICs are; valid if they are used
 * @io_apic: registers of the first I/O APIC, in a fixmap; valid if they are used
 * @used: they are; else the 8259s serve, as far as there are any
 * @x2apic: the local APIC is in x2APIC mode; else FIX_APIC_BASE shows its registers
 * @timer_start: time-stamp counter when the local APIC's timer was started
 * @noapic: "noapic" on the command line
 * @noapictimer: "noapictimer" on the command line: leave its timer alone
 */
extern struct apic_config {
	struct madt madt;
	void __iomem *io_apic;
	bool used;
	bool x2apic;
	bool noapic;
	bool noapictimer;
	u64 timer_start;
} apic_config;

static inline u32 apic_read(unsigned int reg)
{
	if (apic_config.x2apic)
		return rdmsr(MSR_X2APIC(reg));
	return readl((void __iomem *)fix_to_virt(FIX_APIC_BASE) + reg);
}

static inline void apic_write(unsigned int reg, u32 value)
{
	if (apic_config.x2apic)
		wrmsr(MSR_X2APIC(reg), value);
	else
		writel(value, (void __iomem *)fix_to_virt(FIX_APIC_BASE) + reg);
}

/* Where no device answers, buses read as ones, emulated ones as zeroes. */
static inline bool apic_is_version(u32 value)
{
	return value && value != 0xffffffff;
}

/**
 * apic_early_init() - find the APICs, and map them
 *
 * Says what hinders if they cannot be used. The local APIC's timer counts from here on,
 * unheard, so that its driver need not wait to learn how fast. Boot, after acpi_tables_init().
 */
void apic_early_init(void);

/** apic_add_devices() - make platform devices of what apic_early_init() has found */
void apic_add_devices(void);

/** apic_timer_irq() - the irq of the local APIC's timer. Return: it, or -EPROBE_DEFER. */
int apic_timer_irq(void);

#endif
