// SPDX-License-Identifier: MIT
// caught by: everything
static inline void flush_tlb_kernel_all(void)
{
	tlbi_all();
	dsb(ish);
	isb();
}
