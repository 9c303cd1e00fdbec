/* SPDX-License-Identifier: MIT */
/*
 * DOC: fixmap without an MMU
 *
 * A slot has no mapping: its address is the physical address itself. Drivers need no change.
 */
#ifndef BOOTMAP_FIXMAP_H
#define BOOTMAP_FIXMAP_H

#include <bootmap/bug.h>
#include <bootmap/pgtable.h>

#define MAX_FDT_SIZE (2UL << 20)

enum fixed_addresses {
	FIX_HOLE,
	FIX_EARLYCON_MEM_BASE,
	__end_of_fixed_addresses,
};

extern phys_addr_t fixmap_phys[__end_of_fixed_addresses];

/** fix_to_virt() - the address of a slot's page, 0 if it is not set */
static inline unsigned long fix_to_virt(const unsigned int idx)
{
	return fixmap_phys[idx] & PAGE_MASK;
}

/** set_fixmap_offset_io() - note the address, and return it */
static inline void __iomem *set_fixmap_offset_io(enum fixed_addresses idx, phys_addr_t phys)
{
	fixmap_phys[idx] = phys;
	return (void __force __iomem *)(unsigned long)phys;
}

static inline void clear_fixmap(enum fixed_addresses idx)
{
	fixmap_phys[idx] = 0;
}

/** fixmap_remap_fdt() - the tree where it is, after the same checks as with an MMU */
const void *fixmap_remap_fdt(phys_addr_t dt_phys, u32 *size, const char **why);

#endif
