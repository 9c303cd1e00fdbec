/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_BACKTRACE_H
#define BOOTMAP_BACKTRACE_H

#include <stdbool.h>

struct pt_regs;

/**
 * show_backtrace() - print who called whom
 * @frame: frame pointer to start from
 * @pc: the innermost code address, printed first
 * @leaf_return: leaf_return_address(), or 0
 *
 * Follows frame records as long as they climb within one stack, so a damaged
 * chain ends the list and nothing else.
 */
void show_backtrace(unsigned long frame, unsigned long pc, unsigned long leaf_return);

/** on_a_stack() - may a frame record be read at @frame? */
bool on_a_stack(unsigned long frame);

/** call_before() - where the call begins that returns to @return_address; 0: no call is there */
unsigned long call_before(unsigned long return_address);

/**
 * leaf_return_address() - where a function returns to that has no frame record
 * @regs: the interrupted context
 *
 * A function that calls none has no record, and for its first instructions no function has:
 * the chain of records misses its caller.
 * Return: 0 if the interrupted function has a record, or its caller cannot be told.
 */
unsigned long leaf_return_address(const struct pt_regs *regs);

#endif
