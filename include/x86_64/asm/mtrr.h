/* SPDX-License-Identifier: MIT */
#ifndef ASM_MTRR_H
#define ASM_MTRR_H

#include <bootmap/types.h>

/**
 * mtrr_init() - read the range registers
 *
 * Says in one line if ioremap() cannot rely on them, and notes where blocks may not be.
 */
void mtrr_init(void);

/** mtrr_objection() - what is wrong with a value of IA32_MTRR_DEF_TYPE, in words; NULL: nothing */
const char *mtrr_objection(u64 deftype);

#endif
