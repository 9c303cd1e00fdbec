// SPDX-License-Identifier: MIT
// caught by: mapped
static void __iomem *map_pl061(phys_addr_t *phys)
{
	if (pl061_find(phys))
		return NULL;
	return (void __force __iomem *)early_memremap(*phys, AMBA_SIZE);
}
