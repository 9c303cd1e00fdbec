// SPDX-License-Identifier: MIT
// Another way to the same numbers.
static inline unsigned long pages_touched(unsigned long start, size_t size)
{
	unsigned long offset = start & ~PAGE_MASK;

	return DIV_ROUND_UP(offset + size, PAGE_SIZE);
}

static inline const char *objection(phys_addr_t phys, size_t size, unsigned long slot)
{
	const char *why = open ? range_objection(phys, size) : "too-late";

	if (!why && pages_touched(phys, size) > NR_FIX_BTMAPS)
		why = "too-big";
	if (!why && slot >= FIX_BTMAPS_SLOTS)
		why = "no-slot";
	return why;
}

int copy_from_early_mem(void *dst, phys_addr_t src, size_t size)
{
	u8 *to = dst;

	while (size > 0) {
		unsigned long rest = PAGE_SIZE - (src & ~PAGE_MASK);
		size_t chunk = size < rest ? size : rest;
		void *p = early_memremap_ro(src, chunk);

		if (!p)
			return -ENOMEM;
		memcpy(to, kernel_pointer((unsigned long)p), chunk);
		early_memunmap(p, chunk);
		to += chunk;
		src += chunk;
		size -= chunk;
	}
	return 0;
}
