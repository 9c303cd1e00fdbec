// SPDX-License-Identifier: MIT
#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/fixmap.h>
#include <bootmap/memblock.h>
#include <bootmap/page_alloc.h>
#include <bootmap/paging.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <bootmap/traps.h>

#include <asm/page.h>

bool linear_map_ready;

/* The slot for each level of new tables. Level 0 is init_top_pgt, which the image maps. */
static const enum fixed_addresses table_slots[PGTABLE_LEVELS] = { FIX_HOLE, FIX_PUD, FIX_PMD,
								  FIX_PTE };
static phys_addr_t shown[PGTABLE_LEVELS];

static void __init show_table(int level, phys_addr_t table)
{
	if (shown[level] == table)
		return;
	if (shown[level])
		clear_fixmap(table_slots[level]);
	if (table)
		set_fixmap(table_slots[level], table);
	shown[level] = table;
}

pte_t noinline __init *early_table_open(phys_addr_t table, int level)
{
	const size_t image_size = (unsigned long)_end - (unsigned long)_head;

	if (table - boot_info.kernel_phys < image_size)
		return table_from_phys(table);
	BUG_ON(!level);
	show_table(level, table);
	return kernel_pointer(__fix_to_virt(table_slots[level]));
}

static noinline phys_addr_t __init early_table_page(void)
{
	return memblock_phys_alloc_range(PAGE_SIZE, PAGE_SIZE, 0, LINEAR_MAP_LIMIT, "page tables");
}

static inline phys_addr_t table_page(void)
{
	void *page = alloc_pages(0);

	return page ? __pa(page) : 0;
}

phys_addr_t table_alloc(int level, unsigned int first, unsigned int nr)
{
	phys_addr_t page = linear_map_ready ? table_page() : early_table_page();
	pte_t *table;

	if (!page)
		return 0;
	table = table_open(page, level);
	/* A page at once is quicker than the half of one by entries. */
	if (nr < PTRS_PER_TABLE / 2) {
		clear_page(table);
	} else {
		clear_pte_run(table, first);
		clear_pte_run(table + first + nr, PTRS_PER_TABLE - first - nr);
	}
	return page;
}

void table_free(phys_addr_t table)
{
	free_pages(__va(table), 0);
}

static void __init map_linear(phys_addr_t start, phys_addr_t end, pgprot_t prot, unsigned int flags)
{
	unsigned long va = PAGE_OFFSET + start;

	if (start < end && map_range(va, va + (end - start), start, prot, flags))
		panic("there is no memory for the page tables of the linear map");
}

/* The image's constant part: read-only here too, and in pages, since some will be freed. */
static void __init map_around_image(phys_addr_t start, phys_addr_t end)
{
	phys_addr_t image = boot_info.kernel_phys, writable = __pa_symbol(_data);

	if (image < start || writable > end) {
		map_linear(start, end, PAGE_KERNEL, 0);
		return;
	}
	map_linear(start, image, PAGE_KERNEL, 0);
	map_linear(image, writable, PAGE_KERNEL_RO, MAP_PAGES_ONLY | MAP_NO_CONT);
	map_linear(writable, end, PAGE_KERNEL, 0);
}

/* Part of a page cannot be mapped, and what lies beyond the linear map not at all. */
static void __init map_region(const struct memblock_region *ram)
{
	phys_addr_t start = ROUND_UP(ram->base, PAGE_SIZE);
	phys_addr_t end = (ram->base + ram->size) & PAGE_MASK;

	if (end > LINEAR_MAP_LIMIT) {
		pr_warn("paging_init: RAM at 0x%lx+0x%lx reaches beyond the linear map: cut",
			ram->base, ram->size);
		end = LINEAR_MAP_LIMIT;
	}
	map_around_image(start, end);
}

static void __init show_linear_map(void)
{
	for (unsigned int i = 0; i < memblock.memory.cnt; i++) {
		const struct memblock_region *ram = &memblock.memory.regions[i];

		show_mapping("paging_init", "RAM, linear map", PAGE_OFFSET + ram->base, ram->size);
	}
}

/* What somebody holds is in use already: that it is there need not be asked, and must not. */
static bool __init answers(phys_addr_t phys)
{
	unsigned long va = fix_to_virt(FIX_PTE) + (phys & ~PAGE_MASK);
	volatile bool there = false; /* after a trap, too: it outlives the longjmp() */
	struct trap trap;

	if (memblock_is_reserved(phys))
		return true;
	set_fixmap(FIX_PTE, phys);
	CATCH_TRAP(&trap, there = memory_answers(kernel_pointer(va)));
	clear_fixmap(FIX_PTE);
	return there;
}

/* How far a range answers; RAM is in one piece, so a binary search finds where it ends. */
static phys_addr_t __init find_end(phys_addr_t start, phys_addr_t end)
{
	if (!answers(ROUND_UP(start, sizeof(u64))))
		return start;
	start &= PAGE_MASK;
	while (end - start > PAGE_SIZE && !answers((end - 1) & PAGE_MASK)) {
		phys_addr_t middle = ROUND_UP(start + (end - start) / 2, PAGE_SIZE);

		*(answers(middle) ? &start : &end) = middle;
	}
	return end;
}

/* What firmware only claims to be there would fail when it is too late to say so. */
static void __init drop_absent_ram(void)
{
	for (unsigned int i = memblock.memory.cnt; i-- > 0;) {
		struct memblock_region ram = memblock.memory.regions[i];
		phys_addr_t end = ram.base + ram.size, there = find_end(ram.base, end);

		if (there < end)
			pr_warn("RAM at 0x%lx+0x%lx does not answer: ignored", there, end - there);
		memblock_remove(there, end - there);
	}
	if (!memblock_phys_mem_size())
		panic("none of the RAM that was announced answers");
}

void __init paging_init(void)
{
	drop_absent_ram();
	for (unsigned int i = 0; i < memblock.memory.cnt; i++)
		map_region(&memblock.memory.regions[i]);
	for (int level = 1; level < PGTABLE_LEVELS; level++)
		show_table(level, 0);
	linear_map_ready = true;
	show_linear_map();
	arch_remove_identity_map();
	boot_stage_enter(BOOT_PAGING);
}
