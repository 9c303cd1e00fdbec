// SPDX-License-Identifier: MIT
// caught by: cost
static inline void tlbi_kernel_range(unsigned long va, unsigned long end, unsigned long stride,
				     bool tables)
{
	u64 operand = tlbi_operand(va), step = tlbi_operand(stride);
	unsigned long nr = DIV_ROUND_UP(end - va, stride);

	if (nr + tables >= MAX_TLBI_OPS)
		tlbi_all();
	else if (tables)
		TLBI_RUN("vaae1is", operand, nr, step);
	else
		TLBI_RUN("vaale1is", operand, nr, step);
}
