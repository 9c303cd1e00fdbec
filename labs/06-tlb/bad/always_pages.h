// SPDX-License-Identifier: MIT
// caught by: cost
static inline void tlbi_kernel_range(unsigned long va, unsigned long end, unsigned long stride,
				     bool tables)
{
	u64 operand = tlbi_operand(va);
	unsigned long nr = (end - va) / PAGE_SIZE;

	(void)stride;
	if (nr + tables > MAX_TLBI_OPS)
		tlbi_all();
	else if (tables)
		TLBI_RUN("vaae1is", operand, nr, 1);
	else
		TLBI_RUN("vaale1is", operand, nr, 1);
}
