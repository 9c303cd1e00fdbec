/* SPDX-License-Identifier: MIT */
/* What the other core gets from the first one. The copy of first_code.S below 1 MiB reads it. */
#ifndef EXPERIMENTS_FIRST_CODE_H
#define EXPERIMENTS_FIRST_CODE_H

#include <bootmap/layout.h>

/*
 * Where that copy lies. A core begins in real mode, at a page below 1 MiB. In low memory firmware has
 * its data at both ends (SDM volume 3, 8.4.4).
 */
#define FIRST_CODE 0x8000

/* For the code and the registers behind it. */
#define FIRST_CODE_ROOM 256

/* Offsets that first_code.S uses; asserted below. */
#define START_CR0   0
#define START_CR3   4
#define START_CR4   8
#define START_EFER  12
#define START_PAT   16
#define START_STACK 24
#define START_MAIN  32
#define START_SIZE  40

#define FIRST_CODE_SIZE (FIRST_CODE_ROOM - START_SIZE)

#ifndef __ASSEMBLER__
#include <bootmap/compiler.h>
#include <bootmap/types.h>

/* Registers of the first core; stack and main are virtual addresses. */
struct first_registers {
	u32 cr0, cr3, cr4, efer;
	u64 pat;
	u64 stack, main;
};

static_assert(offsetof(struct first_registers, cr0) == START_CR0 &&
		      offsetof(struct first_registers, cr3) == START_CR3 &&
		      offsetof(struct first_registers, cr4) == START_CR4 &&
		      offsetof(struct first_registers, efer) == START_EFER &&
		      offsetof(struct first_registers, pat) == START_PAT &&
		      offsetof(struct first_registers, stack) == START_STACK &&
		      offsetof(struct first_registers, main) == START_MAIN &&
		      sizeof(struct first_registers) == START_SIZE,
	      "first_code.S");

/* The code to be copied; behind it, struct first_registers belongs. */
extern const char first_code[FIRST_CODE_SIZE];
#endif

#endif
