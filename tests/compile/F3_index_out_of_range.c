// SPDX-License-Identifier: MIT
// gcc: fixmap_index_out_of_range
#include <bootmap/fixmap.h>

#ifdef LEGAL
#define INDEX FIX_BTMAP_BEGIN
#else
#define INDEX __end_of_fixed_addresses
#endif

unsigned long address(void);
unsigned long address(void)
{
	return fix_to_virt(INDEX);
}
