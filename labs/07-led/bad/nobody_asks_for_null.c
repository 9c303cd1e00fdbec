// SPDX-License-Identifier: MIT
// caught by: absent
static void __iomem *map_pl061(phys_addr_t *phys)
{
	*phys = 0;
	pl061_find(phys);
	return early_ioremap(*phys, AMBA_SIZE);
}
