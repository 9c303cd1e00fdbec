// SPDX-License-Identifier: MIT
// Loops of one operation, stronger barriers than necessary, and operations with an ASID.
static inline u64 tlbi_operand(unsigned long va)
{
	return va << 8 >> 20;
}

static inline void order_table_before_link(void)
{
	dsb(ish);
}

static inline void sync_new_entries(void)
{
	dsb(sy);
	isb();
}

static inline void flush_tlb_kernel_pages(unsigned long va, unsigned long nr)
{
	dsb(ish);
	for (unsigned long i = 0; i < nr; i++)
		TLBI("vale1is", tlbi_operand(va + i * PAGE_SIZE));
	dsb(ish);
	isb();
}

static inline void tlbi_kernel_range(unsigned long va, unsigned long end, unsigned long stride,
				     bool tables)
{
	unsigned long nr = DIV_ROUND_UP(end - va, stride);

	if (nr > (tables ? MAX_TLBI_OPS - 1 : MAX_TLBI_OPS)) {
		tlbi_all();
		return;
	}
	for (; nr > 0; nr--, va += stride)
		if (tables)
			TLBI("vae1is", tlbi_operand(va));
		else
			TLBI("vale1is", tlbi_operand(va));
}
