// SPDX-License-Identifier: MIT
// gcc: void value not ignored
// sparse: dereference of noderef expression
// clang: void
#include <bootmap/io.h>

u32 read_flags(void __iomem *base);
u32 read_flags(void __iomem *base)
{
#ifdef LEGAL
	return readl(base);
#else
	return *base;
#endif
}
