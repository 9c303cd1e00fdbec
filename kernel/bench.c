// SPDX-License-Identifier: MIT
#include <bootmap/bench.h>
#include <bootmap/boot.h>
#include <bootmap/cmdline.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/io.h>
#include <bootmap/printk.h>

#include <asm/counter.h>

#define SAMPLES 101

/* The PL011's flag register: reading changes nothing, writing has no effect. */
#define HARMLESS_REGISTER 0x18

static u32 sample[SAMPLES];

/* By insertion: few samples, and the C library's qsort() is a kilobyte. */
static void sort_samples(void)
{
	for (int i = 1; i < SAMPLES; i++) {
		u32 value = sample[i];
		int j = i;

		for (; j > 0 && sample[j - 1] > value; j--)
			sample[j] = sample[j - 1];
		sample[j] = value;
	}
}

static void print_row(const char *name)
{
	sort_samples();
	pr_info("bench %s %d %u %u %u", name, SAMPLES, sample[0], sample[SAMPLES / 2],
		sample[SAMPLES - 1]);
}

/* What is measured stands where it would in a driver: nothing is called around it. */
#define MEASURE(name, statement)                                                          \
	do {                                                                              \
		for (int i = 0; i < SAMPLES; i++) {                                       \
			u64 start = read_instructions();                                  \
			statement;                                                        \
			sample[i] = read_instructions() - start - READ_INSTRUCTIONS_COST; \
		}                                                                         \
		print_row(name);                                                          \
	} while (0)

#define MEASURE_EARLY_IOREMAP(name, size) \
	MEASURE(name, early_iounmap(early_ioremap(phys, size), size))

static void measure_early_ioremap(phys_addr_t phys)
{
	MEASURE_EARLY_IOREMAP("early_ioremap_4k", 4 << 10);
	MEASURE_EARLY_IOREMAP("early_ioremap_64k", 64 << 10);
	MEASURE_EARLY_IOREMAP("early_ioremap_256k", 256 << 10);
}

static void measure_accessors(phys_addr_t phys)
{
	void __iomem *base = early_ioremap(phys, PAGE_SIZE);
	void __iomem *reg;

	if (!base)
		return;
	reg = base + HARMLESS_REGISTER;
	MEASURE("readl", readl(reg));
	MEASURE("readl_relaxed", readl_relaxed(reg));
	MEASURE("writel", writel(0, reg));
	MEASURE("writel_relaxed", writel_relaxed(0, reg));
	early_iounmap(base, PAGE_SIZE);
}

/* Under -icount shift=0 a nanosecond is an instruction. */
static void print_boot_row(const char *name, enum boot_stage stage)
{
	u64 count = boot_ticks(stage) * (1000000000 / counter_frequency());

	pr_info("bench %s 1 %lu %lu %lu", name, count, count, count);
}

static void measure_boot(phys_addr_t unused __attribute__((unused)))
{
	print_boot_row("boot_early_ioremap", BOOT_EARLY_IOREMAP);
	print_boot_row("boot_first_character", BOOT_CONSOLE);
}

static const struct {
	const char *name;
	void (*measure)(phys_addr_t phys);
} groups[] = {
	{ "boot", measure_boot },
	{ "early_ioremap", measure_early_ioremap },
	{ "accessors", measure_accessors },
};

int run_bench(const char *pattern)
{
	unsigned int fitting = 0;
	struct pgtable_walk console;

	if (!instructions_start()) {
		pr_err("bench: needs a CPU that counts instructions (QEMU: -icount)");
		return 1;
	}
	/* The device that every machine has: the console's. */
	pgtable_walk(fix_to_virt(FIX_EARLYCON_MEM_BASE), &console);
	for (unsigned int i = 0; i < ARRAY_SIZE(groups); i++) {
		if (!glob_match(pattern, groups[i].name))
			continue;
		groups[i].measure(console.phys);
		fitting++;
	}
	if (!fitting)
		pr_err("bench: no group fits %s", pattern);
	return !fitting;
}
