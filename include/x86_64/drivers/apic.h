/* SPDX-License-Identifier: MIT */
/*
 * DOC: APICs
 *
 * Each CPU has a local APIC, which passes interrupts to it by priority, and contains a timer. An
 * I/O APIC turns the lines of devices into messages to local APICs. Both are mapped in the fixmap,
 * whose addresses are constants (Intel SDM volume 3, chapter 11; Intel 82093AA I/O APIC, chapter
 * 3).
 *
 * A local APIC in x2APIC mode has model-specific registers instead of registers in memory. Firmware
 * may have selected this mode, and some CPUs cannot leave it.
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
#define APIC_ICR       0x300		  /* interrupt command; in x2APIC mode with the target */
#define APIC_ICR_HIGH  0x310		  /* the target */
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

/* In the interrupt command register. A message without another kind is an interrupt with a vector. */
#define APIC_ASSERT  BIT(14)
#define APIC_INIT    (5 << 8 | APIC_ASSERT)
#define APIC_STARTUP (6 << 8 | APIC_ASSERT)
#define ICR_PENDING  BIT(12) /* not in x2APIC mode */

/*
 * Interrupts with vectors up to this class (the upper four bits) are held back: these are
 * exceptions.
 */
#define TPR_EXCEPTIONS ((NR_EXCEPTIONS - 1) & 0xf0)

/*
 * The use of vectors: first the inputs of I/O APICs, in the order in which drivers request them.
 * The last vector is for spurious interrupts, which were withdrawn during delivery; its low bits
 * must be ones.
 */
#define NR_GSI_VECTORS	(NR_VECTORS - 2 - NR_EXCEPTIONS)
#define VECTOR_TIMER	(NR_VECTORS - 2)
#define VECTOR_SPURIOUS (NR_VECTORS - 1)
static_assert((VECTOR_SPURIOUS & 0xf) == 0xf, "Intel SDM volume 3, 11.9");

/* The model-specific register in x2APIC mode, for the offset of a register in memory. */
#define MSR_X2APIC(reg) (0x800 + ((reg) >> 4))

/* Registers of I/O APICs: an index, and a window to the register with this index. */
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
 * struct apic_config - the interrupt controllers and timers to use
 * @madt: addresses of the APICs; valid if they are used
 * @io_apic: registers of the first I/O APIC, in the fixmap; valid if they are used
 * @used: the APICs are used; else the 8259s, if there are any
 * @x2apic: the local APIC is in x2APIC mode; else FIX_APIC_BASE maps its registers
 * @timer_start: time-stamp counter when the local APIC's timer was started
 * @noapic: "noapic" on the command line
 * @noapictimer: "noapictimer" on the command line: do not use its timer
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

/**
 * apic_send() - send a message to another CPU
 * @id: number of its local APIC
 * @message: APIC_INIT, APIC_STARTUP | page, APIC_ASSERT | vector
 *
 * It arrives after all stores that this CPU has made before. To the registers in memory they are
 * ordered anyway; to those of x2APIC mode only by the fence (SDM volume 3, 11.12.3).
 */
static inline void apic_send(u32 id, u32 message)
{
	if (apic_config.x2apic) {
		__asm__ volatile("mfence\n\tlfence" ::: "memory");
		wrmsr(MSR_X2APIC(APIC_ICR), (u64)id << 32 | message);
		return;
	}
	writel(id << 24, (void __iomem *)fix_to_virt(FIX_APIC_BASE) + APIC_ICR_HIGH);
	writel(message, (void __iomem *)fix_to_virt(FIX_APIC_BASE) + APIC_ICR);
}

/* Without a device, buses read as ones, emulated ones as zeros. */
static inline bool apic_is_version(u32 value)
{
	return value && value != 0xffffffff;
}

/**
 * apic_early_init() - find the APICs, and map them
 *
 * If they cannot be used, prints the reason. Starts the local APIC's timer without an interrupt, so
 * that its driver can measure the frequency without waiting. Boot, after acpi_tables_init().
 */
void apic_early_init(void);

/** apic_add_devices() - create platform devices for the APICs that apic_early_init() has found */
void apic_add_devices(void);

/** apic_timer_irq() - the irq of the local APIC's timer. Return: it, or -EPROBE_DEFER. */
int apic_timer_irq(void);

#endif
