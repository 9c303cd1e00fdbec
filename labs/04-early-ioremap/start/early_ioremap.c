// SPDX-License-Identifier: MIT
/*
 * Number of pages that contain at least one of the @size > 0 bytes from @start on.
 *
 * TODO: which page holds the first byte, which one the last?
 */
static inline unsigned long pages_touched(unsigned long start, size_t size)
{
	(void)start;
	(void)size;
	return 0;
}

/*
 * The reason word for a refusal, or NULL if the request can be granted. In this order:
 *
 *   "too-late"  early_ioremap_close() was called: @open is false
 *   any reason of range_objection()
 *   "too-big"   the range touches more than NR_FIX_BTMAPS pages
 *   "no-slot"   @slot is FIX_BTMAPS_SLOTS: none was free
 *
 * TODO: this one grants nothing.
 */
static inline const char *objection(phys_addr_t phys, size_t size, unsigned long slot)
{
	(void)phys;
	(void)size;
	(void)slot;
	return "not-written-yet";
}

/*
 * Maps the pages of [@phys, @phys + @size) with the attributes @prot into a free slot.
 *
 * Return: the address of the first byte, or NULL after refuse(function, phys, size, why, caller).
 * A refused request changes nothing. A granted one stores the pages' entries with set_ptes(), and
 * what early_iounmap() will compare: prev_map, prev_size, prev_caller.
 *
 * TODO: the entries, the three arrays, the pointer.
 */
static void __iomem *__early_ioremap(const char *function, phys_addr_t phys, size_t size,
				     pgprot_t prot, unsigned long caller)
{
	(void)prot;
	unsigned long slot = find_slot(NULL);
	const char *why = objection(phys, size, slot);

	if (why) {
		refuse(function, phys, size, why, caller);
		return NULL;
	}
	prev_caller[slot] = caller;
	if (unlikely(debug || after_paging_init))
		log_mapping(function, slot);
	return prev_map[slot];
}

/*
 * Releases the slot that holds the pointer @addr: free_slot() does the work. Refused, with
 * refuse(__func__, …, CALLER_ADDRESS), and without any change:
 *
 *   "unknown"        no slot holds this pointer
 *   "size-mismatch"  @size is not the size that was asked for
 *
 * TODO: the two refusals. Then free_slot(), and log_mapping() before it if @debug is set.
 */
void early_iounmap(void __iomem *addr, size_t size)
{
	(void)addr;
	(void)size;
	if (0)
		free_slot(0);
}

/*
 * Copies @size bytes from physical memory, by mappings of at most one slot each.
 *
 * TODO: map a chunk with early_memremap_ro(), read through kernel_pointer(), unmap, go on.
 * -ENOMEM if a chunk cannot be mapped.
 */
int copy_from_early_mem(void *dst, phys_addr_t src, size_t size)
{
	(void)dst;
	(void)src;
	(void)size;
	return -ENOMEM;
}
