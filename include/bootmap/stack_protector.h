/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_STACK_PROTECTOR_H
#define BOOTMAP_STACK_PROTECTOR_H

#include <bootmap/compiler.h>

/* The names that a compiler's -fstack-protector refers to. */
extern unsigned long __stack_chk_guard;
void __stack_chk_fail(void) __noreturn;

#endif
