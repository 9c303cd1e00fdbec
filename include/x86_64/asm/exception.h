/* SPDX-License-Identifier: MIT */
/* Exceptions in words, and the error code of a page fault (Intel SDM volume 3, 6.15). */
#ifndef ASM_EXCEPTION_H
#define ASM_EXCEPTION_H

#include <asm/ptrace.h>
#include <bootmap/compiler.h>
#include <bootmap/fault.h>

#define PF_PRESENT  BIT(0) /* an entry forbade it; else there was none */
#define PF_WRITE    BIT(1)
#define PF_USER	    BIT(2)
#define PF_RESERVED BIT(3) /* an entry has a bit set that must be clear */
#define PF_FETCH    BIT(4) /* of an instruction */

/**
 * exception_describe() - an exception in words
 * @buf: gets the text
 * @size: of @buf in bytes
 * @regs: the interrupted context
 */
void exception_describe(char *buf, size_t size, const struct pt_regs *regs);

/**
 * exception_to_fault() - an exception in the words of mm
 * @regs: the interrupted context
 */
struct fault exception_to_fault(const struct pt_regs *regs);

#endif
