// SPDX-License-Identifier: MIT
// caught by: operand
static inline u64 tlbi_operand(unsigned long va)
{
	return va >> PAGE_SHIFT;
}
