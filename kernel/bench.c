// SPDX-License-Identifier: MIT
#include <bootmap/bench.h>
#include <bootmap/boot.h>
#include <bootmap/cmdline.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/gpio.h>
#include <bootmap/io.h>
#include <bootmap/printk.h>
#include <stdlib.h>

#include <asm/counter.h>

#define SAMPLES 101

static u32 sample[SAMPLES];

/* Registers to measure on: the PL061, whose reads change nothing. */
static phys_addr_t device;
static void __iomem *regs;

static void early_ioremap_pair(size_t size)
{
	early_iounmap(early_ioremap(device, size), size);
}

static void early_ioremap_4k(void)
{
	early_ioremap_pair(4 << 10);
}

static void early_ioremap_64k(void)
{
	early_ioremap_pair(64 << 10);
}

static void early_ioremap_256k(void)
{
	early_ioremap_pair(256 << 10);
}

/* What the measurement itself costs: an empty operation, called alike. */
static noinline void nothing(void)
{
	__asm__ volatile("");
}

static const struct {
	const char *name;
	void (*operation)(void);
} cases[] = {
	{ "early_ioremap_4k", early_ioremap_4k },
	{ "early_ioremap_64k", early_ioremap_64k },
	{ "early_ioremap_256k", early_ioremap_256k },
};

static int ascending(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return (x > y) - (x < y);
}

static void print_row(const char *name)
{
	qsort(sample, SAMPLES, sizeof(sample[0]), ascending);
	pr_info("bench %s %d %u %u %u", name, SAMPLES, sample[0], sample[SAMPLES / 2],
		sample[SAMPLES - 1]);
}

static u32 measure_once(void (*operation)(void))
{
	u64 start = read_instructions();

	operation();
	return read_instructions() - start - READ_INSTRUCTIONS_COST;
}

static void measure(const char *name, void (*operation)(void))
{
	u32 overhead = measure_once(nothing) - 1; /* nothing() is one instruction, its ret */

	for (int i = 0; i < SAMPLES; i++)
		sample[i] = measure_once(operation) - overhead;
	print_row(name);
}

/* Inline accessors are measured where they stand: around them nothing is called. */
#define MEASURE_INLINE(name, statement)                                                   \
	do {                                                                              \
		for (int i = 0; i < SAMPLES; i++) {                                       \
			u64 start = read_instructions();                                  \
			statement;                                                        \
			sample[i] = read_instructions() - start - READ_INSTRUCTIONS_COST; \
		}                                                                         \
		print_row(name);                                                          \
	} while (0)

static void measure_accessors(void)
{
	void __iomem *reg = regs;

	MEASURE_INLINE("readl", readl(reg));
	MEASURE_INLINE("readl_relaxed", readl_relaxed(reg));
	MEASURE_INLINE("writel", writel(0, reg));
	MEASURE_INLINE("writel_relaxed", writel_relaxed(0, reg));
}

static void print_boot_row(const char *name, enum boot_stage stage)
{
	/* Under -icount shift=0 a nanosecond is an instruction. */
	u64 count = boot_ticks(stage) * (1000000000 / counter_frequency());

	pr_info("bench %s 1 %lu %lu %lu", name, count, count, count);
}

int run_bench(const char *pattern)
{
	unsigned int fitting = 0;

	if (!instructions_start() || pl061_find(&device)) {
		pr_err("bench: needs a CPU that counts instructions (QEMU: -icount) and a PL061");
		return 1;
	}
	if (glob_match(pattern, "boot")) {
		print_boot_row("boot_early_ioremap", BOOT_EARLY_IOREMAP);
		print_boot_row("boot_first_character", BOOT_CONSOLE);
		fitting++;
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		if (!glob_match(pattern, cases[i].name))
			continue;
		measure(cases[i].name, cases[i].operation);
		fitting++;
	}
	if (glob_match(pattern, "accessors")) {
		regs = early_ioremap(device, PAGE_SIZE);
		measure_accessors();
		early_iounmap(regs, PAGE_SIZE);
		fitting++;
	}
	if (!fitting)
		pr_err("bench: no case fits %s", pattern);
	return !fitting;
}
