// SPDX-License-Identifier: MIT
// caught by: new-entries
static inline void sync_new_entries(void)
{
	isb();
	dsb(ishst);
}
