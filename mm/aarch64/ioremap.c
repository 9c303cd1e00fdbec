// SPDX-License-Identifier: MIT
#include <bootmap/compiler.h>
#include <bootmap/ioremap.h>

/* Uncached but not a device: AArch64 has no such type that ioremap() would not be, too. */
void __iomem *ioremap_uc(phys_addr_t phys __attribute__((unused)),
			 size_t size __attribute__((unused)))
{
	return NULL;
}
