/* SPDX-License-Identifier: MIT */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#include <asm/barrier.h>
#include <asm/sysreg.h>
#include <bootmap/compiler.h>

/* In assembly, because a compiler may replace a loop by a call of memset(). Return: the end. */
static __always_inline char *clear_pair(char *p)
{
	__asm__ volatile("stp xzr, xzr, [%0], #16" : "+r"(p) : : "memory");
	return p;
}

static __always_inline char *clear_block(char *p, unsigned long size)
{
	__asm__ volatile("dc zva, %0" ::"r"(p) : "memory");
	return p + size;
}

static inline void clear_page(void *page)
{
	const u64 dczid = read_sysreg(dczid_el0), block = sizeof(u32) << (dczid & DCZID_BS);
	char *p = page, *end = p + PAGE_SIZE;

	/* DCZID_EL0 holds the size of a block that DC ZVA clears, 64 bytes in practice. */
	if (likely(!(dczid & DCZID_DZP) && 32 * block <= PAGE_SIZE))
		while (p < end)
			FOUR_TIMES(EIGHT_TIMES(p = clear_block(p, block)));
	else
		while (p < end)
			EIGHT_TIMES(p = clear_pair(p));
}

/* Writes a line of the data cache back, and invalidates it. */
static inline void flush_line(volatile u64 *word)
{
	__asm__ volatile("dc civac, %0" ::"r"(word) : "memory");
	dsb(sy);
}

/* Used only by the model of the MMU on the host. */
static inline void arch_free_pages(void *block __attribute__((unused)),
				   unsigned int order __attribute__((unused)))
{
}

#endif
