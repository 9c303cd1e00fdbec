/* SPDX-License-Identifier: MIT */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#include <bootmap/layout.h>

/* In assembly, because a compiler may make a call of memset() from a loop. */
static inline void clear_page(void *page)
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

#endif
