/* SPDX-License-Identifier: MIT */
/* The boot protocols, as stored in boot_info.entry on x86-64. */
#ifndef ASM_BOOT_PROTOCOL_H
#define ASM_BOOT_PROTOCOL_H

#define BOOT_PVH	1 /* Xen's PVH, as QEMU's -kernel speaks it */
#define BOOT_MULTIBOOT2 2 /* GRUB */

#endif
