// SPDX-License-Identifier: MIT
/*
 * Claims of drivers (request_region(), request_mem_region()), and questions about a range: is it RAM,
 * does it cross a resource's border? The drivers and mm/ioremap.c call these functions.
 */
#include "resource_tree.h"

#include <bootmap/compiler.h>
#include <bootmap/ksyms.h>
#include <bootmap/layout.h>
#include <bootmap/printk.h>
#include <bootmap/slab.h>
#include <drivers/ioport.h>

/* Flags that a region inherits from its parent. */
#define INHERITED (IORESOURCE_TYPE_BITS | IORESOURCE_SYSRAM)

/* Descends from *@parent through resources that are not busy. Return: a busy one, or NULL. */
static struct resource *claim(struct resource **parent, struct resource *region)
{
	struct resource *holder;

	for (;;) {
		region->flags = ((*parent)->flags & INHERITED) | IORESOURCE_BUSY;
		holder = request_resource_conflict(*parent, region);
		if (!holder || holder == *parent || holder->flags & IORESOURCE_BUSY)
			return holder;
		*parent = holder;
	}
}

/*
 * In Linux, 0 bytes at address 0 mean the whole address space. Here 0 bytes are refused anywhere.
 */
struct resource *__request_region(struct resource *parent, resource_size_t start, resource_size_t n,
				  const char *name)
{
	struct resource wanted = { .start = start, .end = start + n - 1, .name = name };
	struct resource *region, *holder;

	wanted.flags = parent->flags;
	region = n ? kmalloc(sizeof(*region)) : NULL;
	if (!region) {
		resource_refused(&wanted, n ? "finds no memory to be noted in" : "has size 0, in",
				 parent, CALLER_ADDRESS);
		return NULL;
	}
	*region = (struct resource){ .start = start, .end = wanted.end, .name = name };
	holder = claim(&parent, region);
	if (!holder)
		return region;
	kfree(region);
	resource_conflicts(parent, &wanted, holder, CALLER_ADDRESS);
	return NULL;
}

/*
 * A busy resource with children was not made by __request_region(); it can be RAM. Linux would
 * release it, and the kernel's code would be left without a parent.
 */
static bool is_region(const struct resource *res, resource_size_t start, resource_size_t n)
{
	return res && res->start == start && resource_size(res) == n && !res->children;
}

void __release_region(struct resource *parent, resource_size_t start, resource_size_t n)
{
	struct resource **link = link_to_child(parent, start), *res;
	char who[KSYM_NAME_MAX];

	while ((res = *link) && !(res->flags & IORESOURCE_BUSY))
		link = link_to_child(res, start);
	if (is_region(res, start, n)) {
		take_child(link);
		kfree(res);
		return;
	}
	pr_warn("Trying to free nonexistent resource <%016lx-%016lx> [caller %s]", start,
		start + n - 1, ksym_format(who, sizeof(who), CALLER_ADDRESS));
}

/* The kinds of bytes in a range. */
enum { MATCHING = 1, OTHER = 2 };

/* The kinds of bytes that @res and its descendants have between @start and @end. */
static int kinds_of_bytes(const struct resource *res, resource_size_t start, resource_size_t end,
			  u32 flags)
{
	resource_size_t first = res->start > start ? res->start : start;
	resource_size_t last = res->end < end ? res->end : end;
	int kinds = 0;

	if ((res->flags & flags) == flags)
		return MATCHING;
	for_each_overlap(res, child, first, last) {
		if (child->start > first)
			kinds |= OTHER;
		kinds |= kinds_of_bytes(child, first, last, flags);
		if (child->end >= last)
			return kinds;
		first = child->end + 1;
	}
	return kinds | OTHER;
}

int region_intersects(resource_size_t start, size_t size, u32 flags)
{
	resource_size_t end = start + size - 1;
	int kinds = 0;

	if (!size)
		return REGION_DISJOINT;
	for_each_overlap(&iomem_resource, res, start, end)
		kinds |= kinds_of_bytes(res, start, end, flags);
	if (!(kinds & MATCHING))
		return REGION_DISJOINT;
	return kinds & OTHER ? REGION_MIXED : REGION_INTERSECTS;
}

/* A resource below @parent that begins or ends inside the pages from @start to @end, or NULL. */
static const struct resource *border_inside(const struct resource *parent, resource_size_t start,
					    resource_size_t end)
{
	for_each_overlap(parent, res, start, end) {
		bool covered = res->start >> PAGE_SHIFT <= start >> PAGE_SHIFT &&
			       end >> PAGE_SHIFT <= res->end >> PAGE_SHIFT;
		const struct resource *found = res;

		if (covered || res->flags & IORESOURCE_BUSY)
			found = border_inside(res, start, end);
		if (found)
			return found;
	}
	return NULL;
}

int iomem_map_sanity_check(resource_size_t addr, size_t size)
{
	struct resource wanted = { addr, addr + size - 1, .flags = IORESOURCE_MEM };
	const struct resource *crossed = NULL;

	if (size)
		crossed = border_inside(&iomem_resource, addr, wanted.end);
	if (!crossed)
		return 0;
	resource_refused(&wanted, "spans more than", crossed, CALLER_ADDRESS);
	return -1;
}
