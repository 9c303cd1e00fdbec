// SPDX-License-Identifier: MIT
// gcc: incompatible type for argument 3
#include <bootmap/fixmap.h>

void show(phys_addr_t phys);
void show(phys_addr_t phys)
{
#ifdef LEGAL
	__set_fixmap(FIX_LAB, phys, FIXMAP_PAGE_RO);
#else
	__set_fixmap(FIX_LAB, phys, FIXMAP_PAGE_RO.val);
#endif
}
