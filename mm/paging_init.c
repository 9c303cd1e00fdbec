// SPDX-License-Identifier: MIT
/*
 * The linear map: all RAM at PAGE_OFFSET plus its physical address. start_kernel() calls
 * paging_init() once, when memblock knows the RAM. The RAM that firmware describes is tested first,
 * then mapped by the walker; at the end the identity map of head.S goes.
 *
 *   physical             0 . . [RAM . . . image . . . . . . . . . . RAM]
 *   PAGE_OFFSET + that         [blocks][pages, read-only][pages, blocks]
 */
#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/fixmap.h>
#include <bootmap/memblock.h>
#include <bootmap/paging.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <bootmap/table.h>
#include <bootmap/traps.h>

#include <asm/page.h>

static void __init map_linear(phys_addr_t start, phys_addr_t end, pgprot_t prot, unsigned int flags)
{
	unsigned long va = PAGE_OFFSET + start;

	if (start < end && map_range(va, va + (end - start), start, prot, flags))
		panic("there is no memory for the page tables of the linear map");
}

/*
 * The read-only part of the image: read-only here too, in 4 KiB pages, because some are freed
 * later.
 */
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

/* Leaves out RAM that is beyond the linear map. */
static void __init map_region(const struct memblock_region *ram)
{
	phys_addr_t end = ram->base + ram->size;

	if (end > LINEAR_MAP_LIMIT) {
		pr_warn("paging_init: RAM at 0x%lx+0x%lx reaches beyond the linear map: cut",
			ram->base, ram->size);
		end = LINEAR_MAP_LIMIT;
	}
	map_around_image(ram->base, end);
}

static void __init show_linear_map(void)
{
	for (unsigned int i = 0; i < memblock.memory.cnt; i++) {
		const struct memblock_region *ram = &memblock.memory.regions[i];

		show_mapping("paging_init", "RAM, linear map", PAGE_OFFSET + ram->base, ram->size);
	}
}

/*
 * Does memory respond at @word? An access to an address without memory may trap, and the caller
 * catches that. No rule says that it must: a bus may also read as zeros or ones, and ignore a
 * write. So this function reads back what it wrote, after the caches have forgotten it.
 */
static bool __init memory_responds(volatile u64 *word)
{
	u64 old = *word;
	bool kept;

	*word = ~old;
	flush_line(word);
	kept = *word == ~old;
	*word = old;
	flush_line(word);
	return kept;
}

/* Is there memory at a page? Reserved memory is in use: it exists, and must not be written to. */
static bool __init ram_responds(phys_addr_t phys)
{
	volatile bool there = false; /* volatile: used after a longjmp() */
	struct trap trap;

	if (memblock_is_reserved(phys))
		return true;
	set_fixmap(FIX_PTE, phys);
	CATCH_TRAP(&trap, there = memory_responds(kernel_pointer(fix_to_virt(FIX_PTE))));
	clear_fixmap(FIX_PTE);
	return there;
}

/*
 * How far the RAM of a range responds. It is in one piece, so a binary search finds its end.
 * brk_settle() has left only whole pages.
 */
static phys_addr_t __init find_end(phys_addr_t start, phys_addr_t end)
{
	if (!ram_responds(start))
		return start;
	if (ram_responds(end - PAGE_SIZE))
		return end;
	while (end - start > PAGE_SIZE) {
		phys_addr_t middle = ROUND_UP(start + (end - start) / 2, PAGE_SIZE);

		*(ram_responds(middle) ? &start : &end) = middle;
	}
	return end;
}

/*
 * Checks the RAM that firmware describes. Absent RAM would otherwise fail later without a message.
 */
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
		panic("none of the RAM that firmware describes answers");
}

void __init paging_init(void)
{
	drop_absent_ram();
	for (unsigned int i = 0; i < memblock.memory.cnt; i++)
		map_region(&memblock.memory.regions[i]);
	early_tables_end();
	show_linear_map();
	arch_remove_identity_map();
	boot_stage_enter(BOOT_PAGING);
}
