// SPDX-License-Identifier: MIT
/* Compares the kernel's walk of the tables with the hardware's own translation. */
#include <bootmap/boot.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/fixmap.h>
#include <bootmap/memblock.h>
#include <experiments/experiments.h>
#include <tests/test.h>

#include <experiments/translate.h>

static u8 memory_type(pte_t pte)
{
	return read_sysreg(mair_el1) >> (8 * FIELD_GET(PTE_ATTRINDX(7), pte.val));
}

/* Address, memory type and write permission; also that what we call unmapped fails. */
static void compare(struct test *t, unsigned long va)
{
	struct pgtable_walk walk;
	bool mapped = pgtable_walk(va, &walk);
	u64 par = translate_for_read(va);
	pte_t pte = walk_entry(&walk);

	EXPECT_EQ(t, par_failed(par), !mapped);
	if (!mapped || par_failed(par))
		return;
	EXPECT_EQ(t, par_page(par), walk.phys & PAGE_MASK);
	EXPECT_EQ(t, par_type(par), memory_type(pte));
	EXPECT_EQ(t, par_failed(translate_for_write(va)), !pte_writable(pte));
}

static void compare_range(struct test *t, unsigned long start, unsigned long end)
{
	for (unsigned long va = start; va < end && !t->failed; va += PAGE_SIZE)
		compare(t, va);
}

TEST(AT_agrees_on_the_kernel_image)
{
	compare_range(t, KIMAGE_VADDR, KIMAGE_VADDR + KIMAGE_MAX_SIZE);
}

TEST(AT_agrees_on_the_whole_fixmap)
{
	compare_range(t, FIXADDR_TOT_START, FIXADDR_TOP + PAGE_SIZE);
}

TEST(AT_agrees_on_the_identity_page_and_its_neighbours)
{
	compare_range(t, boot_info.kernel_phys - PAGE_SIZE, boot_info.kernel_phys + 2 * PAGE_SIZE);
}

/* A sample of each bank, and the pages around the image one by one. */
TEST(AT_agrees_on_the_linear_map)
{
	unsigned long image = (unsigned long)__va(boot_info.kernel_phys);

	for (unsigned int i = 0; i < memblock.memory.cnt; i++) {
		const struct memblock_region *ram = &memblock.memory.regions[i];

		for (phys_addr_t at = 0; at < ram->size; at += PMD_SIZE)
			compare(t, (unsigned long)__va(ram->base + at));
		compare(t, (unsigned long)__va(ram->base + ram->size));
	}
	compare_range(t, image - PMD_SIZE, image + PMD_SIZE);
}

TEST(AT_agrees_on_early_mappings)
{
	void __iomem *device;
	void *memory;

	device = early_ioremap(harmless_register() & PAGE_MASK, 2 * PAGE_SIZE);
	memory = early_memremap_ro(boot_info.kernel_phys, NR_FIX_BTMAPS * PAGE_SIZE);
	compare_range(t, BTMAP_VADDR, BTMAP_VADDR + PMD_SIZE);
	EXPECT_EQ(t, par_type(translate_for_read((unsigned long)(__force void *)device)), 0x04);
	EXPECT_TRUE(t, par_failed(translate_for_write((unsigned long)memory)));
	early_iounmap(device, 2 * PAGE_SIZE);
	early_memunmap(memory, NR_FIX_BTMAPS * PAGE_SIZE);
	compare_range(t, BTMAP_VADDR, BTMAP_VADDR + PMD_SIZE);
}

TEST(pitfall_09_neighbours_of_the_tree_stay_unmapped)
{
	unsigned long offset = boot_info.firmware & ~PAGE_MASK;
	const u8 *fdt = (const u8 *)(FIX_FDT_VADDR + offset);
	u32 size = fdt[4] << 24 | fdt[5] << 16 | fdt[6] << 8 | fdt[7];
	unsigned long end = FIX_FDT_VADDR + ROUND_UP(offset + size, PAGE_SIZE);

	EXPECT_TRUE(t, !par_failed(translate_for_read(end - 1)));
	EXPECT_TRUE(t, par_failed(translate_for_read(end)));
	EXPECT_TRUE(t, par_failed(translate_for_read(FIX_FDT_VADDR - 1)));
	EXPECT_TRUE(t, par_failed(translate_for_write(FIX_FDT_VADDR)));
}
