// SPDX-License-Identifier: MIT
// caught by: limit
static inline const char *objection(phys_addr_t phys, size_t size, unsigned long slot)
{
	const char *why = range_objection(phys, size);

	if (!open)
		return "too-late";
	if (why)
		return why;
	if (size > MAX_MAP_CHUNK)
		return "too-big";
	return slot == FIX_BTMAPS_SLOTS ? "no-slot" : NULL;
}
