// SPDX-License-Identifier: MIT
// caught by: blocks
// changes: part/first_fit.c
static struct record **first_hole(phys_addr_t phys, size_t size, unsigned long *addr)
{
	unsigned long block = block_for(phys, size), from = VMALLOC_START;
	struct record **link = &records;

	for (;; link = &(*link)->next) {
		*addr = ROUND_UP(from, block);
		if (fits(*addr, size, *link ? (*link)->area.addr : VMALLOC_END))
			return link;
		if (!*link)
			return NULL;
		from = end_of(*link);
	}
}
