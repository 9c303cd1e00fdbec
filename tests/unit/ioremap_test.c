// SPDX-License-Identifier: MIT
/*
 * Tests of ioremap() and its variants: refusals, and memory types. Release builds skip most checks
 * for a range that is clearly outside RAM, so they contain these tests, too.
 */
#include "support.h"

#include <bootmap/ioremap.h>
#include <bootmap/memblock.h>

/* The last RAM that there is: on a PC, something else ends where it begins. */
static const struct memblock_region *ram(void)
{
	return &memblock.memory.regions[memblock.memory.cnt - 1];
}

static phys_addr_t ram_start(void)
{
	return ram()->base;
}

static phys_addr_t ram_end(void)
{
	return ram()->base + ram()->size;
}

/* The page before it; on some boards RAM begins at 0, and this is its first page. */
static phys_addr_t before_ram(void)
{
	return ram_start() ? ram_start() - PAGE_SIZE : 0;
}

TEST(I1_size_0_is_refused)
{
	EXPECT_NULL(t, ioremap(DEVICE, 0), "size0");
}

TEST(I2_wrap_is_refused)
{
	EXPECT_NULL(t, ioremap(~0UL, 2), "wrap");
	EXPECT_NULL(t, ioremap(DEVICE, ~0UL), "wrap");
}

TEST(I3_beyond_the_physical_address_size_is_refused)
{
	phys_addr_t limit = BIT(phys_addr_bits());

	EXPECT_NULL(t, ioremap(limit, 1), "phys-width");
	EXPECT_NULL(t, ioremap(limit - PAGE_SIZE, PAGE_SIZE + 1), "phys-width");
	EXPECT_NULL(t, ioremap(ram_end() - 1, limit), "phys-width");
	EXPECT_NULL(t, ioremap(limit - 1, 2), "phys-width");
	WITH_MAPPING(t, p, ioremap(limit - 1, 1), EXPECT_EQ(t, leads_to(address_of(p)), limit - 1));
}

TEST(I4_pitfall_42_43_RAM_anywhere_in_the_range_is_refused)
{
	EXPECT_NULL(t, ioremap(ram_start(), PAGE_SIZE), "ram");
	EXPECT_NULL(t, ioremap(before_ram(), 2 * PAGE_SIZE), "ram");
	EXPECT_NULL(t, ioremap(before_ram(), PAGE_SIZE + 1), "ram");
	EXPECT_NULL(t, ioremap(ram_end() - 1, 1), "ram");
	EXPECT_NULL(t, ioremap(ram_end() - 1, 2 * PAGE_SIZE), "ram");
}

TEST(pitfall_44_beside_RAM_is_allowed)
{
	if (ram_start())
		WITH_MAPPING(t, p, ioremap(before_ram(), PAGE_SIZE), (void)0);
	WITH_MAPPING(t, p, ioremap(ram_end(), PAGE_SIZE), (void)0);
}

static bool has_type(const volatile void __iomem *p, pgprot_t prot)
{
	return pte_same_type(entry_of(address_of(p)), pte_mkpage(0, prot));
}

/* A mapping of this type, or one word where the architecture has none. */
#define EXPECT_TYPE(t, call, prot)                                         \
	do {                                                               \
		if ((prot).val)                                            \
			WITH_MAPPING(t, p, (void __iomem *)(call),         \
				     EXPECT_TRUE(t, has_type(p, prot)));   \
		else                                                       \
			EXPECT_NULL(t, (void __iomem *)(call), "no-type"); \
	} while (0)

TEST(I19_memory_types)
{
	EXPECT_TYPE(t, ioremap(DEVICE, 1), PAGE_IO);
	EXPECT_TYPE(t, ioremap_nocache(DEVICE, 1), PAGE_IO);
	EXPECT_TYPE(t, ioremap_np(DEVICE, 1), PAGE_IO_NP);
	EXPECT_TYPE(t, ioremap_wc(DEVICE, 1), PAGE_IO_WC);
	EXPECT_TYPE(t, ioremap_uc(DEVICE, 1), PAGE_IO_UC);
	EXPECT_TYPE(t, ioremap_wt(DEVICE, 1), PAGE_IO_WT);
	EXPECT_TYPE(t, ioremap_cache(DEVICE, 1), PAGE_KERNEL);
	EXPECT_EQ(t, address_of(ioremap_cache(ram_start(), 1)), (unsigned long)__va(ram_start()));
	iounmap((void __iomem *)__va(ram_start())); /* nothing to do */
}

TEST(I24_pitfall_46_memremap)
{
	char *memory = __va(ram_start());

	EXPECT_EQ(t, memremap(ram_start(), 100, MEMREMAP_WB), memory);
	memunmap(memory);
	EXPECT_NULL(t, (void __iomem *)memremap(ram_start(), 0, MEMREMAP_WC), "size0");
	EXPECT_NULL(t, (void __iomem *)memremap(0, 0, MEMREMAP_WB), "size0");
	EXPECT_NULL(t, (void __iomem *)memremap(ram_start(), PAGE_SIZE, MEMREMAP_WC), "alias");
	EXPECT_NULL(t, (void __iomem *)memremap(ram_end() - PAGE_SIZE, 2 * PAGE_SIZE, MEMREMAP_WB),
		    "mixed");
	if (ram_start())
		EXPECT_NULL(t, (void __iomem *)memremap(before_ram(), 2 * PAGE_SIZE, MEMREMAP_WB),
			    "mixed");
}

/*
 * The first type that was asked for and that the architecture has; never one that was not asked
 * for.
 */
TEST(I24_memremap_gives_a_type_that_was_asked_for)
{
	pgprot_t wt_or_wc = PAGE_IO_WT.val ? PAGE_IO_WT : PAGE_IO_WC;

	EXPECT_TYPE(t, memremap(DEVICE, 1, MEMREMAP_WB), PAGE_KERNEL);
	EXPECT_TYPE(t, memremap(DEVICE, 1, MEMREMAP_WB | MEMREMAP_WC), PAGE_KERNEL);
	EXPECT_TYPE(t, memremap(DEVICE, 1, MEMREMAP_WT), PAGE_IO_WT);
	EXPECT_TYPE(t, memremap(DEVICE, 1, MEMREMAP_WT | MEMREMAP_WC), wt_or_wc);
	EXPECT_TYPE(t, memremap(DEVICE, 1, MEMREMAP_WC), PAGE_IO_WC);
	EXPECT_NULL(t, (void __iomem *)memremap(DEVICE, 1, 0), "no-type");
}
