/* SPDX-License-Identifier: MIT */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#include <asm/mmu.h>
#include <bootmap/layout.h>
#include <string.h>

static inline void clear_page(void *page)
{
	memset(page, 0, PAGE_SIZE);
}

/* An access to where nobody is ends in an exception. */
static inline bool memory_answers(volatile u64 *word)
{
	(void)*word;
	return true;
}

/* Nothing may lead there any more. */
static inline void arch_free_pages(void *block, unsigned int order)
{
	mmu_page_freed((phys_addr_t)(unsigned long)block, PAGE_SIZE << order);
}

#endif
