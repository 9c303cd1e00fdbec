// SPDX-License-Identifier: MIT
// caught by: pages
static inline void flush_tlb_kernel_pages(unsigned long va, unsigned long nr)
{
	u64 operand = tlbi_operand(va);

	TLBI_RUN("vaae1is", operand, nr, 1);
	dsb(ish);
	isb();
}
