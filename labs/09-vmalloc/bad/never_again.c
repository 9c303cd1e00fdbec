// SPDX-License-Identifier: MIT
// caught by: used-again
// changes: part/first_fit.c
/* The next address is behind the last one, for ever. */
static struct record **first_hole(phys_addr_t phys, size_t size, unsigned long *addr)
{
	static unsigned long next = VMALLOC_START;
	unsigned long block = block_for(phys, size);
	struct record **link = &records;

	*addr = next + ((phys - next) & (block - 1));
	if (!fits(*addr, size, VMALLOC_END))
		return NULL;
	next = *addr + size + PAGE_SIZE;
	while (*link)
		link = &(*link)->next;
	return link;
}
