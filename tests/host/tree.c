// SPDX-License-Identifier: MIT
/* Makes flat device trees for tests, with libfdt's sequential writer. */
#include "tree.h"

#include <bootmap/bug.h>
#include <string.h>

#define TREE_SIZE (256 * 1024)

static _Alignas(8) char buffer[TREE_SIZE];

static void must(int err)
{
	BUG_ON(err);
}

void *tree_begin(void)
{
	memset(buffer, 0, sizeof(buffer));
	must(fdt_create(buffer, sizeof(buffer)));
	must(fdt_finish_reservemap(buffer));
	tree_node("");
	return buffer;
}

void tree_node(const char *name)
{
	must(fdt_begin_node(buffer, name));
}

void tree_end_node(void)
{
	must(fdt_end_node(buffer));
}

void tree_cells_(const char *name, const u32 *cells, unsigned int count)
{
	fdt32_t *value;

	must(fdt_property_placeholder(buffer, name, count * sizeof(*value), (void **)&value));
	while (count--)
		value[count] = cpu_to_fdt32(cells[count]);
}

void tree_bytes(const char *name, const void *bytes, int length)
{
	must(fdt_property(buffer, name, bytes, length));
}

void tree_string(const char *name, const char *value)
{
	tree_bytes(name, value, strlen(value) + 1);
}

void *tree_finish(void)
{
	tree_end_node();
	must(fdt_finish(buffer));
	return buffer;
}

void *tree_standard(void)
{
	static _Alignas(1024) char standard[1024]; /* so that it lies in one page */

	tree_begin();
	tree_node("chosen");
	tree_string("bootargs", "selftest");
	tree_end_node();
	tree_finish();
	BUG_ON(fdt_totalsize(buffer) > sizeof(standard));
	return memcpy(standard, buffer, fdt_totalsize(buffer));
}
