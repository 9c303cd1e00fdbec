/* SPDX-License-Identifier: MIT */
/*
 * A record of why the kernel stopped, for the time before there is a console. A debugger can
 * print it at any moment:
 *
 *   (gdb) print boot_failure
 */
#ifndef BOOTMAP_BOOT_FAILURE_H
#define BOOTMAP_BOOT_FAILURE_H

/* Found by head.S, MMU off */
#define BOOT_FAIL_MMU_ON     1 /* value: SCTLR */
#define BOOT_FAIL_GRANULE    2 /* value: ID_AA64MMFR0_EL1 */
#define BOOT_FAIL_ALIGNMENT  3 /* value: load address */
#define BOOT_FAIL_EXCEPTION  4 /* value: ESR_EL1 */
#define BOOT_FAIL_MAP_PC     5 /* value: the address without a mapping */
#define BOOT_FAIL_MAP_SP     6
#define BOOT_FAIL_MAP_VBAR   7
#define BOOT_FAIL_MAP_DTB    8
#define BOOT_FAIL_CPU	     9	/* value: the CPUID register that lacks a bit */
#define BOOT_FAIL_MAP_DATA   10 /* value: the address without a mapping */
#define BOOT_FAIL_MAP_FIXMAP 11 /* value: the table that is out of reach */
/* Found by C */
#define BOOT_FAIL_PANIC 16 /* value: 0 */
#define BOOT_FAIL_FAULT 17 /* value: faulting address */

#define BOOT_FAILURE_VALUE 8
#define BOOT_FAILURE_TEXT  16
#define BOOT_FAILURE_SIZE  256

#ifndef __ASSEMBLER__
#include <bootmap/compiler.h>
#include <bootmap/types.h>

struct boot_failure {
	u64 code;
	u64 value;
	char text[BOOT_FAILURE_SIZE - BOOT_FAILURE_TEXT];
};

static_assert(offsetof(struct boot_failure, value) == BOOT_FAILURE_VALUE, "used by head.S");
static_assert(offsetof(struct boot_failure, text) == BOOT_FAILURE_TEXT, "used by head.S");

extern struct boot_failure boot_failure;

/**
 * boot_failure_record() - record why the kernel stops
 * @code: BOOT_FAIL_…
 * @value: its meaning depends on the code, see above
 * @text: the message; it is truncated if it is too long
 *
 * Any context. It calls no other function, so it works even after a failure of other code.
 */
void boot_failure_record(u64 code, u64 value, const char *text);
#endif

#endif
