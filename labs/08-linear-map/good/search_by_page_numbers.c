// SPDX-License-Identifier: MIT
// Counts pages instead of addresses; three calls for the parts, of which any may be empty.
static void __init map_around_image(phys_addr_t start, phys_addr_t end)
{
	phys_addr_t image = boot_info.kernel_phys, data = __pa_symbol(_data);

	if (image >= end || data <= start)
		image = data = end;
	map_linear(start, image, PAGE_KERNEL, 0);
	map_linear(image, data, PAGE_KERNEL_RO, MAP_NO_CONT | MAP_PAGES_ONLY);
	map_linear(data, end, PAGE_KERNEL, 0);
}

static void __init map_region(const struct memblock_region *ram)
{
	phys_addr_t end = ram->base + ram->size, limit = LINEAR_MAP_LIMIT;

	if (end > limit)
		pr_warn("paging_init: RAM 0x%lx reaches beyond the linear map: cut", ram->base);
	if (ram->base < limit)
		map_around_image(ram->base, end > limit ? limit : end);
}

static bool __init memory_responds(volatile u64 *word)
{
	u64 old = *word, other = old ^ 0xffffffffffffffff;
	bool kept;

	WRITE_ONCE(*word, other);
	flush_line(word);
	kept = READ_ONCE(*word) == other;
	WRITE_ONCE(*word, old);
	return kept;
}

static phys_addr_t __init find_end(phys_addr_t start, phys_addr_t end)
{
	unsigned long good = 0, bad = (end - start) >> PAGE_SHIFT;

	if (!ram_responds(start))
		return start;
	if (ram_responds(end - PAGE_SIZE))
		return end;
	while (bad - good > 1) {
		unsigned long middle = good + (bad - good) / 2;

		if (ram_responds(start + middle * PAGE_SIZE))
			good = middle;
		else
			bad = middle;
	}
	return start + bad * PAGE_SIZE;
}
