// SPDX-License-Identifier: MIT
// caught by: refusals
static void __iomem *__early_ioremap(const char *function, phys_addr_t phys, size_t size,
				     pgprot_t prot, unsigned long caller)
{
	unsigned long slot = find_slot(NULL);
	const char *why = objection(phys, size, slot);

	if (slot < FIX_BTMAPS_SLOTS)
		prev_size[slot] = size;
	if (why) {
		refuse(function, phys, size, why, caller);
		return NULL;
	}
	set_ptes(slot_ptes(slot), phys, pages_touched(phys, size), prot);
	prev_caller[slot] = caller;
	prev_map[slot] = (void __force __iomem *)(slot_virt[slot] | (phys & ~PAGE_MASK));
	if (debug || after_paging_init)
		log_mapping(function, slot);
	return prev_map[slot];
}
