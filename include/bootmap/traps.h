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
 * @kind: what it was; TRAP_NONE until it happens
 * @address: what was accessed, or where the instruction stands
 * @irqflags: whether interrupts were masked when it was armed; so they are afterwards
 * @env: where to go on
 */
struct trap {
	enum trap_kind kind;
	unsigned long address;
	unsigned long irqflags;
	jmp_buf env;
};

/* The trap that is armed now, NULL if an exception is an error. */
extern struct trap *volatile trap_armed;

/*
 * Where to go on after an exception that was an error, and was reported; NULL: that is the
 * kernel's end. For who lets people try things that may fail; see SURVIVE_TRAP().
 */
extern struct trap *volatile trap_survivor;

/**
 * trap_landing() - continue behind the CATCH_TRAP() or SURVIVE_TRAP() that armed the trap
 *
 * An exception handler lets the interrupted code return to here. Needs @trap_armed.
 */
void trap_landing(void) __noreturn;

struct pt_regs;

/**
 * handle_unexpected() - record and report an exception for which no trap is armed
 * @regs: the interrupted context
 * @vector: number of the exception, as entry.S gives it
 *
 * Returns, with @regs changed, only where SURVIVE_TRAP() is armed; else the kernel ends.
 */
void handle_unexpected(struct pt_regs *regs, unsigned int vector);

/*
 * What the architecture adds, in kernel/ARCH/traps.c: the armed trap as the place to return to;
 * the address that the exception is about; whether the kernel may go on after it; what happened and
 * where, in one line; and the whole report.
 */
void take_expected_trap(struct pt_regs *regs);
unsigned long exception_address(const struct pt_regs *regs);
bool exception_is_survivable(const struct pt_regs *regs);
void exception_summarize(char *buf, size_t size, const struct pt_regs *regs, unsigned int vector);
void exception_report(const struct pt_regs *regs, unsigned int vector);

/**
 * CATCH_TRAP() - run a statement that may fault, and go on
 * @trap: struct trap, filled in
 * @statement: its local effects are lost when it traps
 *
 * Result: the trap's kind, TRAP_NONE if the statement completed. Of several around a statement
 * the innermost counts. An interrupt handler may use it, whatever it interrupts.
 */
#define CATCH_TRAP(trap, statement)                         \
	({                                                  \
		void *const outer_ = trap_armed;            \
		(trap)->kind = TRAP_NONE;                   \
		(trap)->irqflags = arch_local_save_flags(); \
		if (!setjmp((trap)->env)) {                 \
			trap_armed = (trap);                \
			statement;                          \
		}                                           \
		trap_armed = outer_;                        \
		(trap)->kind;                               \
	})

/**
 * SURVIVE_TRAP() - run a statement that may fault; if it does, have that reported, and go on
 * @survived: struct trap, filled in
 * @statement: its local effects are lost when it faults; it may use both of these macros
 *
 * Not in interrupt handlers: their faults leave a device half served, and end the kernel.
 * Result: as CATCH_TRAP().
 */
#define SURVIVE_TRAP(survived, statement)                       \
	({                                                      \
		struct trap *const survivor_ = trap_survivor;   \
		(survived)->kind = TRAP_NONE;                   \
		(survived)->irqflags = arch_local_save_flags(); \
		if (!setjmp((survived)->env)) {                 \
			trap_survivor = (survived);             \
			statement;                              \
		}                                               \
		trap_survivor = survivor_;                      \
		(survived)->kind;                               \
	})

#endif
