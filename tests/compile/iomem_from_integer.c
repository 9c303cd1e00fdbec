// SPDX-License-Identifier: MIT
// gcc: makes pointer from integer
#include <bootmap/io.h>

#ifdef LEGAL
#define UART(base) base
#else
#define UART(base) 0x9000000
#endif

u32 read_flags(void __iomem *base);
u32 read_flags(void __iomem *base)
{
	return readl(UART(base));
}
