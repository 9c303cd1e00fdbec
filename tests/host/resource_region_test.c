// SPDX-License-Identifier: MIT
/*
 * Tests of regions, and of look-ups by range. Tests that need iomem_resource itself use addresses
 * that no machine has.
 */
#include "../unit/support.h"

#include <bootmap/compiler.h>
#include <drivers/ioport.h>
#include <string.h>
#include <tests/fault_inject.h>
#include <tests/test.h>

#define FAR UINT64_C(0xffff000000000000)

#define NEW_ROOT mem_resource(0, 0x1000000, "root")

static struct resource ram_resource(resource_size_t start, resource_size_t size, const char *name)
{
	struct resource ram = mem_resource(start, size, name);

	ram.flags = IORESOURCE_SYSTEM_RAM;
	return ram;
}

/* The resource at @address under @root itself, NULL if there is none. */
static struct resource *at(const struct resource *root, resource_size_t address)
{
	return first_overlap(root, address, address);
}

static bool is_empty(const struct resource *root)
{
	return !first_overlap(root, 0, RESOURCE_SIZE_MAX);
}

/* A claim below @root must be refused, for the reason in @words. */
#define EXPECT_NO_REGION(t, root, start, n, words) \
	expect_no_region(t, __LINE__, root, start, n, words)

static void expect_no_region(struct test *t, int line, struct resource *root, resource_size_t start,
			     resource_size_t n, const char *words)
{
	test_expect(t, !__request_region(root, start, n, "refused"), line, words, start, n);
	test_expect_warning(t, line, words);
}

/* There must be no such claim to be released. */
#define EXPECT_NO_RELEASE(t, root, start, n) expect_no_release(t, __LINE__, root, start, n)

static void expect_no_release(struct test *t, int line, struct resource *root,
			      resource_size_t start, resource_size_t n)
{
	__release_region(root, start, n);
	test_expect_warning(t, line, "Trying to free nonexistent resource");
}

TEST(R4_no_bytes)
{
	struct resource root = NEW_ROOT;

	EXPECT_NO_REGION(t, &root, 0x1000, 0, "size 0");
	EXPECT_NO_REGION(t, &root, 0, 0, "size 0");
	EXPECT_NO_REGION(t, &iomem_resource, 0, 0, "size 0");
	EXPECT_NO_RELEASE(t, &root, 0, 0);
	EXPECT_TRUE(t, is_empty(&root));
}

TEST(R4_bytes_that_wrap)
{
	EXPECT_NO_REGION(t, &iomem_resource, ~0UL - 1, 3, "is empty or wraps");
	EXPECT_NE(t, request_mem_region(~0UL - 1, 2, "the last two bytes"), NULL);
	release_mem_region(~0UL - 1, 2);
	EXPECT_EQ(t, request_region(IO_SPACE_LIMIT, 2, "beyond the last port"), NULL);
	EXPECT_WARNING(t, "is not inside \"PCI IO\" [io 0x0000-0xffff]");
}

TEST(R5_request_descends)
{
	struct resource root = NEW_ROOT;
	struct resource bus = mem_resource(0x10000, 0x10000, "bus");
	struct resource slot = mem_resource(0x12000, 0x2000, "slot");
	struct resource *region;

	request_resource(&root, &bus);
	request_resource(&bus, &slot);
	region = __request_region(&root, 0x12100, 0x100, "device");
	EXPECT_EQ(t, at(&slot, 0x12100), region);
	EXPECT_EQ(t, region->parent, &slot);

	EXPECT_NO_REGION(t, &root, 0x12100, 0x100, "conflicts with \"device\"");
	EXPECT_NO_REGION(t, &root, 0x12110, 0x10, "conflicts with \"device\"");
	EXPECT_NO_REGION(t, &root, 0x12000, 0x1000, "conflicts with \"device\"");
	EXPECT_NO_REGION(t, &root, 0x13fff, 2, "is not inside \"slot\"");
	EXPECT_NO_REGION(t, &root, 0x11000, 0x4000, "is not inside \"slot\"");

	__release_region(&root, 0x12100, 0x100);
	EXPECT_TRUE(t, is_empty(&slot));
}

TEST(R6_flags_of_a_region)
{
	struct resource root = DEFINE_RES_NAMED(0, 0x10000, "root", IORESOURCE_IO);
	struct resource ram =
		DEFINE_RES_NAMED(FAR, 0x10000, "far RAM", IORESOURCE_SYSTEM_RAM | IORESOURCE_UNSET);
	struct resource *region = __request_region(&root, 0x1000, 8, "ports");

	EXPECT_EQ(t, region->flags, IORESOURCE_IO | IORESOURCE_BUSY);
	EXPECT_TRUE(t, !strcmp(region->name, "ports"));
	EXPECT_EQ(t, region->start, 0x1000);
	EXPECT_EQ(t, region->end, 0x1007);
	__release_region(&root, 0x1000, 8);

	request_resource(&iomem_resource, &ram);
	region = request_mem_region(FAR, 0x1000, "part of it");
	EXPECT_EQ(t, region->flags, IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY);
	release_mem_region(FAR, 0x1000);
	EXPECT_EQ(t, release_resource(&ram), 0);
}

TEST(R7_pitfall_58_release_of_what_nobody_claimed)
{
	struct resource root = NEW_ROOT;
	struct resource window = mem_resource(0x4000, 0x1000, "window");
	struct resource *region = __request_region(&root, 0x1000, 0x1000, "device");

	request_resource(&root, &window);
	__release_region(&root, 0x1000, 0xfff);
	EXPECT_WARNING(t,
		       "Trying to free nonexistent resource <0000000000001000-0000000000001ffe>");
	EXPECT_NO_RELEASE(t, &root, 0x1000, 0x1001);
	EXPECT_NO_RELEASE(t, &root, 0x1001, 0xfff);
	EXPECT_NO_RELEASE(t, &root, 0x3000, 0x1000);
	EXPECT_NO_RELEASE(t, &root, 0x4000, 0x1000); /* a description, no claim */
	EXPECT_EQ(t, at(&root, 0x1000), region);
	EXPECT_EQ(t, at(&root, 0x4000), &window);

	__release_region(&root, 0x1000, 0x1000);
	EXPECT_EQ(t, at(&root, 0x1000), NULL);
	EXPECT_NO_RELEASE(t, &root, 0x1000, 0x1000);
}

TEST(R7_release_of_busy_RAM_is_refused)
{
	struct resource root = NEW_ROOT;
	struct resource ram = DEFINE_RES_NAMED(0x10000, 0x10000, "System RAM",
					       IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY);
	struct resource code = DEFINE_RES_NAMED(0x10000, 0x1000, "Kernel code",
						IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY);

	request_resource(&root, &ram);
	request_resource(&ram, &code);
	EXPECT_NO_RELEASE(t, &root, 0x10000, 0x10000);
	EXPECT_EQ(t, code.parent, &ram);
	EXPECT_EQ(t, ram.parent, &root);
}

TEST(R8_release_descends)
{
	struct resource root = NEW_ROOT;
	struct resource bus = mem_resource(0x10000, 0x10000, "bus");

	__request_region(&root, 0x10000, 0x10000, "all of the bus");
	__release_region(&root, 0x10000, 0x10000);
	request_resource(&root, &bus);
	__request_region(&root, 0x10000, 0x10000, "all of the bus");
	EXPECT_NE(t, at(&bus, 0x10000), NULL);
	__release_region(&root, 0x10000, 0x10000);
	EXPECT_TRUE(t, is_empty(&bus));
	EXPECT_EQ(t, at(&root, 0x10000), &bus);
}

TEST(R15_pitfall_50_mapping_across_a_border)
{
	struct resource bar0 = mem_resource(FAR, 0x2000, "BAR 0");
	struct resource bar1 = mem_resource(FAR + 0x2000, 0x1800, "BAR 1");
	struct resource part = mem_resource(FAR + 0x1000, 0x1000, "part");

	request_resource(&iomem_resource, &bar0);
	request_resource(&iomem_resource, &bar1);
	EXPECT_EQ(t, iomem_map_sanity_check(FAR, 0x2000), 0);
	EXPECT_EQ(t, iomem_map_sanity_check(FAR + 0x800, 0x100), 0);
	EXPECT_EQ(t, iomem_map_sanity_check(FAR + 0x10000, 0x10000), 0);
	/* The last page is BAR 1's, though not all of it. */
	EXPECT_EQ(t, iomem_map_sanity_check(FAR + 0x2000, 0x2000), 0);
	EXPECT_EQ(t, iomem_map_sanity_check(FAR, 0), 0);
	EXPECT_EQ(t, iomem_map_sanity_check(0, 0), 0);

	EXPECT_EQ(t, iomem_map_sanity_check(FAR, 0x2001), -1);
	EXPECT_WARNING(t, "spans more than \"BAR 0\" [mem 0xffff000000000000-0xffff000000001fff]");
	EXPECT_EQ(t, iomem_map_sanity_check(FAR + 0x2000, 0x2001), -1);
	EXPECT_WARNING(t, "spans more than \"BAR 1\"");
	EXPECT_EQ(t, iomem_map_sanity_check(FAR - 1, 2), -1);
	EXPECT_WARNING(t, "spans more than \"BAR 0\"");

	request_resource(&bar0, &part);
	EXPECT_EQ(t, iomem_map_sanity_check(FAR, 0x2000), -1);
	EXPECT_WARNING(t, "spans more than \"part\"");
	part.flags |= IORESOURCE_BUSY;
	EXPECT_EQ(t, iomem_map_sanity_check(FAR, 0x2000), 0);
	release_resource(&bar0);
	release_resource(&bar1);
}

/* Relative to FAR, and whether it is RAM. */
static const struct {
	resource_size_t start;
	size_t size;
	int result;
} ranges[] = {
	{ 0x0000, 0x1000, REGION_INTERSECTS }, /* RAM */
	{ 0x0fff, 0x0001, REGION_INTERSECTS },
	{ 0x1000, 0x1000, REGION_INTERSECTS }, /* RAM inside the window */
	{ 0x0800, 0x1000, REGION_INTERSECTS }, /* both */
	{ 0x2000, 0x1000, REGION_DISJOINT },   /* the window's hole */
	{ 0x1000, 0x2000, REGION_MIXED },      /* RAM, then the hole */
	{ 0x2000, 0x2000, REGION_MIXED },      /* the hole, then RAM */
	{ 0x1000, 0x4000, REGION_MIXED },      /* the whole window */
	{ 0x0000, 0x9000, REGION_MIXED },      /* everything */
	{ 0x3000, 0x2000, REGION_INTERSECTS }, /* RAM in the window up to its end */
	{ 0x4fff, 0x0801, REGION_INTERSECTS }, /* … and what nobody describes */
	{ 0x5000, 0x1000, REGION_DISJOINT },   /* nobody's */
	{ 0x6000, 0x1000, REGION_DISJOINT },   /* a device */
	{ 0x4000, 0x3000, REGION_MIXED },      /* RAM, nobody's, a device */
	{ 0x7000, 0x1000, REGION_INTERSECTS }, /* RAM three levels down */
	{ 0x7000, 0x1001, REGION_MIXED },
	{ 0x0000, 0x0000, REGION_DISJOINT }, /* no byte at all */
};

TEST(R16_pitfall_47_what_is_in_a_range)
{
	struct resource ram0 = ram_resource(FAR, 0x1000, "RAM 0");
	struct resource window = mem_resource(FAR + 0x1000, 0x4000, "CXL Window");
	struct resource ram1 = ram_resource(FAR + 0x1000, 0x1000, "RAM 1");
	struct resource ram2 = ram_resource(FAR + 0x3000, 0x2000, "RAM 2");
	struct resource device = mem_resource(FAR + 0x6000, 0x1000, "device");
	struct resource deep = mem_resource(FAR + 0x7000, 0x2000, "deep window");
	struct resource deeper = mem_resource(FAR + 0x7000, 0x1800, "deeper window");
	struct resource ram3 = ram_resource(FAR + 0x7000, 0x1000, "RAM 3");
	struct resource *all[] = { &ram0, &window, &ram1, &ram2, &device, &deep, &deeper, &ram3 };

	for (unsigned int i = 0; i < ARRAY_SIZE(all); i++)
		EXPECT_EQ(t, insert_resource(&iomem_resource, all[i]), 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(ranges); i++)
		EXPECT_EQ(t,
			  region_intersects(FAR + ranges[i].start, ranges[i].size,
					    IORESOURCE_SYSTEM_RAM),
			  ranges[i].result);
	for (unsigned int i = 0; i < ARRAY_SIZE(all); i++)
		remove_resource(all[i]);
}

TEST(R16_the_last_byte_of_all)
{
	struct resource window = mem_resource(~0UL - 0xfff, 0x1000, "last page");
	struct resource ram = ram_resource(~0UL - 0xff, 0x100, "last RAM");

	request_resource(&iomem_resource, &window);
	request_resource(&window, &ram);
	EXPECT_EQ(t, region_intersects(~0UL - 0xff, 0x100, IORESOURCE_SYSTEM_RAM),
		  REGION_INTERSECTS);
	EXPECT_EQ(t, region_intersects(~0UL - 0xfff, 0x1000, IORESOURCE_SYSTEM_RAM), REGION_MIXED);
	EXPECT_EQ(t, region_intersects(~0UL, 1, IORESOURCE_SYSTEM_RAM), REGION_INTERSECTS);
	release_resource(&window);
}

TEST(R20_nobody_waits_for_a_busy_region)
{
	struct resource root = NEW_ROOT;

	EXPECT_NE(t, __request_region(&root, 0x60, 1, "index port"), NULL);
	EXPECT_NO_REGION(t, &root, 0x60, 1, "conflicts with \"index port\"");
	__release_region(&root, 0x60, 1);
	EXPECT_NE(t, __request_region(&root, 0x60, 1, "second user"), NULL);
	__release_region(&root, 0x60, 1);
}

TEST(pitfall_66_a_conflict_names_the_holder)
{
	EXPECT_NE(t, request_mem_region(FAR + 0x1000, 0x1000, "pl011 9000000.pl011"), NULL);
	EXPECT_EQ(t, request_mem_region(FAR + 0x1800, 0x1000, "second node"), NULL);
	EXPECT_WARNING(t, "[mem 0xffff000000001800-0xffff0000000027ff] conflicts with "
			  "\"pl011 9000000.pl011\" [mem 0xffff000000001000-0xffff000000001fff] "
			  "[caller ");
	release_mem_region(FAR + 0x1000, 0x1000);
}

TEST(region_without_memory_leaves_nothing)
{
	struct resource root = NEW_ROOT;

	allocations_until_failure = 1;
	EXPECT_EQ(t, __request_region(&root, 0x1000, 0x1000, "device"), NULL);
	EXPECT_EQ(t, allocations_until_failure, 0);
	EXPECT_WARNING(t, "no memory");
	EXPECT_TRUE(t, is_empty(&root));
	EXPECT_NE(t, __request_region(&root, 0x1000, 0x1000, "device"), NULL);
	__release_region(&root, 0x1000, 0x1000);
}
