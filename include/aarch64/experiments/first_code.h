/* SPDX-License-Identifier: MIT */
/* What the other core gets from the first one. first_code.S reads it with the MMU off. */
#ifndef EXPERIMENTS_FIRST_CODE_H
#define EXPERIMENTS_FIRST_CODE_H

/* Offsets that first_code.S uses; asserted below. */
#define START_MAIR   0
#define START_TTBR0  16
#define START_VBAR   32
#define START_SCTLR  48
#define START_TO_EL1 64

#ifndef __ASSEMBLER__
#include <bootmap/compiler.h>
#include <bootmap/types.h>

/* System registers of the first core, in pairs; sp and main are virtual addresses, to_el1 is a physical one. */
struct first_registers {
	u64 mair, tcr;
	u64 ttbr0, ttbr1;
	u64 vbar, sp;
	u64 sctlr, main;
	u64 to_el1;
};

static_assert(offsetof(struct first_registers, mair) == START_MAIR &&
		      offsetof(struct first_registers, ttbr0) == START_TTBR0 &&
		      offsetof(struct first_registers, vbar) == START_VBAR &&
		      offsetof(struct first_registers, sctlr) == START_SCTLR &&
		      offsetof(struct first_registers, to_el1) == START_TO_EL1,
	      "first_code.S");

/* Where the firmware starts the other core, and the instructions that need the identity map. */
extern char first_code[], first_code_switch[];
#endif

#endif
