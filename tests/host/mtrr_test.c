// SPDX-License-Identifier: MIT
/* Tests of range registers (MTRRs): which blocks cross a border, and how these are mapped. */
#include "host.h"

#include <asm/mmu.h>
#include <bootmap/mtrr.h>
#include <bootmap/pgtable.h>
#include <bootmap/vmalloc.h>

bool host_borders;

#define MIB UL(0x100000)
#define GIB UL(0x40000000)

static bool whole(phys_addr_t phys, unsigned int shift)
{
	return mtrr_whole_blocks(phys, 1, shift);
}

static void part_one_block_of_each_size(struct test *t)
{
	mtrr_note(0, -MIB);
	mtrr_note(3 * GIB - 8 * MIB, -8 * MIB);
	EXPECT_TRUE(t, !whole(0, PMD_SHIFT));
	EXPECT_TRUE(t, whole(2 * MIB, PMD_SHIFT));
	EXPECT_EQ(t, mtrr_whole_blocks(2 * MIB, 1000, PMD_SHIFT), 1000);
	EXPECT_TRUE(t, whole(3 * GIB - 8 * MIB, PMD_SHIFT));
	EXPECT_EQ(t, mtrr_whole_blocks(GIB, 4, PUD_SHIFT), 1);
	EXPECT_TRUE(t, !whole(2 * GIB, PUD_SHIFT));
	EXPECT_TRUE(t, whole(3 * GIB, PUD_SHIFT));
	EXPECT_EQ(t, mtrr_last_border, 3 * GIB - 1);
}

TEST(mtrr_a_range_cuts_one_block_of_each_size_above_its_own)
{
	host_in_child(t, part_one_block_of_each_size);
}

/* As many as a CPU can have, the highest first, and the first MiB. */
static void part_all_registers(struct test *t)
{
	for (unsigned long n = MTRR_MAX_VARIABLE; n > 0; n--)
		mtrr_note(n * GIB, -MIB);
	mtrr_note(0, -MIB);
	EXPECT_EQ(t, mtrr_last_border, MTRR_MAX_VARIABLE * GIB + MIB - 1);
	for (unsigned long n = 0; n <= MTRR_MAX_VARIABLE; n++) {
		EXPECT_TRUE(t, !whole(n * GIB, PMD_SHIFT));
		EXPECT_TRUE(t, whole(n * GIB + 2 * MIB, PMD_SHIFT));
	}
}

TEST(mtrr_all_registers_of_a_CPU_are_obeyed)
{
	host_in_child(t, part_all_registers);
}

/* A mask with a hole: every second 4 KiB page, of the 4 MiB at 1 GiB. */
static void part_hole(struct test *t)
{
	mtrr_note(GIB, -4 * MIB | PAGE_SIZE);
	EXPECT_TRUE(t, whole(GIB - 2 * MIB, PMD_SHIFT));
	EXPECT_TRUE(t, !whole(GIB, PMD_SHIFT));
	EXPECT_TRUE(t, !whole(GIB + 2 * MIB, PMD_SHIFT));
	EXPECT_TRUE(t, whole(GIB + 4 * MIB, PMD_SHIFT));
}

TEST(mtrr_a_mask_with_a_hole_cuts_all_blocks_of_its_range)
{
	host_in_child(t, part_hole);
}

static void part_whole_gigabytes(struct test *t)
{
	mtrr_note(2 * GIB, -2 * GIB);
	mtrr_note(5 * GIB, -GIB);
	EXPECT_EQ(t, mtrr_last_border, 0);
	EXPECT_EQ(t, mtrr_whole_blocks(0, 8, PUD_SHIFT), 8);
}

TEST(mtrr_ranges_of_the_largest_blocks_cut_nothing)
{
	host_in_child(t, part_whole_gigabytes);
}

static void part_walker(struct test *t)
{
	const phys_addr_t phys = 512 * GIB;
	unsigned long counts[PGTABLE_LEVELS] = { 0 };
	struct vm_struct *area = get_vm_area_at(phys, 2 * GIB, VM_IOREMAP, 0);

	host_borders = true;
	mtrr_note(phys + 3 * MIB, -MIB);
	EXPECT_EQ(t, map_range(area->addr, area->addr + 2 * GIB, phys, PAGE_IO, 0), 0);
	for_each_leaf(leaf, area->addr)
	{
		if (leaf.va >= area->addr + 2 * GIB)
			break;
		EXPECT_EQ(t, pte_phys(leaf.pte), phys + (leaf.va - area->addr));
		counts[leaf.level]++;
	}
	/* The second 2 MiB page is cut, and with it the first one of 1 GiB. */
	EXPECT_EQ(t, counts[LEVEL_PTE], PTRS_PER_TABLE);
	EXPECT_EQ(t, counts[LEVEL_PMD], PTRS_PER_TABLE - 1);
	EXPECT_EQ(t, counts[LEVEL_PUD], 1);
	EXPECT_EQ(t, unmap_range(area->addr, area->addr + 2 * GIB), 0);
}

TEST(mtrr_the_walker_maps_what_is_cut_in_smaller_pages)
{
	host_in_child(t, part_walker);
}
