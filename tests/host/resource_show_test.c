// SPDX-License-Identifier: MIT
/* Tests of the resource listing, and of the shape of the tree. */
#include "host.h"
#include "../unit/support.h"

#include <bootmap/compiler.h>
#include <drivers/ioport.h>
#include <stdio.h>
#include <string.h>

static int height(const struct resource *node)
{
	int left, right;

	if (!node)
		return 0;
	left = height(node->left);
	right = height(node->right);
	return 1 + (left > right ? left : right);
}

#define MANY 10000

static struct resource many[MANY];

static void fill(struct resource *root, resource_size_t stride, unsigned int step, bool downwards)
{
	for (unsigned int i = 0; i < MANY; i += step) {
		struct resource *res = &many[downwards ? MANY - step - i : i];

		*res = (struct resource){ .start = (res - many) * stride };
		res->end = res->start;
		request_resource_conflict(root, res);
	}
}

/* Random trees of 10,000 nodes are about 30 levels deep, hardly ever 45. */
TEST(resource_tree_is_shallow_at_every_stride)
{
	for (unsigned int shift = 0; shift <= 50; shift++) {
		struct resource root = { .end = ~0UL };

		fill(&root, 1UL << shift, 1, shift % 2);
		EXPECT_TRUE(t, height(root.children) <= 45);
		root.children = NULL;
		fill(&root, (1UL << shift) + 0x1000, 1, shift % 2);
		EXPECT_TRUE(t, height(root.children) <= 45);
	}
}

/* Where each of @many hangs, as one number. */
static u64 shape_of(const struct resource *node, u64 path)
{
	if (!node)
		return 0;
	return (u64)(node - many) * path + shape_of(node->left, path * 3 + 1) +
	       shape_of(node->right, path * 5 + 2);
}

TEST(resource_tree_has_the_same_shape_whatever_came_and_went)
{
	struct resource root = { .end = ~0UL }, other = { .end = ~0UL };
	u64 shape;

	fill(&root, 0x1000, 1, false);
	for (unsigned int i = 1; i < MANY; i += 2)
		EXPECT_EQ(t, release_resource(&many[i]), 0);
	shape = shape_of(root.children, 1);
	fill(&other, 0x1000, 2, true);
	EXPECT_EQ(t, shape_of(other.children, 1), shape);
	EXPECT_NE(t, shape, 0);
}

static void expect_listing(struct test *t, int line, const struct resource *root, bool masked,
			   const char *expected)
{
	bool same;

	host_listen();
	show_resources(root, masked);
	same = !strcmp(host_heard(), expected);
	if (!same)
		printf("# %s", host_heard());
	test_expect(t, same, line, "listing", 0, 0);
}

TEST(R18_listing)
{
	struct resource root = mem_resource(0, 0x10001, "root");
	struct resource ram = mem_resource(0x1000, 0x1000, "System RAM");
	struct resource code = mem_resource(0x1000, 0x10, "Kernel code");
	struct resource device = mem_resource(0x3000, 1, NULL);

	insert_resource(&root, &device);
	insert_resource(&root, &code);
	insert_resource(&root, &ram);
	expect_listing(t, __LINE__, &root, false,
		       "00001000-00001fff : System RAM\n"
		       "  00001000-0000100f : Kernel code\n"
		       "00003000-00003000 : <BAD>\n");
	root.end = 0xffff;
	expect_listing(t, __LINE__, &root, false,
		       "1000-1fff : System RAM\n"
		       "  1000-100f : Kernel code\n"
		       "3000-3000 : <BAD>\n");
	root.end = ~0UL;
	adjust_resource(&device, 0x123456789a, 0x100000000000);
	expect_listing(t, __LINE__, &root, false,
		       "00001000-00001fff : System RAM\n"
		       "  00001000-0000100f : Kernel code\n"
		       "123456789a-101234567899 : <BAD>\n");
}

TEST(R18_devices_of_one_kind_are_one_line)
{
	static const char *const names[] = { "0.uart",	"100.uart", "200.uart", "400.uart",
					     "500.gic", "600.gic",  "600.gic",	NULL };
	struct resource root = mem_resource(0, 0x10000, "root"), device[ARRAY_SIZE(names)], below;

	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++) {
		device[i] = mem_resource(i < 3 ? 0x100 * i : 0x100 * i + 0x100, 0x10, names[i]);
		insert_resource(&root, &device[i]);
	}
	expect_listing(t, __LINE__, &root, false,
		       "0000-000f : 0.uart\n"
		       "  … and 2 more like it, each 0x100 further on\n"
		       "0400-040f : 400.uart\n"
		       "0500-050f : 500.gic\n"
		       "  … and 2 more like it, each 0x100 further on\n"
		       "0800-080f : <BAD>\n");
	/* One that is longer, or has something below it, is not like the others. */
	adjust_resource(&device[1], 0x100, 0x20);
	below = mem_resource(0x500, 1, "below");
	insert_resource(&root, &below);
	expect_listing(t, __LINE__, &root, true,
		       "0000-0000 : 0.uart\n"
		       "0000-0000 : 100.uart\n"
		       "0000-0000 : 200.uart\n"
		       "  … and 1 more like it\n"
		       "0000-0000 : 500.gic\n"
		       "  0000-0000 : below\n"
		       "0000-0000 : 600.gic\n"
		       "0000-0000 : 600.gic\n"
		       "0000-0000 : <BAD>\n");
}

TEST(R18_depth_is_capped)
{
	struct resource level[8], root = mem_resource(0, 0x10000, "root");

	for (unsigned int i = 0; i < ARRAY_SIZE(level); i++) {
		level[i] = mem_resource(0, 0x100, "level");
		insert_resource(&root, &level[i]);
	}
	expect_listing(t, __LINE__, &root, false,
		       "0000-00ff : level\n"
		       "  0000-00ff : level\n"
		       "    0000-00ff : level\n"
		       "      0000-00ff : level\n"
		       "        0000-00ff : level\n"
		       "          0000-00ff : level\n"
		       "          0000-00ff : level\n"
		       "          0000-00ff : level\n");
}

TEST(R18_pitfall_68_masked_listing)
{
	struct resource root = mem_resource(0, 0x20000, "root");
	struct resource ram = mem_resource(0x1000, 0x1000, "System RAM");

	insert_resource(&root, &ram);
	expect_listing(t, __LINE__, &root, true, "00000000-00000000 : System RAM\n");
}

TEST(R19_empty_listing)
{
	struct resource root = mem_resource(0, 0x20000, "root");

	expect_listing(t, __LINE__, &root, false, "");
}
