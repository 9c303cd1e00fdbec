// SPDX-License-Identifier: MIT
/*
 * Maps the whole pages [@start, @end) of RAM. The read-only part of the image, from
 * boot_info.kernel_phys to the physical address of _data, is read-only here too, in 4 KiB pages
 * without the contiguous hint (MAP_PAGES_ONLY, MAP_NO_CONT), because some are freed later. It is
 * in this range as a whole, or not at all.
 *
 * TODO: this maps all of it writable.
 */
static void __init map_around_image(phys_addr_t start, phys_addr_t end)
{
	map_linear(start, end, PAGE_KERNEL, 0);
}

/*
 * Maps a range of RAM, which is whole pages. What is beyond LINEAR_MAP_LIMIT is left out, after a
 * pr_warn() that says "reaches beyond the linear map: cut".
 *
 * TODO: this maps nothing.
 */
static void __init map_region(const struct memblock_region *ram)
{
	map_around_image(ram->base, ram->base);
}

/*
 * Does memory respond at @word? An access to an address without memory may trap, and the caller
 * catches that. No rule says that it must: a bus may also read as zeros or ones, and ignore a
 * write. flush_line() makes the caches forget the word, so that the next access goes to the memory.
 * Afterwards the word is as it was.
 *
 * TODO: write something, read it back.
 */
static bool __init memory_responds(volatile u64 *word)
{
	(void)word;
	return true;
}

/*
 * Is there memory at a page? The page is mapped at FIX_PTE for this, and unmapped again. Reserved
 * memory is in use: it exists, and must not be written to.
 *
 * TODO: kernel_pointer() of the slot's address is where to look.
 */
static bool __init ram_responds(phys_addr_t phys)
{
	(void)phys;
	return memory_responds(NULL);
}

/*
 * How far the RAM of a range responds: @end if all of it does, @start if nothing does, else the
 * address after the last page that does. It is in one piece, and in whole pages. A few dozen looks
 * are enough, whatever the size.
 *
 * TODO: look at the first and at the last page; then?
 */
static phys_addr_t __init find_end(phys_addr_t start, phys_addr_t end)
{
	return ram_responds(start) ? end : start;
}
