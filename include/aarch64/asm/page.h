/* SPDX-License-Identifier: MIT */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#include <asm/sysreg.h>
#include <bootmap/compiler.h>

/* In assembly, because a compiler may make a call of memset() from a loop. */
static inline void clear_page_by_stores(void *page)
{
	char *end = (char *)page + PAGE_SIZE;

	__asm__ volatile("1:\n\t"
			 "stp xzr, xzr, [%0], #64\n\t"
			 "stp xzr, xzr, [%0, #-48]\n\t"
			 "stp xzr, xzr, [%0, #-32]\n\t"
			 "stp xzr, xzr, [%0, #-16]\n\t"
			 "cmp %0, %1\n\t"
			 "b.ne 1b"
			 : "+r"(page)
			 : "r"(end)
			 : "memory", "cc");
}

/* DC ZVA clears a block of at most 2 KiB, so a page has at least two of them (Arm ARM, D19.2.37). */
static inline void clear_page(void *page)
{
	u64 dczid = read_sysreg(dczid_el0);
	u64 block = sizeof(u32) << (dczid & DCZID_BS);
	char *end = (char *)page + PAGE_SIZE;

	if (unlikely(dczid & DCZID_DZP)) {
		clear_page_by_stores(page);
		return;
	}
	__asm__ volatile("1:\n\t"
			 "dc zva, %0\n\t"
			 "add %0, %0, %2\n\t"
			 "dc zva, %0\n\t"
			 "add %0, %0, %2\n\t"
			 "cmp %0, %1\n\t"
			 "b.ne 1b"
			 : "+r"(page)
			 : "r"(end), "r"(block)
			 : "memory", "cc");
}

/* Hardware does not ask who frees what; the host's model does. */
static inline void arch_free_pages(void *block __attribute__((unused)),
				   unsigned int order __attribute__((unused)))
{
}

#endif
