// SPDX-License-Identifier: MIT
/* Tests of single operations of the resource tree: the search, its shape, and refusals that move nobody. */
#include "../unit/support.h"

#include <bootmap/compiler.h>
#include <drivers/ioport.h>
#include <errno.h>
#include <tests/test.h>

#define ROOT_SIZE 0x100000000

/* Built by hand: the search must not depend on how nodes came into the tree. */
TEST(a_search_finds_the_lowest_overlap)
{
	struct resource root = mem_resource(0, ROOT_SIZE, "root");
	struct resource a = mem_resource(0x1000, 0x1000, "a");
	struct resource b = mem_resource(0x3000, 0x1000, "b");
	struct resource c = mem_resource(0x4000, 0x1000, "c");
	struct resource d = mem_resource(0x8000, 0x1000, "d");

	a.parent = b.parent = c.parent = d.parent = &root;
	root.children = &c;
	c.left = &a;
	a.right = &b;
	c.right = &d;
	EXPECT_EQ(t, first_overlap(&root, 0, ROOT_SIZE - 1), &a);
	EXPECT_EQ(t, first_overlap(&root, 0x2000, 0x8fff), &b);
	EXPECT_EQ(t, first_overlap(&root, 0x3800, 0x4800), &b);
	EXPECT_EQ(t, first_overlap(&root, 0x1fff, 0x1fff), &a);
	EXPECT_EQ(t, first_overlap(&root, 0x1000, 0x1000), &a);
	EXPECT_EQ(t, first_overlap(&root, 0x2000, 0x2fff), NULL);
	EXPECT_EQ(t, first_overlap(&root, 0x2000, 0x3000), &b);
	EXPECT_EQ(t, first_overlap(&root, 0x4fff, 0x8000), &c);
	EXPECT_EQ(t, first_overlap(&root, 0x5000, 0x7fff), NULL);
	EXPECT_EQ(t, first_overlap(&root, 0x5000, RESOURCE_SIZE_MAX), &d);
	EXPECT_EQ(t, first_overlap(&root, 0x9000, RESOURCE_SIZE_MAX), NULL);
	EXPECT_EQ(t, first_overlap(&root, 0, 0xfff), NULL);
	EXPECT_EQ(t, first_overlap(&a, 0, RESOURCE_SIZE_MAX), NULL);
}

#define MANY	   10000
#define MAX_LEVELS 100 /* a random tree of that many nodes has about 30, a list has MANY */

static struct resource many[MANY];

static unsigned int levels(const struct resource *node)
{
	unsigned int left, right;

	if (!node)
		return 0;
	left = levels(node->left);
	right = levels(node->right);
	return 1 + (left > right ? left : right);
}

/* Every address is @step after the one before, modulo MANY. @step and MANY have no common factor. */
static unsigned int levels_after(struct test *t, unsigned int step)
{
	struct resource root = mem_resource(0, ROOT_SIZE, "root");

	for (unsigned int i = 0; i < MANY; i++) {
		unsigned long place = (unsigned long)i * step % MANY;

		many[i] = mem_resource(place * 0x1000, 0x1000, "many");
		EXPECT_EQ(t, request_resource(&root, &many[i]), 0);
		if (t->failed)
			break;
	}
	return levels(root.children);
}

TEST(many_siblings_are_few_levels_deep)
{
	static const unsigned int steps[] = { 1, MANY - 1, 3, MANY / 2 + 1 };

	for (unsigned int i = 0; i < ARRAY_SIZE(steps) && !t->failed; i++)
		EXPECT_LT(t, levels_after(t, steps[i]), MAX_LEVELS);
}

/* The last of those that it overlaps is the one that it cuts. */
TEST(a_refused_insert_moves_nobody)
{
	struct resource root = mem_resource(0, ROOT_SIZE, "root");
	struct resource one = mem_resource(0x1000, 0x1000, "one");
	struct resource two = mem_resource(0x3000, 0x1000, "two");
	struct resource cut = mem_resource(0x5000, 0x1000, "cut");
	struct resource over = mem_resource(0x1000, 0x4800, "over");

	request_resource(&root, &one);
	request_resource(&root, &two);
	request_resource(&root, &cut);
	EXPECT_EQ(t, insert_resource(&root, &over), -EBUSY);
	EXPECT_WARNING(t, "conflicts with \"cut\"");
	EXPECT_EQ(t, over.parent, NULL);
	EXPECT_EQ(t, over.children, NULL);
	EXPECT_EQ(t, one.parent, &root);
	EXPECT_EQ(t, first_overlap(&root, 0, ROOT_SIZE), &one);
	EXPECT_EQ(t, next_overlap(&one, ROOT_SIZE), &two);
	EXPECT_EQ(t, next_overlap(&two, ROOT_SIZE), &cut);
	release_resource(&cut);
	EXPECT_EQ(t, insert_resource(&root, &over), 0);
	EXPECT_EQ(t, two.parent, &over);
}

/* A range on its own does not conflict, whatever is inside others. */
TEST(an_insert_between_siblings_touches_neither)
{
	struct resource root = mem_resource(0, ROOT_SIZE, "root");
	struct resource low = mem_resource(0x1000, 0x1000, "low");
	struct resource high = mem_resource(0x3000, 0x1000, "high");
	struct resource between = mem_resource(0x2000, 0x1000, "between");

	request_resource(&root, &low);
	request_resource(&root, &high);
	EXPECT_EQ(t, insert_resource(&root, &between), 0);
	EXPECT_EQ(t, between.parent, &root);
	EXPECT_EQ(t, low.parent, &root);
	EXPECT_EQ(t, high.parent, &root);
	EXPECT_EQ(t, next_overlap(&low, ROOT_SIZE), &between);
	EXPECT_EQ(t, next_overlap(&between, ROOT_SIZE), &high);
}
