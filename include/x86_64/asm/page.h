/* SPDX-License-Identifier: MIT */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#include <bootmap/layout.h>
#include <bootmap/types.h>

static inline void clear_page(void *page)
{
	unsigned long count = PAGE_SIZE / 8;

	__asm__ volatile("rep stosq" : "+D"(page), "+c"(count) : "a"(0UL) : "memory");
}

static inline void flush_line(volatile u64 *word)
{
	__asm__ volatile("mfence\n\tclflush %0\n\tmfence" : "+m"(*word) : : "memory");
}

/* Hardware does not ask who frees what; the host's model does. */
static inline void arch_free_pages(void *block __attribute__((unused)),
				   unsigned int order __attribute__((unused)))
{
}

#endif
