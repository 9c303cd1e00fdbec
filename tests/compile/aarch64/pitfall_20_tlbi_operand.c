// SPDX-License-Identifier: MIT
// gcc: operand_is_not_a_page_number
/* VA[55:12] in bits 43:0, whatever the granule: nothing of the offset, and no TTL in bits 47:44. */
#include <asm/tlbflush.h>

#ifdef LEGAL
#define EXPECTED 0xfffff123456
#else
#define EXPECTED 0xfffffff123456
#endif

void check(void);
void check(void)
{
	BUILD_BUG_ON(tlbi_operand(0xfffffff123456fff) != EXPECTED, operand_is_not_a_page_number);
}
