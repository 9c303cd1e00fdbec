/* SPDX-License-Identifier: MIT */
/* How the kernel may be entered: what boot_info.entry says on x86-64. */
#ifndef ASM_BOOT_PROTOCOL_H
#define ASM_BOOT_PROTOCOL_H

#define BOOT_PVH	1 /* Xen's PVH, as QEMU's -kernel speaks it */
#define BOOT_MULTIBOOT2 2 /* GRUB */

#endif
