/* SPDX-License-Identifier: MIT */
/* The tree that the children of one resource form: for kernel/resource*.c alone. */
#ifndef RESOURCE_TREE_H
#define RESOURCE_TREE_H

#include <bootmap/ioport.h>

/** add_child() - Return: false, and nothing changed, if a child of @parent shares a byte with @res. */
bool add_child(struct resource *parent, struct resource *res);

/** link_to_child() - the pointer to the child of @parent that holds @address; to NULL if there is none */
struct resource **link_to_child(struct resource *parent, resource_size_t address);

/** take_child() - out of its siblings' tree with what @link points to; its own children stay below it */
void take_child(struct resource **link);

#endif
