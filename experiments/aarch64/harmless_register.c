// SPDX-License-Identifier: MIT
/*
 * A device register that experiments and benchmarks may access without an effect. Each
 * architecture has its own; experiments/experiments.c and tests/bench/ call harmless_register().
 */
#include <bootmap/console.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>
#include <experiments/experiments.h>

/* The PL011's flag register: writing has no effect. */
#define PL011_FLAGS 0x18

/* The console: every machine has one. */
phys_addr_t harmless_register(void)
{
	const void __iomem *reg = active_console()->registers + PL011_FLAGS;
	struct pgtable_walk walk;

	pgtable_walk((unsigned long)(__force const void *)reg, &walk);
	return walk.phys;
}
