/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FAULT_INJECT_H
#define TESTS_FAULT_INJECT_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

/* For tests: the allocation with this number from now on fails. 0: none fails. */
extern unsigned int allocations_until_failure;

/* Each allocation calls this once. */
static inline bool allocation_shall_fail(void)
{
	return unlikely(allocations_until_failure) && !--allocations_until_failure;
}

#endif
