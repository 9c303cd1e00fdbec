// SPDX-License-Identifier: MIT
/*
 * Which blocks the borders of memory type range registers cut: a large page over such a border has
 * no defined memory type (SDM volume 3, 12.11.9). kernel/x86_64/mtrr.c notes the ranges, the
 * walker asks before it writes a block. Nothing here reads a register, so this is tested on the
 * host, too.
 */
#include <bootmap/compiler.h>
#include <bootmap/layout.h>
#include <bootmap/mtrr.h>
#include <bootmap/pgtable.h>

/* The variable ranges, and the first MiB, which contains the fixed ranges. */
static struct range {
	u64 base, mask;
} ranges[MTRR_MAX_VARIABLE + 1];
static unsigned int nr_ranges;

phys_addr_t mtrr_last_border;

void __init mtrr_note(u64 base, u64 mask)
{
	u64 last;

	mask &= PAGE_MASK;
	if (!(mask & (PUD_SIZE - 1)))
		return; /* its borders cut no block */
	base &= mask;
	last = base | ~mask;
	ranges[nr_ranges++] = (struct range){ base, mask };
	/* A border can cut only a block that begins before it. */
	if (last > mtrr_last_border)
		mtrr_last_border = last;
}

/* Is there a range of which the block holds some addresses, and others as well? */
static bool is_cut(phys_addr_t block, unsigned long size)
{
	for (const struct range *range = ranges; range < ranges + nr_ranges; range++)
		if (range->mask & (size - 1) && !((block ^ range->base) & range->mask & -size))
			return true;
	return false;
}

unsigned long mtrr_whole_blocks(phys_addr_t phys, unsigned long nr, unsigned int shift)
{
	unsigned long whole = 0;

	while (whole < nr && !is_cut(phys + (whole << shift), 1UL << shift))
		whole++;
	return whole;
}
