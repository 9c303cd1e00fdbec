// SPDX-License-Identifier: MIT
// caught by: leaves
static inline void tlbi_kernel_range(unsigned long va, unsigned long end, unsigned long stride,
				     bool tables)
{
	for (unsigned long last = end - stride; va < last; va += stride)
		if (tables)
			TLBI("vaae1is", tlbi_operand(va));
		else
			TLBI("vaale1is", tlbi_operand(va));
}
