/* SPDX-License-Identifier: MIT */
/* What only the linker script and head.S need to know of the image. */
#ifndef ASM_IMAGE_H
#define ASM_IMAGE_H

#include <bootmap/layout.h>

/* Load address of the ELF file; it runs at any multiple of 2 MiB below 4 GiB. */
#define ELF_LOAD_PADDR PMD_SIZE

/* Multiboot2 looks for the entry among the segments' virtual addresses; PVH has its note. */
#define ELF_ENTRY multiboot2_entry

/* The note by which a PVH loader recognises the kernel, in a segment of its own as well. */
#define NOTE_SEGMENT note PT_NOTE FLAGS(4);
#define NOTE_SECTION                                                                             \
	.notes : AT(ADDR(.notes) - KIMAGE_VADDR + ELF_LOAD_PADDR){ KEEP(*(.note.pvh)) } : rodata \
	    : note

/* One root serves both halves of the address space. */
#define IDMAP_ROOT_SIZE 0

#endif
