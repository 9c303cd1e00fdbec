// SPDX-License-Identifier: MIT
/*
 * Properties of the CPU that the boot code has found (struct boot_cpu). head.S and tables.S in
 * boot/x86_64/ write it before the first C function runs; generic code reads the mask for page
 * table entries.
 */
#include <asm/cpu.h>

/*
 * In .data: head.S writes to it before .bss is cleared, and removes the bits that this CPU lacks.
 */
struct boot_cpu boot_cpu __section(".data") = { .pte_mask = ~0UL };
