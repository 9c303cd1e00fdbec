/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_BACKTRACE_H
#define BOOTMAP_BACKTRACE_H

#include <stdbool.h>

struct pt_regs;

/**
 * show_backtrace() - print the chain of callers
 * @frame: frame pointer to start from
 * @pc: the innermost code address, printed first
 * @leaf_return: leaf_return_address(), or 0
 *
 * Follows frame records as long as their addresses rise within one stack. A damaged chain
 * therefore ends the list, without a further fault.
 */
void show_backtrace(unsigned long frame, unsigned long pc, unsigned long leaf_return);

/** on_a_stack() - may a frame record be read at @frame? */
bool on_a_stack(unsigned long frame);

/** call_before() - address of the call instruction in front of @return_address; 0: there is none */
unsigned long call_before(unsigned long return_address);

/**
 * leaf_return_address() - return address of a function that has no frame record
 * @regs: the interrupted context
 *
 * A function that calls no other has no frame record. During its first instructions, no function
 * has one. The chain of records then lacks the caller.
 * Return: 0 if the interrupted function has a record, or its caller cannot be determined.
 */
unsigned long leaf_return_address(const struct pt_regs *regs);

#endif
