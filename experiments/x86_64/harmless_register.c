// SPDX-License-Identifier: MIT
#include <bootmap/experiments.h>

#include <asm/apic.h>

/* Every x86-64 CPU has a local APIC, at this address after reset. */
#define LOCAL_APIC 0xfee00000

phys_addr_t harmless_register(void)
{
	return LOCAL_APIC + APIC_VERSION;
}
