/* SPDX-License-Identifier: MIT */
/* What head.S found out about the CPU before paging, for all who come after it. */
#ifndef ASM_CPU_H
#define ASM_CPU_H

/* Offsets that head.S uses; asserted below. */
#define CPU_PTE_MASK   0
#define CPU_ENTRY_TIME 8
#define CPU_PHYS_BITS  16
#define CPU_PUD_BLOCKS 20
#define CPU_INVLPG     24

#ifndef __ASSEMBLER__
#include <bootmap/compiler.h>
#include <bootmap/types.h>

/**
 * struct boot_cpu - the CPU, as CPUID described it
 * @pte_mask: bits of an entry that it allows: without NX or PGE these must stay clear
 * @entry_time: time-stamp counter when the kernel was entered
 * @phys_bits: how many bits a physical address may have
 * @pud_blocks: 1 GiB pages
 * @invlpg: TLB entries can be dropped one by one; cleared by the option "noinvlpg"
 */
struct boot_cpu {
	u64 pte_mask;
	u64 entry_time;
	u32 phys_bits;
	u32 pud_blocks;
	u32 invlpg;
};

extern struct boot_cpu boot_cpu;

static_assert(offsetof(struct boot_cpu, pte_mask) == CPU_PTE_MASK, "head.S");
static_assert(offsetof(struct boot_cpu, entry_time) == CPU_ENTRY_TIME, "head.S");
static_assert(offsetof(struct boot_cpu, phys_bits) == CPU_PHYS_BITS, "head.S");
static_assert(offsetof(struct boot_cpu, pud_blocks) == CPU_PUD_BLOCKS, "head.S");
static_assert(offsetof(struct boot_cpu, invlpg) == CPU_INVLPG, "head.S");
#endif

#endif
