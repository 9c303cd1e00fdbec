// SPDX-License-Identifier: MIT
// sparse: different address spaces
/* clang has nothing to say here: its memcpy() takes any address space. */
#include <bootmap/io.h>
#include <string.h>

void copy(void *to, void __iomem *from);
void copy(void *to, void __iomem *from)
{
#ifdef LEGAL
	memcpy_fromio(to, from, 16);
#else
	memcpy(to, from, 16);
#endif
}
