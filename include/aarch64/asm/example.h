/* SPDX-License-Identifier: MIT */
/* Addresses that people can try on this architecture's machines. */
#ifndef ASM_EXAMPLE_H
#define ASM_EXAMPLE_H

#define EXAMPLE_DEVICE "0x9030000" /* QEMU virt's PL061 */

#endif
