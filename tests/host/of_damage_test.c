// SPDX-License-Identifier: MIT
/* Damaged device trees: each is refused with a reason, or read without harm. */
#include "host.h"
#include "tree.h"

#include <drivers/of.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *why;

static void *small_tree(void)
{
	tree_begin();
	tree_string("model", "damaged");
	tree_string("serial-number", "1");
	tree_node("child");
	tree_cells("reg", 1, 2);
	tree_end_node();
	return tree_finish();
}

static u32 *structure(void *fdt, unsigned int word)
{
	return (u32 *)((char *)fdt + fdt_off_dt_struct(fdt)) + word;
}

static bool refused(const void *fdt)
{
	why = NULL;
	return of_unflatten(fdt, &why) == -EINVAL && why && *why;
}

TEST(damaged_header_fields)
{
	void *fdt = small_tree();

	fdt_set_version(fdt, 15);
	fdt_set_last_comp_version(fdt, 15);
	EXPECT_TRUE(t, refused(fdt) && strstr(why, "too old"));
	fdt = small_tree();
	fdt_set_last_comp_version(fdt, 18);
	EXPECT_TRUE(t, refused(fdt));
	fdt = small_tree();
	fdt_set_off_dt_struct(fdt, fdt_totalsize(fdt) + 4);
	EXPECT_TRUE(t, refused(fdt));
	fdt = small_tree();
	fdt_set_size_dt_strings(fdt, fdt_totalsize(fdt));
	EXPECT_TRUE(t, refused(fdt));
	fdt = small_tree();
	fdt_set_size_dt_struct(fdt, 8);
	EXPECT_TRUE(t, refused(fdt));
	EXPECT_EQ(t, of_unflatten(small_tree(), &why), 0);
}

/* Reads of tags would not be aligned, which Device memory and strict compilers do not forgive. */
TEST(structure_block_off_its_alignment)
{
	char *fdt = small_tree();
	unsigned int offset = fdt_off_dt_struct(fdt);

	memmove(fdt + offset + 2, fdt + offset, fdt_totalsize(fdt) - offset);
	fdt_set_off_dt_struct(fdt, offset + 2);
	fdt_set_off_dt_strings(fdt, fdt_off_dt_strings(fdt) + 2);
	fdt_set_totalsize(fdt, fdt_totalsize(fdt) + 2);
	EXPECT_TRUE(t, refused(fdt));
}

TEST(strings_that_do_not_end)
{
	void *fdt = small_tree();

	fdt_set_size_dt_strings(fdt, fdt_size_dt_strings(fdt) - 1);
	EXPECT_TRUE(t, refused(fdt));
	fdt_set_size_dt_strings(fdt, 0);
	EXPECT_TRUE(t, refused(fdt));
}

TEST(property_whose_name_lies_outside)
{
	void *fdt = small_tree();

	*structure(fdt, 4) = cpu_to_fdt32(0x7fffffff);
	EXPECT_TRUE(t, refused(fdt));
}

TEST(property_longer_than_the_tree)
{
	void *fdt = small_tree();

	*structure(fdt, 3) = cpu_to_fdt32(0x7ffffff0);
	EXPECT_TRUE(t, refused(fdt));
}

TEST(structure_without_balance)
{
	void *fdt = small_tree();

	*structure(fdt, 0) = cpu_to_fdt32(FDT_END_NODE);
	EXPECT_TRUE(t, refused(fdt));
	*structure(fdt, 0) = cpu_to_fdt32(FDT_END);
	EXPECT_TRUE(t, refused(fdt));
	fdt = small_tree();
	*structure(fdt, fdt_size_dt_struct(fdt) / 4 - 2) = cpu_to_fdt32(FDT_NOP);
	EXPECT_TRUE(t, refused(fdt));
}

TEST(nops_are_passed_over)
{
	void *fdt = small_tree();
	const struct device_node *child;
	int len;

	EXPECT_EQ(t, fdt_nop_property(fdt, 0, "model"), 0);
	EXPECT_EQ(t, of_unflatten(fdt, &why), 0);
	EXPECT_TRUE(t, !of_get_string(of_find_node("/"), "model"));
	EXPECT_TRUE(t, of_get_string(of_find_node("/"), "serial-number"));
	child = of_find_node("/child");
	EXPECT_TRUE(t, child && of_get_property(child, "reg", &len) && len == 8);
}

/* Every word of the structure overwritten with every tag: refused or harmless, never a crash. */
TEST(any_tag_anywhere)
{
	const u32 words[] = { 0, FDT_BEGIN_NODE, FDT_END_NODE, FDT_PROP, FDT_NOP, FDT_END, ~0U };
	unsigned int count = fdt_size_dt_struct(small_tree()) / 4;

	for (unsigned int word = 0; word < count; word++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(words); i++) {
			void *fdt = small_tree();
			const struct device_node *node;

			*structure(fdt, word) = cpu_to_fdt32(words[i]);
			if (of_unflatten(fdt, &why))
				continue;
			node = of_find_node("/child");
			if (node)
				of_get_property(node, "reg", NULL);
			of_find_compatible(NULL, "none");
		}
	}
	EXPECT_EQ(t, of_unflatten(small_tree(), &why), 0);
}

/* Exactly as long as the blocks say, so that a sanitizer sees the first byte too many. */
TEST(truncated_at_every_length)
{
	char *fdt = small_tree();
	size_t full = fdt_totalsize(fdt);

	for (size_t size = sizeof(struct fdt_header); size < full; size++) {
		char *cut = malloc(size);

		memcpy(cut, fdt, size);
		fdt_set_totalsize(cut, size);
		EXPECT_TRUE(t, refused(cut));
		free(cut);
	}
}

static void many_nodes(unsigned int count)
{
	char name[16];

	tree_begin();
	while (--count) {
		snprintf(name, sizeof(name), "n%u", count);
		tree_node(name);
		tree_cells("reg", count);
		tree_end_node();
	}
}

/* Boards have a thousand and more, and CPUs by the hundred have two nodes each. */
TEST(as_many_nodes_as_a_tree_may_have)
{
	for (unsigned int count = 1000; count < 6000; count += 999) {
		many_nodes(count);
		EXPECT_EQ(t, of_unflatten(tree_finish(), &why), 0);
		EXPECT_EQ(t, of_node_count(), count);
		EXPECT_TRUE(t, of_get_property(of_find_node("/n1"), "reg", NULL));
	}
}

/* The list of reserved memory may begin at any byte; each entry must be found wherever it is. */
TEST(memreserve_list_off_its_alignment)
{
	const struct fdt_reserve_entry entry = { cpu_to_fdt64(0x50000000), cpu_to_fdt64(0x10000) };
	const struct fdt_reserve_entry empty = { cpu_to_fdt64(0x60000000), 0 }, end = { 0, 0 };

	for (unsigned int shift = 0; shift < 16; shift++) {
		char *small = small_tree();
		size_t list = fdt_totalsize(small) + shift, size = list + 3 * sizeof(entry);
		char *fdt = malloc(size);
		phys_addr_t base;
		u64 length;

		memcpy(fdt, small, fdt_totalsize(small));
		memcpy(fdt + list, &empty, sizeof(empty));
		memcpy(fdt + list + sizeof(entry), &entry, sizeof(entry));
		memcpy(fdt + list + 2 * sizeof(entry), &end, sizeof(end));
		fdt_set_totalsize(fdt, size);
		fdt_set_off_mem_rsvmap(fdt, list);
		EXPECT_EQ(t, of_unflatten(fdt, &why), 0);
		EXPECT_TRUE(t,
			    of_get_memreserve(0, &base, &length) && base == 0x60000000 && !length);
		EXPECT_TRUE(t, of_get_memreserve(1, &base, &length));
		EXPECT_EQ(t, base, 0x50000000);
		EXPECT_EQ(t, length, 0x10000);
		EXPECT_TRUE(t, !of_get_memreserve(2, &base, &length));
		free(fdt);
	}
	EXPECT_EQ(t, of_unflatten(small_tree(), &why), 0);
}
