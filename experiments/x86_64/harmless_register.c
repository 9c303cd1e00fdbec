// SPDX-License-Identifier: MIT
/*
 * A device register that experiments and benchmarks may access without an effect. Each
 * architecture has its own; experiments/experiments.c and tests/bench/ call harmless_register().
 */
#include <experiments/experiments.h>

#include <drivers/apic.h>

/* Every x86-64 CPU has a local APIC, at this address after reset. */
#define LOCAL_APIC 0xfee00000

phys_addr_t harmless_register(void)
{
	return LOCAL_APIC + APIC_VERSION;
}
