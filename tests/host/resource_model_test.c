// SPDX-License-Identifier: MIT
/* Random tests of the resource tree, against a model that is a simple list. */
#include "host.h"

#include <bootmap/compiler.h>
#include <bootmap/page_alloc.h>
#include <bootmap/printk.h>
#include <bootmap/slab.h>
#include <drivers/ioport.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define OPERATIONS 100000

/* All that happens is inside UNITS units of a quarter page, where the machine has nothing. */
#define BASE  UINT64_C(0xffff000000000000)
#define UNIT  0x400UL
#define UNITS 96

#define FIRST_BYTE(unit) (BASE + (unit)*UNIT)
#define LAST_BYTE(unit)	 (FIRST_BYTE(unit) + UNIT - 1)

#define RESOURCES 40 /* made by this test */
#define ENTRIES	  64 /* with those that __request_region() made */
#define ROOT	  (-1)
#define NOBODY	  (-2)

static struct resource pool[RESOURCES];

static struct entry {
	struct resource *res;
	unsigned int first, last; /* units */
	int parent;
	unsigned long flags;
} list[ENTRIES];

/* Reproducible: the same numbers in every run. */
static u32 seed;

static u32 below(u32 limit)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % limit;
}

static struct resource *resource_of(int i)
{
	return i == ROOT ? &iomem_resource : i == NOBODY ? NULL : list[i].res;
}

static int entry_of(const struct resource *res)
{
	for (int i = 0; i < ENTRIES; i++)
		if (list[i].res == res)
			return i;
	return res == &iomem_resource ? ROOT : NOBODY;
}

/* How many levels below the root, or less than 0 if it is in a tree that is not the root's. */
static int depth_of(int i)
{
	int depth = 0;

	for (; i >= 0; i = list[i].parent)
		depth++;
	return i == ROOT ? depth : NOBODY;
}

static bool reachable(int i)
{
	return depth_of(i) >= 0;
}

static bool inside(int i, unsigned int first, unsigned int last)
{
	return i == ROOT || (list[i].first <= first && last <= list[i].last);
}

static bool meets(int i, unsigned int first, unsigned int last)
{
	return list[i].res && list[i].first <= last && first <= list[i].last;
}

/* The lowest child of @parent, @but left out, that meets the range. */
static int model_overlap(int parent, unsigned int first, unsigned int last, int but)
{
	int lowest = NOBODY;

	for (int i = 0; i < ENTRIES; i++)
		if (i != but && meets(i, first, last) && list[i].parent == parent &&
		    (lowest == NOBODY || list[i].first < list[lowest].first))
			lowest = i;
	return lowest;
}

static int model_request(int parent, int i)
{
	if (list[i].parent != NOBODY)
		return i;
	if (list[i].first > list[i].last || !inside(parent, list[i].first, list[i].last))
		return parent;
	return model_overlap(parent, list[i].first, list[i].last, NOBODY);
}

/* The innermost of those that are larger than @i, which lies inside them. */
static int model_insert_place(int i)
{
	int place = ROOT;

	for (int outer = 0; outer < ENTRIES; outer++)
		if (list[outer].res && inside(outer, list[i].first, list[i].last) &&
		    !inside(i, list[outer].first, list[outer].last) &&
		    depth_of(outer) > depth_of(place))
			place = outer;
	return place;
}

static bool model_insert(int i)
{
	int place = model_insert_place(i);

	if (list[i].parent != NOBODY || list[i].first > list[i].last)
		return false;
	for (int child = 0; child < ENTRIES; child++) {
		if (!meets(child, list[i].first, list[i].last) || list[child].parent != place)
			continue;
		if (!inside(i, list[child].first, list[child].last) ||
		    model_overlap(i, list[child].first, list[child].last, NOBODY) != NOBODY)
			return false;
	}
	for (int child = 0; child < ENTRIES; child++)
		if (meets(child, list[i].first, list[i].last) && list[child].parent == place)
			list[child].parent = i;
	list[i].parent = place;
	return true;
}

/* A range that no tree minds, for one that is in none and has nothing inside. */
static void draw_range(int i)
{
	struct entry *entry = &list[i];

	if (entry->parent != NOBODY || entry->res->children)
		return;
	entry->first = 1 + below(UNITS - 12);
	/* Now and then an empty one. */
	entry->last = entry->first - !below(40) + below(1 << below(6)) % 12;
	entry->flags = below(3) ? IORESOURCE_MEM : IORESOURCE_SYSTEM_RAM;
	*entry->res = (struct resource){ .start = FIRST_BYTE(entry->first),
					 .end = LAST_BYTE(entry->last),
					 .name = "pool",
					 .flags = entry->flags };
}

static void do_request(struct test *t)
{
	int parent = (int)below(ENTRIES + 20), i = below(RESOURCES), holder;

	draw_range(i);
	if (parent >= ENTRIES || !list[parent].res || !reachable(parent))
		parent = ROOT;
	holder = model_request(parent, i);
	EXPECT_EQ(t, request_resource_conflict(resource_of(parent), list[i].res),
		  resource_of(holder));
	if (holder == NOBODY)
		list[i].parent = parent;
}

static void do_insert(struct test *t)
{
	int i = below(RESOURCES);

	draw_range(i);
	EXPECT_EQ(t, !insert_resource_conflict(&iomem_resource, list[i].res), model_insert(i));
}

/* With all that is inside it, or alone. */
static void do_release(struct test *t)
{
	int i = below(RESOURCES), result = list[i].parent == NOBODY ? -EINVAL : 0;

	if (below(2)) {
		EXPECT_EQ(t, release_resource(list[i].res), result);
	} else {
		EXPECT_EQ(t, remove_resource(list[i].res), result);
		for (int child = 0; child < ENTRIES && !result; child++)
			if (list[child].res && list[child].parent == i)
				list[child].parent = list[i].parent;
	}
	list[i].parent = NOBODY;
}

static void do_adjust(struct test *t)
{
	int i = below(RESOURCES), parent = list[i].parent;
	unsigned int first = list[i].first + below(5) - 2, last = list[i].last + below(5) - 2;
	bool fits = first <= last;

	if (first >= UNITS || last >= UNITS || first > last + 1)
		return;
	if (parent != NOBODY)
		fits &= inside(parent, first, last) &&
			model_overlap(parent, first, last, i) == NOBODY;
	for (int child = 0; child < ENTRIES; child++)
		if (list[child].res && list[child].parent == i)
			fits &= first <= list[child].first && list[child].last <= last;
	EXPECT_EQ(t, adjust_resource(list[i].res, FIRST_BYTE(first), (last - first + 1) * UNIT),
		  fits ? 0 : -EBUSY);
	if (fits) {
		list[i].first = first;
		list[i].last = last;
	}
}

static void do_request_region(struct test *t)
{
	unsigned int first = below(UNITS), last = first + below(4);
	int parent = ROOT, holder, slot = RESOURCES;
	struct resource *region;

	while (slot < ENTRIES && list[slot].res)
		slot++;
	if (slot == ENTRIES)
		return;
	while ((holder = model_overlap(parent, first, last, NOBODY)) >= 0 &&
	       !(list[holder].flags & IORESOURCE_BUSY) && inside(holder, first, last))
		parent = holder;
	region = request_mem_region(FIRST_BYTE(first), (last - first + 1) * UNIT, "region");
	EXPECT_EQ(t, !region, holder != NOBODY);
	if (!region)
		return;
	EXPECT_EQ(t, entry_of(region->parent), parent);
	list[slot] = (struct entry){ region, first, last, parent, region->flags };
	EXPECT_EQ(t, region->flags,
		  IORESOURCE_BUSY | (parent == ROOT ? IORESOURCE_MEM : list[parent].flags));
}

/* Through what is in no use, and no further. */
static bool reachable_by_claims(int i)
{
	for (i = list[i].parent; i >= 0; i = list[i].parent)
		if (list[i].flags & IORESOURCE_BUSY)
			return false;
	return i == ROOT;
}

/* The region that is exactly this range. */
static int model_region(unsigned int first, unsigned int last)
{
	for (int i = RESOURCES; i < ENTRIES; i++)
		if (list[i].res && list[i].first == first && list[i].last == last &&
		    reachable_by_claims(i))
			return i;
	return NOBODY;
}

static void do_release_region(struct test *t)
{
	int i = RESOURCES + below(ENTRIES - RESOURCES);
	unsigned int first = list[i].first, last = list[i].last + !below(4);
	unsigned int before = log_count(LOG_WARN);
	int region = model_region(first, last);

	/* A region with resources inside is not released; insert_resource() may put them there. */
	if (region >= 0 && model_overlap(region, 0, UNITS, NOBODY) != NOBODY)
		region = NOBODY;
	release_mem_region(FIRST_BYTE(first), (last - first + 1) * UNIT);
	EXPECT_EQ(t, log_count(LOG_WARN) - before, region == NOBODY);
	if (region != NOBODY)
		list[region].res = NULL;
}

/* What a reader of the list would say of [first, last]. */
static int model_intersects(unsigned int first, unsigned int last)
{
	bool ram = false, other = false;

	for (unsigned int unit = first; unit <= last; unit++) {
		bool is_ram = false, is_other = false;

		for (int i = 0; i < ENTRIES; i++)
			if (meets(i, unit, unit) && reachable(i))
				*(list[i].flags & IORESOURCE_SYSRAM ? &is_ram : &is_other) = true;
		ram |= is_ram;
		other |= is_other && !is_ram;
	}
	return !ram ? REGION_DISJOINT : other ? REGION_MIXED : REGION_INTERSECTS;
}

static bool model_crosses(unsigned int first, unsigned int last)
{
	for (int i = 0; i < ENTRIES; i++)
		if (meets(i, first, last) && reachable(i) && !(list[i].flags & IORESOURCE_BUSY) &&
		    (list[i].first / 4 > first / 4 || list[i].last / 4 < last / 4))
			return true;
	return false;
}

static void do_ask(struct test *t)
{
	unsigned int first = below(UNITS), last = first + below(UNITS - first);
	resource_size_t start = FIRST_BYTE(first);
	size_t size = (last - first + 1) * UNIT;

	EXPECT_EQ(t, first_overlap(&iomem_resource, start, start + size - 1),
		  resource_of(model_overlap(ROOT, first, last, NOBODY)));
	EXPECT_EQ(t, region_intersects(start, size, IORESOURCE_SYSTEM_RAM),
		  model_intersects(first, last));
	EXPECT_EQ(t, iomem_map_sanity_check(start, size), model_crosses(first, last) ? -1 : 0);
}

static int children_of(int parent)
{
	int count = 0;

	for (int i = 0; i < ENTRIES; i++)
		count += list[i].res && list[i].parent == parent;
	return count;
}

/* The children of @parent: in order, apart, inside it, and those that the list knows. */
static void check_children(struct test *t, int parent)
{
	const struct resource *res = resource_of(parent), *last = NULL;
	int seen = 0;

	for_each_overlap(res, child, 0, RESOURCE_SIZE_MAX) {
		int i = entry_of(child);

		EXPECT_TRUE(t, i >= 0 && list[i].parent == parent);
		EXPECT_TRUE(t, res->start <= child->start && child->end <= res->end);
		EXPECT_TRUE(t, !last || last->end < child->start);
		EXPECT_TRUE(t, child->start == FIRST_BYTE(list[i].first) &&
				       child->end == LAST_BYTE(list[i].last));
		last = child;
		seen++;
	}
	EXPECT_EQ(t, seen, children_of(parent));
}

static void check(struct test *t)
{
	int ahead = 0;

	check_children(t, ROOT);
	for (int i = 0; i < ENTRIES; i++) {
		if (!list[i].res)
			continue;
		EXPECT_EQ(t, list[i].res->parent, resource_of(list[i].parent));
		check_children(t, i);
		ahead += reachable(i);
	}
	for_each_resource(&iomem_resource, res, false)
		ahead--;
	EXPECT_EQ(t, ahead, 0);
}

static void (*const operations[])(struct test *t) = {
	do_request, do_request, do_insert,	   do_insert,	      do_release,
	do_release, do_adjust,	do_request_region, do_release_region, do_ask,
};

/* No matter what hangs where: a released subtree keeps its regions. */
static void free_regions(void)
{
	for (int i = RESOURCES; i < ENTRIES; i++) {
		if (list[i].res)
			remove_resource(list[i].res);
		kfree(list[i].res);
	}
}

static void play(struct test *t)
{
	unsigned long free_pages = nr_free_pages();

	host_listen(); /* to thousands of refusals */
	for (int i = 0; i < RESOURCES; i++)
		list[i] = (struct entry){ .res = &pool[i], .first = 1, .parent = NOBODY };
	seed = 1;
	for (int i = 0; i < OPERATIONS && !t->failed; i++) {
		unsigned int before = log_count(LOG_WARN);

		operations[below(ARRAY_SIZE(operations))](t);
		EXPECT_TRUE(t, log_count(LOG_WARN) - before <= 1);
		check(t);
	}
	free_regions();
	EXPECT_EQ(t, nr_free_pages(), free_pages);
	t->warnings_expected = log_count(LOG_WARN) - t->warnings_before;
	if (t->failed)
		fputs(strstr(host_heard(), "# line") ?: "", stdout);
}

TEST(resource_tree_agrees_with_a_plain_list)
{
	host_in_child(t, play);
}
