/* SPDX-License-Identifier: MIT */
/* Real accesses, for tests that check the MMU and not only the tables. */
#ifndef TESTS_PROBE_H
#define TESTS_PROBE_H

#include <asm/pgtable.h>
#include <bootmap/traps.h>
#include <bootmap/types.h>

/* Attributes of forbidden mappings. */
#define PAGE_WRITABLE_AND_EXECUTABLE __pgprot(PROT_KERNEL & ~PTE_PXN)
#define PAGE_OPEN_TO_USER	     __pgprot(PROT_KERNEL | PTE_USER)

/* The result of loading one byte from @va: TRAP_NONE if it does not fault. */
static inline enum trap_kind probe_read(unsigned long va)
{
	struct trap trap;

	return CATCH_TRAP(&trap, (void)*(const volatile u8 *)va);
}

/* The same for storing one byte, a zero. */
static inline enum trap_kind probe_write(unsigned long va)
{
	struct trap trap;

	return CATCH_TRAP(&trap, *(volatile u8 *)va = 0);
}

#endif
