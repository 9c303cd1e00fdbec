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

/* What a test wants a bus to answer, where memory is not. */
extern void (*host_ask_bus)(volatile u64 *word);

/* The memory of a program needs no help to be read back. */
static inline void flush_line(volatile u64 *word)
{
	if (host_ask_bus)
		host_ask_bus(word);
}

/* Nothing may lead there any more. */
static inline void arch_free_pages(void *block, unsigned int order)
{
	mmu_page_freed((phys_addr_t)(unsigned long)block, PAGE_SIZE << order);
}

#endif
