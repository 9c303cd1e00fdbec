// SPDX-License-Identifier: MIT
// caught by: copy
bool copy_on_write(const struct fault *fault)
{
	unsigned long va = faulting_page(fault, CAUSE_PERMISSION);

	return va && !protect_range(va, va + PAGE_SIZE, PAGE_KERNEL);
}
