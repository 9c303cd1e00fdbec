// SPDX-License-Identifier: MIT
#include <bootmap/compiler.h>
#include <bootmap/ioport.h>
#include <bootmap/ksyms.h>
#include <bootmap/printk.h>
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

/*
 * The children of a resource form a treap. From left to right they are in the order of their
 * addresses; from top to bottom in that of a rank which looks random. The result is the tree that
 * grows when nodes arrive in random order, about 2 ln n levels deep, in whatever order they did
 * arrive. Nothing is ever rebalanced: who comes unzips the subtree whose place it takes, who
 * goes leaves two subtrees that are zipped together.
 *
 * Siblings share no byte, so starts are unique. Each step that mixes a start's bits could be undone,
 * since the factors are odd; so ranks are unique, too.
 */
static u64 rank_of(resource_size_t start)
{
	u64 mixed = (start ^ start >> 32) * 0x9e3779b97f4a7c15;

	return (mixed ^ mixed >> 29) * 0xd6e8feb86659fd93;
}

/* The pointer that leads to the child that begins at @start, or would if there were one. */
static struct resource **link_to(struct resource *parent, resource_size_t start)
{
	struct resource **link = &parent->children;
	u64 rank = rank_of(start);

	while (*link && rank_of((*link)->start) > rank)
		link = start < (*link)->start ? &(*link)->left : &(*link)->right;
	return link;
}

static void add_child(struct resource *parent, struct resource *res)
{
	struct resource **link = link_to(parent, res->start);
	struct resource **below = &res->left, **above = &res->right, *rest = *link;

	*link = res;
	res->parent = parent;
	while (rest) {
		if (rest->start < res->start) {
			*below = rest;
			below = &rest->right;
			rest = *below;
		} else {
			*above = rest;
			above = &rest->left;
			rest = *above;
		}
	}
	*below = *above = NULL;
}

/* Return: false if it is nobody's child. */
static bool take_child(struct resource *res)
{
	struct resource **link = res->parent ? link_to(res->parent, res->start) : NULL;
	struct resource *below = res->left, *above = res->right;

	if (!link || *link != res)
		return false;
	while (below && above) {
		if (rank_of(below->start) > rank_of(above->start)) {
			*link = below;
			link = &below->right;
			below = *link;
		} else {
			*link = above;
			link = &above->left;
			above = *link;
		}
	}
	*link = below ? below : above;
	res->parent = res->left = res->right = NULL;
	return true;
}

/* Siblings share no byte: the order of their ends is that of their starts. */
struct resource *first_overlap(const struct resource *parent, resource_size_t start,
			       resource_size_t end)
{
	struct resource *res = parent->children, *first = NULL;

	while (res) {
		if (res->end < start) {
			res = res->right;
		} else {
			first = res;
			res = res->left;
		}
	}
	return first && first->start <= end ? first : NULL;
}

struct resource *next_resource(const struct resource *root, const struct resource *res,
			       bool skip_children)
{
	struct resource *next = NULL;

	if (!skip_children)
		next = first_overlap(res, 0, RESOURCE_SIZE_MAX);
	for (; !next && res != root; res = res->parent)
		next = next_overlap(res, RESOURCE_SIZE_MAX);
	return next;
}

static bool covers(const struct resource *outer, const struct resource *inner)
{
	return outer->start <= inner->start && inner->end <= outer->end;
}

/* What is wrong with @res whoever its siblings are, in the terms of request_resource_conflict(). */
static struct resource *unfit(struct resource *parent, struct resource *res)
{
	if (res->parent || res == parent)
		return res;
	return res->end < res->start || !covers(parent, res) ? parent : NULL;
}

struct resource *request_resource_conflict(struct resource *parent, struct resource *res)
{
	struct resource *holder = unfit(parent, res);

	if (!holder)
		holder = first_overlap(parent, res->start, res->end);
	if (!holder)
		add_child(parent, res);
	return holder;
}

/* Who keeps @res from adopting all that it meets below @parent: one whom it cuts, or its own child. */
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

struct resource *insert_resource_conflict(struct resource *parent, struct resource *res)
{
	struct resource *holder = unfit(parent, res), *child;

	if (holder)
		return holder;
	/* Down to where it covers what it meets. */
	while ((child = first_overlap(parent, res->start, res->end)) && covers(child, res) &&
	       !covers(res, child))
		parent = child;
	holder = adoption_conflict(parent, res);
	if (holder)
		return holder;
	while ((child = first_overlap(parent, res->start, res->end))) {
		take_child(child);
		add_child(res, child);
	}
	add_child(parent, res);
	return NULL;
}

int request_resource(struct resource *parent, struct resource *res)
{
	struct resource *holder = request_resource_conflict(parent, res);

	if (!holder)
		return 0;
	resource_conflicts(parent, res, holder, CALLER_ADDRESS);
	return -EBUSY;
}

int insert_resource(struct resource *parent, struct resource *res)
{
	struct resource *holder = insert_resource_conflict(parent, res);

	if (!holder)
		return 0;
	resource_conflicts(parent, res, holder, CALLER_ADDRESS);
	return -EBUSY;
}

/* Linux looks for @res among its parent's children without asking whether it has one. */
static int release_refused(const struct resource *res, unsigned long caller)
{
	char range[RESOURCE_TEXT_MAX], who[KSYM_NAME_MAX];

	pr_warn("release of \"%s\" %s refused: it is in no tree [caller %s]", res->name,
		resource_format(range, sizeof(range), res), ksym_format(who, sizeof(who), caller));
	return -EINVAL;
}

int release_resource(struct resource *res)
{
	return take_child(res) ? 0 : release_refused(res, CALLER_ADDRESS);
}

int remove_resource(struct resource *res)
{
	struct resource *parent = res->parent, *child;

	if (!take_child(res))
		return release_refused(res, CALLER_ADDRESS);
	while ((child = res->children)) {
		take_child(child);
		add_child(parent, child);
	}
	return 0;
}

/* Who keeps @res, which is in no tree now, from becoming @wanted below @parent, if there is one. */
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
	struct resource *parent = res->parent, wanted = *res, *holder = res;

	wanted.start = start;
	wanted.end = start + size - 1;
	/* Its place among its siblings depends on its start. */
	if (parent)
		take_child(res);
	if (size)
		holder = adjust_conflict(parent, res, &wanted);
	if (!holder) {
		res->start = wanted.start;
		res->end = wanted.end;
	}
	if (parent)
		add_child(parent, res);
	if (!holder)
		return 0;
	resource_conflicts(parent, &wanted, holder, CALLER_ADDRESS);
	return -EBUSY;
}
