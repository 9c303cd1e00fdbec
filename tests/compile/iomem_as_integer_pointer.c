// SPDX-License-Identifier: MIT
// sparse: different address spaces
// clang: address space
#include <bootmap/io.h>

u32 read_flags(void __iomem *base);
u32 read_flags(void __iomem *base)
{
#ifdef LEGAL
	return readl(base);
#else
	volatile u32 *flags = base;

	return *flags;
#endif
}
