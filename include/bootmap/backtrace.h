/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_BACKTRACE_H
#define BOOTMAP_BACKTRACE_H

/**
 * show_backtrace() - print who called whom
 * @frame: frame pointer to start from
 * @pc: the innermost code address, printed first
 *
 * Follows frame records as long as they climb within one stack, so a damaged
 * chain ends the list and nothing else.
 */
void show_backtrace(unsigned long frame, unsigned long pc);

#endif
