/* SPDX-License-Identifier: MIT */
/* What only the linker script and head.S need to know of the image. */
#ifndef ASM_IMAGE_H
#define ASM_IMAGE_H

#include <bootmap/layout.h>

/*
 * Where the ELF file asks to be loaded, and where RAM begins there. QEMU's virt
 * machine promises these two; bootmap.img runs from any 2 MiB-aligned address.
 */
#define QEMU_RAM_BASE  UL(0x40000000)
#define ELF_LOAD_PADDR (QEMU_RAM_BASE + PMD_SIZE)

/* QEMU enters an ELF file at its physical address. */
#define ELF_ENTRY elf_entry

/* Instructions are aligned by themselves, and the vectors know better. */
#define TEXT_ALIGNMENT

/* An Image has no place for notes. */
#define NOTE_SEGMENT
#define NOTE_SECTION

/* The lower half has a root table of its own, idmap_l0. */
#define IDMAP_ROOT_SIZE PAGE_SIZE

#endif
