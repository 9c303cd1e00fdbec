// SPDX-License-Identifier: MIT
// caught by: pages
static inline void flush_tlb_kernel_pages(unsigned long va, unsigned long nr)
{
	(void)nr;
	dsb(ishst);
	TLBI("vaae1is", tlbi_operand(va));
	dsb(ish);
	isb();
}
