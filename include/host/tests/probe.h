/* SPDX-License-Identifier: MIT */
#ifndef TESTS_PROBE_H
#define TESTS_PROBE_H

#include <asm/mmu.h>

/* What loading one byte from @va ends in: TRAP_NONE if nothing stops it. */
static inline enum trap_kind probe_read(unsigned long va)
{
	struct trap trap;

	return CATCH_TRAP(&trap, mmu_access(va, 1, TRAP_READ));
}

/* The same for storing one byte. */
static inline enum trap_kind probe_write(unsigned long va)
{
	struct trap trap;

	return CATCH_TRAP(&trap, mmu_access(va, 1, TRAP_WRITE));
}

#endif
