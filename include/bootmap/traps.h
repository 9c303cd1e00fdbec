/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_TRAPS_H
#define BOOTMAP_TRAPS_H

#include <bootmap/compiler.h>
#include <bootmap/irqflags.h>
#include <bootmap/types.h>
#include <setjmp.h>

enum trap_kind {
	TRAP_NONE,
	TRAP_READ,
	TRAP_WRITE,
	TRAP_EXEC,
	TRAP_BUG,
	TRAP_UNDEFINED,
	TRAP_OTHER
};

/**
 * struct trap - an exception that the running code expects
 * @kind: the kind of exception; TRAP_NONE until it occurs
 * @address: the address accessed, or that of the instruction
 * @irqflags: the interrupt mask when the trap was armed, which is restored afterwards
 * @env: where to continue
 */
struct trap {
	enum trap_kind kind;
	unsigned long address;
	unsigned long irqflags;
	jmp_buf env;
};

/* The armed trap; NULL if an exception is an error. */
extern struct trap *volatile trap_armed;

/*
 * Where to continue after an exception that was an error and was reported; NULL: the kernel stops.
 * For the monitor and the experiments; see SURVIVE_TRAP().
 */
extern struct trap *volatile trap_survivor;

/**
 * trap_landing() - continue after the CATCH_TRAP() or SURVIVE_TRAP() that armed the trap
 *
 * The exception handler returns to this function. Needs @trap_armed.
 */
void trap_landing(void) __noreturn;

struct pt_regs;

/**
 * handle_exception() - the C side of every exception vector, called by entry.S
 * @regs: the interrupted context
 *
 * When it returns, all registers are loaded from @regs.
 */
void handle_exception(struct pt_regs *regs);

/*
 * Asked first, by every exception, while an experiment runs a second core: returns true if it was one of
 * that core, and is done. Else NULL.
 */
extern bool (*other_core_exception)(struct pt_regs *regs);

/** take_expected_trap() - fill in the armed trap, and let @regs lead to trap_landing() */
void take_expected_trap(struct pt_regs *regs);

/**
 * handle_unexpected() - record and report an exception for which no trap is armed
 * @regs: the interrupted context
 *
 * Returns, with @regs changed, only where SURVIVE_TRAP() is armed; else the kernel ends.
 */
void handle_unexpected(struct pt_regs *regs);

/*
 * What the architecture adds, in kernel/ARCH: an exception in words; the lines of a report that
 * only this architecture has; whether the interrupted instruction caused it; whether the kernel may
 * go on after it; and the way to trap_landing(), with interrupts as @irqflags says.
 */
void exception_describe(char *buf, size_t size, const struct pt_regs *regs);
void exception_show_details(const struct pt_regs *regs);
bool exception_is_synchronous(const struct pt_regs *regs);
bool exception_is_survivable(const struct pt_regs *regs);
void return_to_landing(struct pt_regs *regs, unsigned long irqflags);

/* What CATCH_TRAP() and SURVIVE_TRAP() have in common. @armed: where handlers look for @expected */
#define RUN_WITH_TRAP(armed, expected, statement)               \
	({                                                      \
		struct trap *const outer_ = (armed);            \
		(expected)->kind = TRAP_NONE;                   \
		(expected)->irqflags = arch_local_save_flags(); \
		if (!setjmp((expected)->env)) {                 \
			(armed) = (expected);                   \
			statement;                              \
		}                                               \
		(armed) = outer_;                               \
		(expected)->kind;                               \
	})

/**
 * CATCH_TRAP() - run a statement that may fault, and continue
 * @trap: struct trap, filled in
 * @statement: its local effects are lost when it traps
 *
 * Result: the trap's kind, TRAP_NONE if the statement completed. They can be nested; the innermost
 * is used. An interrupt handler may use it, even if the interrupted code uses it, too.
 */
#define CATCH_TRAP(trap, statement) RUN_WITH_TRAP(trap_armed, trap, statement)

/**
 * SURVIVE_TRAP() - run a statement that may fault; if it does, report the fault, and continue
 * @survived: struct trap, filled in
 * @statement: its local effects are lost when it faults; it may use both of these macros
 *
 * Not in interrupt handlers: their faults end the kernel, because a device may be in any state.
 * Result: as CATCH_TRAP().
 */
#define SURVIVE_TRAP(survived, statement) RUN_WITH_TRAP(trap_survivor, survived, statement)

#endif
