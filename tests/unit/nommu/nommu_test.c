// SPDX-License-Identifier: MIT
/* What a kernel without an MMU maps, refuses and says: all of mm/nommu and kernel/nommu. */
#include <bootmap/boot.h>
#include <bootmap/compiler.h>
#include <bootmap/fault.h>
#include <bootmap/fixmap.h>
#include <bootmap/ioremap.h>
#include <bootmap/memblock.h>
#include <bootmap/page_alloc.h>
#include <bootmap/paging.h>
#include <bootmap/pgtable.h>
#include <bootmap/vmalloc.h>
#include <string.h>
#include <tests/test.h>

#define DEVICE 0x9030000UL

TEST(without_MMU_each_kind_of_ioremap_is_the_same)
{
	phys_addr_t last = BIT(phys_addr_bits()) - 1;
	phys_addr_t ram = memblock_start_of_DRAM();

	EXPECT_EQ(t, (unsigned long)ioremap(DEVICE + 4, 4), DEVICE + 4);
	EXPECT_EQ(t, (unsigned long)ioremap_np(DEVICE, 4), DEVICE);
	EXPECT_EQ(t, (unsigned long)ioremap_wc(DEVICE, 4), DEVICE);
	EXPECT_EQ(t, (unsigned long)ioremap(ram - 4, 4), ram - 4);
	EXPECT_EQ(t, (unsigned long)ioremap(last, 1), last);
	EXPECT_EQ(t, ioremap(last, 2), NULL);
	EXPECT_WARNING(t, "phys-width");
	EXPECT_EQ(t, ioremap(ram - 4, 5), NULL);
	EXPECT_WARNING(t, "ram");
	EXPECT_EQ(t, ioremap_np(ram, 1), NULL);
	EXPECT_WARNING(t, "ram");
	EXPECT_EQ(t, ioremap_wc(DEVICE, 0), NULL);
	EXPECT_WARNING(t, "size0");
	EXPECT_EQ(t, ioremap(ram, ~0UL), NULL);
	EXPECT_WARNING(t, "wrap");
}

TEST(without_MMU_vmalloc_is_a_block_of_pages)
{
	unsigned long before = nr_free_pages();
	char *memory = vmalloc(3 * PAGE_SIZE);

	EXPECT_EQ(t, nr_free_pages(), before - 4);
	EXPECT_TRUE(t, memblock_is_memory((unsigned long)memory));
	vfree(memory);
	EXPECT_EQ(t, nr_free_pages(), before);
	vfree(NULL);
	EXPECT_EQ(t, vmalloc(0), NULL);
	EXPECT_EQ(t, nr_free_pages(), before);
}

TEST(without_MMU_every_address_is_mapped_to_itself)
{
	struct pgtable_walk walk;

	EXPECT_TRUE(t, pgtable_walk(0x12345678, &walk) && walk.mapped);
	EXPECT_EQ(t, walk.phys, 0x12345678);
}

TEST(without_MMU_nothing_of_the_image_is_freed)
{
	unsigned long before = nr_free_pages();

	free_initmem();
	EXPECT_EQ(t, nr_free_pages(), before);
}

TEST(without_MMU_a_tree_is_where_it_is)
{
	static u32 header[10] __aligned(8);
	phys_addr_t tree = (unsigned long)header;
	const char *why;
	u32 size;

	EXPECT_EQ(t, fixmap_remap_fdt(0, &size, &why), NULL);
	EXPECT_NE(t, why, NULL);
	EXPECT_EQ(t, fixmap_remap_fdt(tree + 4, &size, &why), NULL);
	EXPECT_NE(t, why, NULL);
	EXPECT_EQ(t, fixmap_remap_fdt(tree, &size, &why), NULL);
	EXPECT_NE(t, why, NULL);
	header[0] = __builtin_bswap32(0xd00dfeed);
	header[1] = __builtin_bswap32(sizeof(header));
	EXPECT_EQ(t, fixmap_remap_fdt(tree, &size, &why), header);
	EXPECT_EQ(t, why, NULL);
	EXPECT_EQ(t, size, sizeof(header));
}

static const char *region_of(unsigned long address)
{
	static char text[REGION_TEXT_MAX];

	describe_region(text, sizeof(text), address);
	return text;
}

static const char *reason_of(enum fault_cause cause)
{
	const struct fault fault = { .cause = cause };

	return likely_reason(&fault);
}

TEST(without_MMU_an_address_is_RAM_or_not)
{
	phys_addr_t ram = memblock_start_of_DRAM();

	EXPECT_EQ(t, strcmp(region_of(ram), "physical address, RAM"), 0);
	EXPECT_EQ(t, strcmp(region_of(ram - 1), "physical address, no RAM"), 0);
	EXPECT_TRUE(t, strstr(reason_of(CAUSE_ASYNC), "an earlier access failed"));
	EXPECT_TRUE(t, strstr(reason_of(CAUSE_EXTERNAL), "no device answers"));
	EXPECT_TRUE(t, strstr(reason_of(CAUSE_ALIGNMENT), "does not expect"));
}
