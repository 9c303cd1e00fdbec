// SPDX-License-Identifier: MIT
// caught by: tables
static void flush_and_free(unsigned long va, unsigned long end, unsigned long stride,
			   phys_addr_t tables)
{
	flush_tlb_kernel_range(va, end, stride, tables);
	if (tables)
		table_free(tables);
}
