/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TREE_H
#define TESTS_TREE_H

#include <bootmap/types.h>
#include <libfdt.h>

/* Trees are built in one static buffer: the next tree_begin() ends the life of the last one. */

/** tree_begin() - start a tree; its root node is open */
void *tree_begin(void);

/** tree_node() - open a node inside the open one */
void tree_node(const char *name);

/** tree_end_node() - close the open node */
void tree_end_node(void);

/**
 * tree_cells() - a property made of 32-bit cells
 * @name: the property
 */
#define tree_cells(name, ...) \
	tree_cells_(name, (const u32[]){ __VA_ARGS__ }, sizeof((const u32[]){ __VA_ARGS__ }) / 4)
void tree_cells_(const char *name, const u32 *cells, unsigned int count);

/** tree_string() - a property that is a string */
void tree_string(const char *name, const char *value);

/** tree_bytes() - a property of any bytes */
void tree_bytes(const char *name, const void *bytes, int length);

/** tree_finish() - close the root. Return: the flat tree. */
void *tree_finish(void);

/** tree_standard() - a small board, in memory of its own: the tree the host boots with */
void *tree_standard(void);

#endif
