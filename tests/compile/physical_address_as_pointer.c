// SPDX-License-Identifier: MIT
// gcc: makes pointer from integer
#include <bootmap/early_ioremap.h>

void give_back(phys_addr_t phys, void __iomem *mapping);
void give_back(phys_addr_t phys, void __iomem *mapping)
{
#ifdef LEGAL
	(void)phys;
	early_iounmap(mapping, 4);
#else
	(void)mapping;
	early_iounmap(phys, 4);
#endif
}
