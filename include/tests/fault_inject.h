/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FAULT_INJECT_H
#define TESTS_FAULT_INJECT_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

/* For tests: this many allocations from now one fails. 0: none does. */
extern unsigned int allocations_until_failure;

/* Asked once by each allocation. */
static inline bool allocation_shall_fail(void)
{
	return unlikely(allocations_until_failure) && !--allocations_until_failure;
}

#endif
