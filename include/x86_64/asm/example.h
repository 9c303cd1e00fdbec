/* SPDX-License-Identifier: MIT */
/* Addresses that people can try on this architecture's machines. */
#ifndef ASM_EXAMPLE_H
#define ASM_EXAMPLE_H

#define EXAMPLE_DEVICE "0xfed00000" /* a PC's HPET */

#endif
