// SPDX-License-Identifier: MIT
/*
 * Resources: which ranges of physical addresses and I/O ports belong to which device. They form a
 * tree in which each parent contains its children, with iomem_resource and ioport_resource as
 * roots. Boot inserts RAM here; drivers request their registers through resource_region.c.
 */
#include "resource_tree.h"

#include <bootmap/compiler.h>
#include <bootmap/ksyms.h>
#include <bootmap/printk.h>
#include <drivers/ioport.h>
#include <errno.h>

struct resource iomem_resource = {
	.name = "PCI mem",
	.end = RESOURCE_SIZE_MAX,
	.flags = IORESOURCE_MEM,
};

struct resource ioport_resource = {
	.name = "PCI IO",
	.end = IO_SPACE_LIMIT,
	.flags = IORESOURCE_IO,
};

static bool covers(const struct resource *outer, const struct resource *inner)
{
	return outer->start <= inner->start && inner->end <= outer->end;
}

/* Checks @res, without a comparison with siblings. Return: as request_resource_conflict(). */
static struct resource *unfit(struct resource *parent, struct resource *res)
{
	if (res->parent || res == parent)
		return res;
	return res->end < res->start || !covers(parent, res) ? parent : NULL;
}

struct resource *request_resource_conflict(struct resource *parent, struct resource *res)
{
	struct resource *holder = unfit(parent, res);

	if (!holder && !add_child(parent, res))
		holder = first_overlap(parent, res->start, res->end);
	return holder;
}

/*
 * All children of @parent that overlap @res will become its children. Return: a child that it
 * covers only in part, or a conflicting child of @res; NULL if there is neither.
 */
static struct resource *adoption_conflict(struct resource *parent, struct resource *res)
{
	for_each_overlap(parent, child, res->start, res->end) {
		if (!covers(res, child))
			return child;
		if (first_overlap(res, child->start, child->end))
			return first_overlap(res, child->start, child->end);
	}
	return NULL;
}

static void move_child(struct resource **link, struct resource *parent)
{
	struct resource *child = *link;

	take_child(link);
	add_child(parent, child);
}

struct resource *insert_resource_conflict(struct resource *parent, struct resource *res)
{
	struct resource *holder = unfit(parent, res), *child;

	if (holder)
		return holder;
	/* Descend to the parent at which @res covers all children that it overlaps. */
	while ((child = first_overlap(parent, res->start, res->end)) && covers(child, res) &&
	       !covers(res, child))
		parent = child;
	holder = adoption_conflict(parent, res);
	if (holder)
		return holder;
	while ((child = first_overlap(parent, res->start, res->end)))
		move_child(link_to_child(parent, child->start), res);
	add_child(parent, res);
	return NULL;
}

int request_resource(struct resource *parent, struct resource *res)
{
	return resource_conflicts(parent, res, request_resource_conflict(parent, res),
				  CALLER_ADDRESS);
}

int insert_resource(struct resource *parent, struct resource *res)
{
	return resource_conflicts(parent, res, insert_resource_conflict(parent, res),
				  CALLER_ADDRESS);
}

/* Linux searches the children of @res's parent without checking that there is a parent. */
static int release_refused(const struct resource *res, unsigned long caller)
{
	char range[RESOURCE_TEXT_MAX], who[KSYM_NAME_MAX];

	pr_warn("release of \"%s\" %s refused: it is in no tree [caller %s]", res->name,
		resource_format(range, sizeof(range), res), ksym_format(who, sizeof(who), caller));
	return -EINVAL;
}

/* The pointer to @res in the tree of its siblings, or NULL. */
static struct resource **link_to(struct resource *res)
{
	struct resource **link = res->parent ? link_to_child(res->parent, res->start) : NULL;

	return link && *link == res ? link : NULL;
}

int release_resource(struct resource *res)
{
	struct resource **link = link_to(res);

	if (!link)
		return release_refused(res, CALLER_ADDRESS);
	take_child(link);
	return 0;
}

int remove_resource(struct resource *res)
{
	struct resource **link = link_to(res), *parent = res->parent;

	if (!link)
		return release_refused(res, CALLER_ADDRESS);
	take_child(link);
	while (res->children)
		move_child(&res->children, parent);
	return 0;
}

/*
 * Gives @res, which is in no tree now, the range of @wanted, below @parent if that is not NULL.
 * Return: the conflicting resource, or NULL.
 */
static struct resource *adjust_conflict(struct resource *parent, struct resource *res,
					const struct resource *wanted)
{
	if (wanted->end < wanted->start)
		return res;
	if (parent && !covers(parent, wanted))
		return parent;
	for_each_overlap(res, child, 0, RESOURCE_SIZE_MAX) {
		if (!covers(wanted, child))
			return child;
	}
	return parent ? first_overlap(parent, wanted->start, wanted->end) : NULL;
}

int adjust_resource(struct resource *res, resource_size_t start, resource_size_t size)
{
	struct resource **link = link_to(res), *parent = res->parent;
	struct resource wanted = *res, *holder = res;

	wanted.start = start;
	wanted.end = start + size - 1;
	/* Removed first, because its place among its siblings depends on its start. */
	if (link)
		take_child(link);
	if (size)
		holder = adjust_conflict(parent, res, &wanted);
	if (!holder) {
		res->start = wanted.start;
		res->end = wanted.end;
	}
	if (link)
		add_child(parent, res);
	return resource_conflicts(parent, &wanted, holder, CALLER_ADDRESS);
}

/* The lowest gap between the children of @parent that is large enough. */
int allocate_resource(struct resource *parent, struct resource *res, resource_size_t size,
		      resource_size_t min, resource_size_t max, resource_size_t align)
{
	const struct resource *child;

	if (min < parent->start)
		min = parent->start;
	if (max > parent->end)
		max = parent->end;
	for (;;) {
		resource_size_t start = (min + align - 1) & -align, end = start + size - 1;

		if (start < min || end < start || end > max)
			return -EBUSY;
		child = first_overlap(parent, start, end);
		if (!child) {
			res->start = start;
			res->end = end;
			return add_child(parent, res) ? 0 : -EBUSY;
		}
		if (child->end >= max)
			return -EBUSY;
		min = child->end + 1;
	}
}
