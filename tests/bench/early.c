// SPDX-License-Identifier: MIT
/* Benchmarks of boot, of the early slots, and of single accesses. */
#include <bootmap/boot.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/io.h>
#include <experiments/experiments.h>
#include <tests/bench.h>

#include <asm/counter.h>

/* Under -icount shift=0 a nanosecond is an instruction. */
static void print_boot_row(const char *name, enum boot_stage stage)
{
	bench_sample[0] = boot_ticks(stage) * (1000000000 / counter_frequency());
	bench_print(name, bench_sample, 1);
}

BENCH(boot)
{
	print_boot_row("boot_early_ioremap", BOOT_EARLY_IOREMAP);
	print_boot_row("boot_first_character", BOOT_CONSOLE);
	print_boot_row("boot_ioremap", BOOT_MM);
	print_boot_row("boot_drivers", BOOT_DRIVERS);
}

#define MEASURE_EARLY_IOREMAP(name, size) \
	MEASURE(name, early_iounmap(early_ioremap(phys, size), size))

BENCH(early_ioremap)
{
	phys_addr_t phys = harmless_register() & PAGE_MASK;

	MEASURE_EARLY_IOREMAP("early_ioremap_4k", 4 << 10);
	MEASURE_EARLY_IOREMAP("early_ioremap_64k", 64 << 10);
	MEASURE_EARLY_IOREMAP("early_ioremap_256k", 256 << 10);
}

BENCH(accessors)
{
	void __iomem *reg = early_ioremap(harmless_register(), sizeof(u32));

	if (!reg)
		return;
	MEASURE("readl", readl(reg));
	MEASURE("readl_relaxed", readl_relaxed(reg));
	MEASURE("writel", writel(0, reg));
	MEASURE("writel_relaxed", writel_relaxed(0, reg));
	early_iounmap(reg, sizeof(u32));
}
