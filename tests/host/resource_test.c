// SPDX-License-Identifier: MIT
/* Tests of the resource tree, with roots of its own. */
#include "../unit/support.h"

#include <bootmap/compiler.h>
#include <drivers/ioport.h>
#include <errno.h>
#include <string.h>
#include <tests/test.h>

#define ROOT_END 0xffffff
#define NEW_ROOT mem_resource(0, ROOT_END + 1, "root")

/* The resource at @address under @root itself, NULL if there is none. */
static struct resource *at(const struct resource *root, resource_size_t address)
{
	return first_overlap(root, address, address);
}

static bool is_empty(const struct resource *root)
{
	return !first_overlap(root, 0, RESOURCE_SIZE_MAX);
}

/* A resource from @first to @last must be refused below @root, for the reason in @words. */
#define EXPECT_BUSY(t, root, first, last, words) expect_busy(t, __LINE__, root, first, last, words)

static void expect_busy(struct test *t, int line, struct resource *root, resource_size_t first,
			resource_size_t last, const char *words)
{
	struct resource res = mem_resource(first, last - first + 1, "refused");

	test_expect(t, request_resource(root, &res) == -EBUSY, line, words, first, last);
	test_expect_warning(t, line, words);
	test_expect(t, !res.parent, line, words, first, last);
}

TEST(R1_roots)
{
	EXPECT_TRUE(t, !strcmp(iomem_resource.name, "PCI mem"));
	EXPECT_EQ(t, iomem_resource.start, 0);
	EXPECT_EQ(t, iomem_resource.end, ~0UL);
	EXPECT_EQ(t, resource_type(&iomem_resource), IORESOURCE_MEM);
	EXPECT_TRUE(t, !strcmp(ioport_resource.name, "PCI IO"));
	EXPECT_EQ(t, ioport_resource.start, 0);
	EXPECT_EQ(t, ioport_resource.end, IO_SPACE_LIMIT);
	EXPECT_EQ(t, resource_type(&ioport_resource), IORESOURCE_IO);
}

TEST(R2_request_resource)
{
	struct resource root = mem_resource(0x1000, 0x8000, "root");
	struct resource high = mem_resource(0x6000, 0x1000, "high");
	struct resource low = mem_resource(0x1000, 0x1000, "low");
	struct resource mid = mem_resource(0x3000, 0x1000, "mid");

	EXPECT_EQ(t, request_resource(&root, &high), 0);
	EXPECT_EQ(t, request_resource(&root, &low), 0);
	EXPECT_EQ(t, request_resource(&root, &mid), 0);
	EXPECT_EQ(t, first_overlap(&root, 0, ~0UL), &low);
	EXPECT_EQ(t, next_overlap(&low, ~0UL), &mid);
	EXPECT_EQ(t, next_overlap(&mid, ~0UL), &high);
	EXPECT_EQ(t, next_overlap(&high, ~0UL), NULL);
	EXPECT_EQ(t, mid.parent, &root);

	EXPECT_BUSY(t, &root, 0x5000, 0x4fff, "is empty or wraps");
	EXPECT_BUSY(t, &root, 0xfff, 0x1000, "is not inside \"root\"");
	EXPECT_BUSY(t, &root, 0x8000, 0x9000, "is not inside \"root\"");
	EXPECT_BUSY(t, &root, 0x3000, 0x3fff, "conflicts with \"mid\"");
	EXPECT_BUSY(t, &root, 0x2000, 0x3000, "conflicts with \"mid\"");
	EXPECT_BUSY(t, &root, 0x3fff, 0x4fff, "conflicts with \"mid\"");
	EXPECT_BUSY(t, &root, 0x2000, 0x5000, "conflicts with \"mid\"");
	EXPECT_BUSY(t, &root, 0x3800, 0x3800, "conflicts with \"mid\"");
	EXPECT_BUSY(t, &root, 0x1000, 0x8fff, "conflicts with \"low\"");
}

TEST(R3_adjacent_ranges)
{
	struct resource root = NEW_ROOT;
	struct resource first = mem_resource(0, 0x1000, "first");
	struct resource second = mem_resource(0x1000, 0x1000, "second");

	EXPECT_EQ(t, request_resource(&root, &first), 0);
	EXPECT_EQ(t, request_resource(&root, &second), 0);
}

TEST(R9_insert_adopts_what_it_covers)
{
	struct resource root = NEW_ROOT;
	struct resource one = mem_resource(0x2000, 0x1000, "one");
	struct resource two = mem_resource(0x4000, 0x1000, "two");
	struct resource three = mem_resource(0x6000, 0x1000, "three");
	struct resource outer = mem_resource(0x2000, 0x3000, "outer");
	struct resource equal = mem_resource(0x2000, 0x3000, "equal");
	struct resource inner = mem_resource(0x3000, 0x100, "inner");
	struct resource cuts = mem_resource(0x4800, 0x2800, "cuts");

	request_resource(&root, &one);
	request_resource(&root, &two);
	request_resource(&root, &three);
	EXPECT_EQ(t, insert_resource(&root, &outer), 0);
	EXPECT_EQ(t, one.parent, &outer);
	EXPECT_EQ(t, two.parent, &outer);
	EXPECT_EQ(t, three.parent, &root);
	EXPECT_EQ(t, outer.parent, &root);

	EXPECT_EQ(t, insert_resource(&root, &equal), 0);
	EXPECT_EQ(t, outer.parent, &equal);
	EXPECT_EQ(t, equal.parent, &root);

	EXPECT_EQ(t, insert_resource(&root, &inner), 0);
	EXPECT_EQ(t, inner.parent, &outer);

	EXPECT_EQ(t, insert_resource(&root, &cuts), -EBUSY);
	EXPECT_WARNING(t, "conflicts with \"equal\"");
	EXPECT_EQ(t, insert_resource(&outer, &cuts), -EBUSY);
	EXPECT_WARNING(t, "is not inside \"outer\"");
	cuts.end = cuts.start - 1;
	EXPECT_EQ(t, insert_resource(&root, &cuts), -EBUSY);
	EXPECT_WARNING(t, "is empty or wraps");
	EXPECT_EQ(t, insert_resource(&root, &inner), -EBUSY);
	EXPECT_WARNING(t, "conflicts with \"inner\"");
	EXPECT_EQ(t, cuts.parent, NULL);
	EXPECT_EQ(t, at(&root, 0x6000), &three);
}

TEST(R9_insert_of_one_that_has_children)
{
	struct resource root = NEW_ROOT;
	struct resource bus = mem_resource(0x10000, 0x10000, "bus");
	struct resource own = mem_resource(0x10000, 0x1000, "own");
	struct resource other = mem_resource(0x18000, 0x1000, "other");
	struct resource same = mem_resource(0x10800, 0x100, "same");

	request_resource(&bus, &own);
	request_resource(&root, &other);
	request_resource(&root, &same);
	EXPECT_EQ(t, insert_resource(&root, &bus), -EBUSY);
	EXPECT_WARNING(t, "conflicts with \"own\"");
	EXPECT_EQ(t, other.parent, &root);
	release_resource(&same);
	EXPECT_EQ(t, insert_resource(&root, &bus), 0);
	EXPECT_EQ(t, own.parent, &bus);
	EXPECT_EQ(t, other.parent, &bus);
}

TEST(R10_kernel_code_inside_RAM)
{
	struct resource root = NEW_ROOT;
	struct resource code = mem_resource(0x200000, 0x8000, "Kernel code");
	struct resource ram = mem_resource(0x100000, 0x800000, "System RAM");

	EXPECT_EQ(t, insert_resource(&root, &code), 0);
	EXPECT_EQ(t, insert_resource(&root, &ram), 0);
	EXPECT_EQ(t, code.parent, &ram);
	EXPECT_EQ(t, ram.parent, &root);
	EXPECT_EQ(t, at(&root, 0x200000), &ram);
}

TEST(R11_release_takes_the_subtree_remove_leaves_it)
{
	struct resource root = NEW_ROOT;
	struct resource bus = mem_resource(0x10000, 0x10000, "bus");
	struct resource one = mem_resource(0x10000, 0x1000, "one");
	struct resource two = mem_resource(0x11000, 0x1000, "two");
	struct resource in_two = mem_resource(0x11000, 0x100, "in two");

	request_resource(&root, &bus);
	request_resource(&bus, &one);
	request_resource(&bus, &two);
	request_resource(&two, &in_two);
	EXPECT_EQ(t, release_resource(&bus), 0);
	EXPECT_TRUE(t, is_empty(&root));
	EXPECT_EQ(t, at(&bus, 0x10000), &one);
	EXPECT_EQ(t, request_resource(&root, &bus), 0);
	EXPECT_EQ(t, two.parent, &bus);

	EXPECT_EQ(t, remove_resource(&bus), 0);
	EXPECT_EQ(t, bus.parent, NULL);
	EXPECT_TRUE(t, is_empty(&bus));
	EXPECT_EQ(t, at(&root, 0x10000), &one);
	EXPECT_EQ(t, at(&root, 0x11000), &two);
	EXPECT_EQ(t, two.parent, &root);
	EXPECT_EQ(t, in_two.parent, &two);
}

TEST(R12_pitfall_59_release_of_what_is_in_no_tree)
{
	struct resource root = NEW_ROOT;
	struct resource res = mem_resource(0x1000, 0x1000, "device");
	struct resource copy;

	EXPECT_EQ(t, release_resource(&res), -EINVAL);
	EXPECT_WARNING(t, "in no tree");
	EXPECT_EQ(t, remove_resource(&res), -EINVAL);
	EXPECT_WARNING(t, "in no tree");
	request_resource(&root, &res);
	copy = res;
	EXPECT_EQ(t, release_resource(&copy), -EINVAL);
	EXPECT_WARNING(t, "in no tree");
	EXPECT_EQ(t, release_resource(&res), 0);
	EXPECT_EQ(t, release_resource(&res), -EINVAL);
	EXPECT_WARNING(t, "in no tree");
	EXPECT_EQ(t, release_resource(&copy), -EINVAL);
	EXPECT_WARNING(t, "in no tree");
}

TEST(R13_request_of_the_same_twice)
{
	struct resource root = NEW_ROOT, elsewhere = NEW_ROOT;
	struct resource res = mem_resource(0x1000, 0x1000, "device");

	request_resource(&root, &res);
	EXPECT_EQ(t, request_resource(&root, &res), -EBUSY);
	EXPECT_WARNING(t, "conflicts with \"device\"");
	EXPECT_EQ(t, request_resource(&elsewhere, &res), -EBUSY);
	EXPECT_WARNING(t, "conflicts with \"device\"");
	EXPECT_EQ(t, request_resource(&elsewhere, &elsewhere), -EBUSY);
	EXPECT_WARNING(t, "is not inside \"root\"");
	EXPECT_EQ(t, at(&root, 0x1000), &res);
	EXPECT_TRUE(t, is_empty(&elsewhere));
}

static void expect_adjusted(struct test *t, int line, struct resource *res, resource_size_t first,
			    resource_size_t last)
{
	struct resource *parent = res->parent;
	int error = adjust_resource(res, first, last - first + 1);

	test_expect(t, !error && res->start == first && res->end == last, line, "adjusted", first,
		    last);
	test_expect(t, res->parent == parent && (!parent || at(parent, first) == res), line,
		    "in place", first, last);
}

static void expect_not_adjusted(struct test *t, int line, struct resource *res,
				resource_size_t first, resource_size_t size, const char *words)
{
	struct resource *parent = res->parent, before = *res;

	test_expect(t, adjust_resource(res, first, size) == -EBUSY, line, words, first, size);
	test_expect_warning(t, line, words);
	test_expect(t, res->start == before.start && res->end == before.end, line, words,
		    res->start, res->end);
	test_expect(t, at(parent, res->start) == res, line, words, first, size);
}

TEST(R14_adjust_resource)
{
	struct resource root = NEW_ROOT;
	struct resource below = mem_resource(0x1000, 0x1000, "below");
	struct resource res = mem_resource(0x4000, 0x4000, "device");
	struct resource child = mem_resource(0x5000, 0x1000, "child");
	struct resource above = mem_resource(0xa000, 0x1000, "above");

	expect_adjusted(t, __LINE__, &res, 0x3000, 0x3fff); /* in no tree */
	expect_adjusted(t, __LINE__, &res, 0x4000, 0x7fff);
	request_resource(&root, &below);
	request_resource(&root, &res);
	request_resource(&root, &above);
	request_resource(&res, &child);
	expect_adjusted(t, __LINE__, &res, 0x2000, 0x9fff);
	expect_adjusted(t, __LINE__, &res, 0x5000, 0x5fff);
	expect_not_adjusted(t, __LINE__, &res, 0x5001, 0xfff, "conflicts with \"child\"");
	expect_not_adjusted(t, __LINE__, &res, 0x5000, 0xfff, "conflicts with \"child\"");
	expect_not_adjusted(t, __LINE__, &res, 0x7000, 0x1000, "conflicts with \"child\"");
	expect_not_adjusted(t, __LINE__, &res, 0x1fff, 0x5000, "conflicts with \"below\"");
	expect_not_adjusted(t, __LINE__, &res, 0x5000, 0x5001, "conflicts with \"above\"");
	expect_not_adjusted(t, __LINE__, &res, 0x5000, ROOT_END, "is not inside \"root\"");
	expect_not_adjusted(t, __LINE__, &res, 0x5000, 0, "is empty or wraps");
	expect_not_adjusted(t, __LINE__, &res, 0, 0, "conflicts with \"device\"");
	release_resource(&child);
	expect_adjusted(t, __LINE__, &res, 0x8000, 0x9fff);
	EXPECT_EQ(t, next_overlap(&below, ~0UL), &res);
	EXPECT_EQ(t, next_overlap(&res, ~0UL), &above);
}

TEST(R17_size_and_containment)
{
	struct resource outer = mem_resource(0x1000, 0x1000, "outer");
	struct resource inner = outer;

	EXPECT_EQ(t, resource_size(&outer), 0x1000);
	EXPECT_TRUE(t, resource_contains(&outer, &inner));
	inner.end++;
	EXPECT_TRUE(t, !resource_contains(&outer, &inner));
	EXPECT_TRUE(t, resource_overlaps(&outer, &inner));
	inner = outer;
	inner.start--;
	EXPECT_TRUE(t, !resource_contains(&outer, &inner));
	inner = outer;
	inner.flags = IORESOURCE_IO;
	EXPECT_TRUE(t, !resource_contains(&outer, &inner));
	inner.flags = IORESOURCE_MEM | IORESOURCE_UNSET;
	EXPECT_TRUE(t, !resource_contains(&outer, &inner));
	EXPECT_TRUE(t, !resource_contains(&inner, &outer));
	inner = mem_resource(0x2000, 1, "next");
	EXPECT_TRUE(t, !resource_overlaps(&outer, &inner) && !resource_overlaps(&inner, &outer));
}

TEST(walk_of_a_tree)
{
	struct resource root = NEW_ROOT;
	struct resource a = mem_resource(0x1000, 0x2000, "a");
	struct resource b = mem_resource(0x1000, 0x1000, "b");
	struct resource c = mem_resource(0x2000, 0x1000, "c");
	struct resource d = mem_resource(0x4000, 0x1000, "d");
	char order[8] = "";

	insert_resource(&root, &d);
	insert_resource(&root, &c);
	insert_resource(&root, &b);
	insert_resource(&root, &a);
	for_each_resource(&root, res, false)
		strcat(order, res->name);
	EXPECT_TRUE(t, !strcmp(order, "abcd"));
	order[0] = '\0';
	for_each_resource(&root, res, true)
		strcat(order, res->name);
	EXPECT_TRUE(t, !strcmp(order, "ad"));
	order[0] = '\0';
	for_each_resource(&a, res, false)
		strcat(order, res->name);
	EXPECT_TRUE(t, !strcmp(order, "bc"));
	for_each_resource(&d, res, false)
		EXPECT_TRUE(t, false);
}
