/* SPDX-License-Identifier: MIT */
/* The tree of the children of one resource, for drivers/base/resource*.c only. */
#ifndef RESOURCE_TREE_H
#define RESOURCE_TREE_H

#include <drivers/ioport.h>

/** add_child() - Return: false, without a change, if a child of @parent overlaps @res. */
bool add_child(struct resource *parent, struct resource *res);

/**
 * link_to_child() - the link to the child of @parent that holds @address; to NULL if there is none
 */
struct resource **link_to_child(struct resource *parent, resource_size_t address);

/**
 * take_child() - remove the child to which @link points from the tree; it keeps its own children
 */
void take_child(struct resource **link);

#endif
