// SPDX-License-Identifier: MIT
// caught by: refusals
static inline const char *objection(phys_addr_t phys, size_t size, unsigned long slot)
{
	const char *why = range_objection(phys, size);

	if (!open)
		return "too-late";
	if (slot == FIX_BTMAPS_SLOTS)
		return "no-slot";
	if (why)
		return why;
	return pages_touched(phys, size) > NR_FIX_BTMAPS ? "too-big" : NULL;
}
