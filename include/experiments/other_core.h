/* SPDX-License-Identifier: MIT */
/*
 * DOC: the other core
 *
 * A second core that runs experiments, and nothing else. It is started for an experiment, runs one
 * function after the other that the first core posts, and is off again afterwards. The kernel
 * remains one for a single core: the other one takes no locks, allocates nothing and prints nothing.
 *
 * This is what experiments/ARCH/other_core.c has for experiments/other_core.c.
 */
#ifndef EXPERIMENTS_OTHER_CORE_H
#define EXPERIMENTS_OTHER_CORE_H

#include <bootmap/types.h>

struct pt_regs;

/**
 * find_other_core() - the first core of this machine's description that is not the one that runs
 * @id: set to its number, as the firmware or the interrupt controllers use it
 * Return: NULL, or what is missing, in words that continue a sentence.
 */
const char *find_other_core(u64 *id);

/** this_core() - the number of the core that executes this */
u64 this_core(void);

/** first_code_page() - the physical page in which the other core turns its MMU on */
phys_addr_t first_code_page(void);

/**
 * start_other_core() - start a core that is off
 * @id: its number
 *
 * It enters other_core_main() with the registers of this core's MMU, so with the same tables.
 * first_code_page() must be mapped at its physical address.
 * Return: NULL, or why it cannot be started.
 */
const char *start_other_core(u64 id);

/** other_core_is_up() - called when it has answered: what only its first instructions needed is given back */
void other_core_is_up(void);

/** stop_other_core() - for a core of which the first one cannot be sure that it has left by itself */
void stop_other_core(u64 id);

/** other_core_main() - what the other core executes, on a stack of its own. Does not return. */
void other_core_main(void) __attribute__((noreturn));

/** leave_other_core() - the core that executes this is off, until it is started again */
void leave_other_core(void) __attribute__((noreturn));

/** flush_here() - invalidate the translation of a page in the TLB of this core only */
void flush_here(unsigned long va);

/**
 * flush_everywhere() - invalidate the translation of a page in the TLBs of all cores
 * @va: address in the page
 * @id: the other core, which is on
 * Return: whether that is known to have happened.
 */
bool flush_everywhere(unsigned long va, u64 id);

/** is_message() - does this exception of the other core only ask it to do something? Then it was done. */
bool is_message(const struct pt_regs *regs);

/* What flush_everywhere() does, for the log. */
extern const char flush_everywhere_name[];

#define OTHER_STACK_SIZE 4096
extern char other_core_stack[OTHER_STACK_SIZE];

#endif
