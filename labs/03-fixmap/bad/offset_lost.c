// SPDX-License-Identifier: MIT
// caught by: offset
static inline void __iomem *set_fixmap_offset_io(enum fixed_addresses idx, phys_addr_t phys)
{
	set_fixmap_io(idx, phys);
	return (void __force __iomem *)__fix_to_virt(idx);
}
