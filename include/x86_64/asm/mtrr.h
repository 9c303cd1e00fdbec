/* SPDX-License-Identifier: MIT */
#ifndef ASM_MTRR_H
#define ASM_MTRR_H

#include <bootmap/types.h>

/** mtrr_check() - say in one line if firmware left range registers that ioremap() cannot rely on */
void mtrr_check(void);

/** mtrr_objection() - what is wrong with a value of IA32_MTRR_DEF_TYPE, in words; NULL: nothing */
const char *mtrr_objection(u64 deftype);

#endif
