/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_AMBA_H
#define DRIVERS_AMBA_H

#include <bootmap/types.h>

/* Part numbers of the PrimeCells (Arm's standard devices) that this kernel drives. */
#define AMBA_PART_PL011 0x011
#define AMBA_PART_PL031 0x031
#define AMBA_PART_PL061 0x061

/* Every PrimeCell fills one page; its identification registers are at the end. */
#define AMBA_SIZE 0x1000

/**
 * struct amba_id - contents of a PrimeCell's identification registers
 * @part: part number, 12 bits
 * @designer: JEP106 code of the designer; 0x41 is Arm
 * @revision: of the part
 * @cell: 0xb105f00d in every PrimeCell
 */
struct amba_id {
	u32 part;
	u32 designer;
	u32 revision;
	u32 cell;
};

#define AMBA_CELL_ID 0xb105f00d

/**
 * amba_read_id() - read the identification registers of a PrimeCell
 * @base: its registers, AMBA_SIZE bytes mapped
 *
 * Return: all zeros if no device answers.
 */
struct amba_id amba_read_id(const void __iomem *base);

/**
 * amba_is() - is this PrimeCell a certain part?
 * @id: what amba_read_id() returned
 * @part: AMBA_PART_…
 */
static inline bool amba_is(const struct amba_id *id, u32 part)
{
	return id->cell == AMBA_CELL_ID && id->part == part;
}

#endif
