// SPDX-License-Identifier: MIT
/*
 * Page tables as memory: where a new one comes from, and through which address it is read and
 * written. The walker calls this. Before there is a linear map, each level has one window, a fixmap
 * slot that shows one table at a time:
 *
 *   level PUD: FIX_PUD ---> the table of that level that was opened last
 *   level PMD: FIX_PMD --->   …
 *   level PTE: FIX_PTE --->   …
 */
#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/fixmap.h>
#include <bootmap/memblock.h>
#include <bootmap/page_alloc.h>
#include <bootmap/table.h>

#include <asm/page.h>

bool linear_map_ready;

/* The root needs no window: init_top_pgt is in the image. */
static const enum fixed_addresses windows[PGTABLE_LEVELS] = {
	[LEVEL_TOP] = FIX_HOLE,
	[LEVEL_PUD] = FIX_PUD,
	[LEVEL_PMD] = FIX_PMD,
	[LEVEL_PTE] = FIX_PTE,
};
static phys_addr_t shown[PGTABLE_LEVELS];

static void __init show_table(int level, phys_addr_t table)
{
	if (shown[level] == table)
		return;
	if (shown[level])
		clear_fixmap(windows[level]);
	if (table)
		set_fixmap(windows[level], table);
	shown[level] = table;
}

pte_t noinline __init *early_table_open(phys_addr_t table, int level)
{
	const size_t image_size = (unsigned long)_end - (unsigned long)_head;

	if (table - boot_info.kernel_phys < image_size)
		return table_from_phys(table);
	BUG_ON(level == LEVEL_TOP);
	show_table(level, table);
	return kernel_pointer(__fix_to_virt(windows[level]));
}

void __init early_tables_end(void)
{
	for (int level = LEVEL_PUD; level <= LEVEL_PTE; level++)
		show_table(level, 0);
	linear_map_ready = true;
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
	/* Clearing the whole page is faster than clearing half of it entry by entry. */
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
