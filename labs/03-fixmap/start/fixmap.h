// SPDX-License-Identifier: MIT
/* TODO: index of the slot whose page contains the address @va; the inverse of __fix_to_virt(). */
#define __virt_to_fix(va) ((va)&0)

/**
 * fix_to_virt() - address of a fixmap slot
 * @idx: a constant; an index out of range does not compile
 *
 * TODO: the address. And BUILD_BUG_ON(condition, fixmap_index_out_of_range) for each index behind
 * the device tree's, which is the last. FIX_HOLE has an address.
 */
static __always_inline unsigned long fix_to_virt(const unsigned int idx)
{
	(void)idx;
	return 0;
}

/**
 * virt_to_fix() - index of the permanent slot that holds an address
 * @va: anywhere inside the page; BUG() outside the permanent slots
 *
 * TODO: the page of FIX_HOLE is outside, too. BUG_ON(condition) stops the kernel.
 */
static inline unsigned long virt_to_fix(unsigned long va)
{
	return __virt_to_fix(va);
}

/**
 * set_fixmap_offset_io() - map a device register block that starts inside a page
 * @idx: the slot
 * @phys: physical address of the first register
 * Return: the address of that register.
 *
 * TODO: set_fixmap_io() maps the page. Return the register's address, cast to void __force __iomem *.
 */
static inline void __iomem *set_fixmap_offset_io(enum fixed_addresses idx, phys_addr_t phys)
{
	set_fixmap_io(idx, phys);
	return NULL;
}
