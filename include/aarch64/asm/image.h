/* SPDX-License-Identifier: MIT */
/* Constants of the image for the linker script and head.S. */
#ifndef ASM_IMAGE_H
#define ASM_IMAGE_H

#include <bootmap/layout.h>

/*
 * The load address of the ELF file, and the start of RAM in QEMU's virt machine. bootmap.img runs
 * at any address that is a multiple of 2 MiB.
 */
#define QEMU_RAM_BASE  UL(0x40000000)
#define ELF_LOAD_PADDR (QEMU_RAM_BASE + PMD_SIZE)

/* QEMU enters an ELF file at its physical address. */
#define ELF_ENTRY elf_entry

/* Empty: the Image format has no notes. */
#define NOTE_SEGMENT
#define NOTE_SECTION

/* The lower half has a root table of its own, idmap_l0. */
#define IDMAP_ROOT_SIZE PAGE_SIZE

#endif
