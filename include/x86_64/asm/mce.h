/* SPDX-License-Identifier: MIT */
#ifndef ASM_MCE_H
#define ASM_MCE_H

/** mce_init() - let the CPU report hardware errors as exceptions (#MC), as far as it can */
void mce_init(void);

/** mce_report() - say on the console what the banks of the CPU know of a hardware error */
void mce_report(void);

#endif
