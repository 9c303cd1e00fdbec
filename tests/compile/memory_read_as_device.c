// SPDX-License-Identifier: MIT
// sparse: different address spaces
// clang: address space
#include <bootmap/early_ioremap.h>
#include <bootmap/io.h>

u32 first_word(void);
u32 first_word(void)
{
#ifdef LEGAL
	return readl(early_ioremap(0, 4));
#else
	return readl(early_memremap(0, 4));
#endif
}
