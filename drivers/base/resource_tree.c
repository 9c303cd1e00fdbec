// SPDX-License-Identifier: MIT
/*
 * Stores the children of one resource in a treap, a binary search tree that needs no rebalancing.
 * Only drivers/base/resource*.c calls these functions.
 */
#include "resource_tree.h"

#include <bootmap/compiler.h>

static_assert(sizeof(struct resource) == 64, "a resource is no larger than in Linux");

/*
 * In a treap the nodes are ordered by address from left to right, and by a pseudo-random rank from
 * top to bottom. Its shape is that of a binary tree whose nodes were inserted in random order:
 * about 2 ln n levels. The real order of insertion does not matter. A new node takes the place of a
 * subtree, which it splits in two (unzip). A removed node leaves two subtrees, which are merged
 * (zip).
 *
 * The rank is a hash of the start address. So the shape depends only on the addresses in the tree.
 */
static u32 rank_of(resource_size_t start)
{
	u64 mixed = (start ^ start >> 32) * 0x9e3779b97f4a7c15;

	return (mixed ^ mixed >> 29) * 0xd6e8feb86659fd93 >> 32;
}

/* Splits the subtree @rest at the start of @res, whose subtrees the two parts become. */
static void unzip(struct resource *rest, struct resource *res)
{
	struct resource **below = &res->left, **above = &res->right;

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

/* Merges two subtrees. All addresses in @below are lower than those in @above. */
static void zip(struct resource **link, struct resource *below, struct resource *above)
{
	while (below && above) {
		if (below->rank > above->rank) {
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
}

/* The side of @node to which the range belongs, NULL if it overlaps @node. */
static struct resource **side(struct resource *node, resource_size_t start, resource_size_t end)
{
	return node->end < start ? &node->right : end < node->start ? &node->left : NULL;
}

/*
 * Descends to a subtree of lower ranks. It is put below @res, if none of its nodes overlaps @res.
 */
bool add_child(struct resource *parent, struct resource *res)
{
	resource_size_t start = res->start, end = res->end;
	struct resource **link = &parent->children, **place;
	u32 rank = rank_of(start);

	while (link && *link && (*link)->rank >= rank)
		link = side(*link, start, end);
	place = link;
	while (link && *link)
		link = side(*link, start, end);
	if (!link)
		return false;
	unzip(*place, res);
	*place = res;
	res->rank = rank;
	res->parent = parent;
	return true;
}

struct resource **link_to_child(struct resource *parent, resource_size_t address)
{
	struct resource **link = &parent->children, **next;

	while (*link && (next = side(*link, address, address)))
		link = next;
	return link;
}

void take_child(struct resource **link)
{
	struct resource *res = *link;

	zip(link, res->left, res->right);
	res->parent = NULL;
}

/* Siblings do not overlap, so the order of their ends is that of their starts. */
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
