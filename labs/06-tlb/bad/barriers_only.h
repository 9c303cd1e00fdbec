// SPDX-License-Identifier: MIT
// caught by: machine
static inline void flush_tlb_kernel_range(unsigned long va, unsigned long end, unsigned long stride,
					  bool tables)
{
	(void)va;
	(void)end;
	(void)stride;
	(void)tables;
	dsb(ishst);
	dsb(ish);
	isb();
}
