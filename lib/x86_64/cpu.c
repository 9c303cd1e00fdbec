// SPDX-License-Identifier: MIT
#include <asm/cpu.h>

/* In .data: head.S writes to it before .bss is cleared, and removes the bits that this CPU lacks. */
struct boot_cpu boot_cpu __section(".data") = { .pte_mask = ~0UL };
