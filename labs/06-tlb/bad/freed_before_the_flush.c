// SPDX-License-Identifier: MIT
// caught by: tables
static void flush_and_free(unsigned long va, unsigned long end, unsigned long stride,
			   phys_addr_t tables)
{
	phys_addr_t chain = tables;

	while (chain) {
		phys_addr_t next = table_open(chain, LEVEL_PTE)->val;

		table_free(chain);
		chain = next;
	}
	flush_tlb_kernel_range(va, end, stride, tables);
}
