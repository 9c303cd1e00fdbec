/* SPDX-License-Identifier: MIT */
#ifndef ASM_BUG_H
#define ASM_BUG_H

#include <bootmap/compiler.h>
#include <bootmap/traps.h>

/**
 * host_trap() - what an exception is on the host
 * @kind: what was tried
 * @address: where
 *
 * Lands in the armed CATCH_TRAP(); without one the process aborts, and the
 * sanitizers' backtrace shows the caller.
 */
void host_trap(enum trap_kind kind, unsigned long address) __noreturn;

#define BUG() host_trap(TRAP_BUG, CALLER_ADDRESS)

#endif
