// SPDX-License-Identifier: MIT
/* Tests of the brk: what is allocated there, and where it ends when firmware has other owners. */
#include "host.h"

#include <bootmap/boot.h>
#include <bootmap/brk.h>
#include <bootmap/memblock.h>
#include <bootmap/page_alloc.h>
#include <stdio.h>
#include <string.h>

#define MIB (1UL << 20)

static phys_addr_t brk_phys(unsigned long offset)
{
	return __pa_symbol(_brk) + offset;
}

/* How much of the brk is in use. */
static unsigned long used(void)
{
	return (char *)extend_brk(0, "nothing") - _brk;
}

static void allocate_sizes(struct test *t)
{
	for (size_t size = 1; size < 3000; size++) {
		char *first = extend_brk(size, "bytes"), *second = extend_brk(1, "bytes");

		EXPECT_EQ(t, (unsigned long)first % 8, 0);
		EXPECT_EQ(t, second - first, ROUND_UP(size, 8));
		EXPECT_EQ(t, host_image_mapped, _brk + ROUND_UP(used(), PAGE_SIZE));
	}
}

TEST(brk_ranges_are_aligned_adjacent_and_mapped)
{
	host_in_child(t, allocate_sizes);
}

static void grow_array(struct test *t)
{
	unsigned int max = 0;
	u64 *array = NULL;

	for (unsigned int n = 0; n < 1000; n++) {
		if (n == max) {
			array = brk_grow(array, &max, sizeof(*array), "numbers");
			EXPECT_EQ(t, max, n ? 2 * n : 64);
			EXPECT_TRUE(t, (char *)&array[max] <= _brk + used());
		}
		array[n] = n * n;
	}
	for (unsigned int n = 0; n < 1000; n++)
		EXPECT_EQ(t, array[n], n * n);
}

TEST(brk_arrays_double_and_keep_their_entries)
{
	host_in_child(t, grow_array);
}

/* Exactly @size bytes are left: one more is too much, and says what it was for. */
static void expect_left(struct test *t, size_t size)
{
	char expected[80];

	snprintf(expected, sizeof(expected), "there is no room for more birds: the %lu KiB",
		 (used() + size) / 1024);
	EXPECT_TRAP(t, TRAP_BUG, extend_brk(size + 1, "birds"));
	EXPECT_TRUE(t, strstr(host_panic, expected));
	EXPECT_EQ(t, (char *)extend_brk(size, "birds") - _brk + size, used());
	EXPECT_TRAP(t, TRAP_BUG, extend_brk(1, "birds"));
}

static void avoid_others(struct test *t)
{
	brk_avoid(brk_phys(-1));
	brk_avoid(brk_phys(256 * MIB));
	brk_avoid(brk_phys(16 * MIB + PAGE_SIZE - 1));
	brk_avoid(brk_phys(17 * MIB));
	brk_avoid(brk_phys(16 * MIB));
	expect_left(t, 16 * MIB - used());
}

TEST(brk_ends_at_the_page_of_the_first_other_owner)
{
	host_in_child(t, avoid_others);
}

/* RAM is the image and the brk, as firmware would describe it. */
static void describe_ram(unsigned long start, unsigned long end)
{
	memset(&memblock, 0, sizeof(memblock));
	memblock_add(brk_phys(start), end - start);
}

/* The page behind the used part stays, too: lists may grow. */
static unsigned long kept_bytes(void)
{
	return ROUND_UP(used() + PAGE_SIZE, PAGE_SIZE);
}

static void expect_held(struct test *t, unsigned long start, unsigned long end, const char *owner)
{
	EXPECT_EQ(t, strcmp(memblock_reserved_for(brk_phys(start), 1), owner), 0);
	EXPECT_EQ(t, strcmp(memblock_reserved_for(brk_phys(end - 1), 1), owner), 0);
	EXPECT_TRUE(t, !memblock_is_reserved(brk_phys(end)));
}

static void settle_before_others(struct test *t)
{
	unsigned long before;

	describe_ram(-PAGE_SIZE, 256 * MIB);
	memblock_reserve(brk_phys(64 * MIB), PAGE_SIZE, "firmware");
	memblock_reserve(brk_phys(32 * MIB), PAGE_SIZE, "loader");
	brk_settle();
	EXPECT_EQ(t, strcmp(memblock_reserved_for(brk_phys(32 * MIB - 1), 1), "brk"), 0);
	expect_held(t, 32 * MIB, 32 * MIB + PAGE_SIZE, "loader");
	EXPECT_TRUE(t, !memblock_is_reserved(brk_phys(-1)));

	mem_init();
	before = nr_free_pages();
	EXPECT_TRUE(t, brk_is_open());
	extend_brk(2 * PAGE_SIZE + 1, "bytes");
	brk_close();
	EXPECT_TRUE(t, !brk_is_open());
	EXPECT_TRUE(t, !memblock_is_reserved(brk_phys(32 * MIB - 1)));
	EXPECT_EQ(t, nr_free_pages() - before,
		  (32 * MIB >> PAGE_SHIFT) - DIV_ROUND_UP((host_image_mapped - _brk), PAGE_SIZE));
	EXPECT_TRAP(t, TRAP_BUG, extend_brk(0, "birds"));
}

TEST(brk_ends_before_the_next_owner_and_its_rest_is_freed)
{
	host_in_child(t, settle_before_others);
}

static void settle_at_the_end_of_ram(struct test *t)
{
	describe_ram(-PAGE_SIZE, 8 * MIB + 100);
	memblock_add(brk_phys(100 * MIB), MIB);
	brk_settle();
	expect_held(t, 0, 8 * MIB, "brk");
	expect_left(t, 8 * MIB - used());
}

TEST(brk_ends_with_the_last_whole_page_of_its_RAM)
{
	host_in_child(t, settle_at_the_end_of_ram);
}

/* Firmware does not know where the kernel is, and has given the next page to somebody. */
static void settle_elsewhere(struct test *t)
{
	unsigned long kept;

	describe_ram(100 * MIB, 101 * MIB);
	extend_brk(-used() % PAGE_SIZE,
		   "bytes"); /* what settling needs itself is on another page */
	brk_settle();
	kept = kept_bytes();
	t->warnings_expected++; /* once more, for that page */
	EXPECT_WARNING(t, "is not all RAM in firmware's description; it stays in use");
	EXPECT_TRUE(t, memblock_is_region_memory(__pa_symbol(_head), PAGE_SIZE + kept));
	EXPECT_TRUE(t, !memblock_is_memory(brk_phys(kept)));
	expect_held(t, 0, kept, "brk");
	expect_left(t, kept - used());
}

TEST(brk_keeps_what_is_in_use_even_where_firmware_has_no_RAM)
{
	host_in_child(t, settle_elsewhere);
}

/* A loader has used the page that lists might still need. */
static void settle_without_room(struct test *t)
{
	unsigned long end;

	describe_ram(-PAGE_SIZE, 256 * MIB);
	end = ROUND_UP(used() + 1, PAGE_SIZE);
	brk_avoid(brk_phys(end));
	brk_settle();
	expect_held(t, 0, end + PAGE_SIZE, "brk");
	EXPECT_EQ(t, memblock.reserved.cnt, 1);
	expect_left(t, end - used());
}

TEST(brk_reserves_nothing_behind_what_it_keeps)
{
	host_in_child(t, settle_without_room);
}

static void settle_without_ram(struct test *t)
{
	describe_ram(-PAGE_SIZE, MIB);
	memblock_reserve(__pa_symbol(_head), PAGE_SIZE + MIB, "firmware");
	EXPECT_TRAP(t, TRAP_BUG, brk_settle());
	EXPECT_TRUE(t, strstr(host_panic, "firmware leaves no RAM free"));
}

TEST(no_free_RAM_at_all_is_a_panic)
{
	host_in_child(t, settle_without_ram);
}
