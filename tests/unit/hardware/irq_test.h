/* SPDX-License-Identifier: MIT */
#ifndef TESTS_IRQ_TEST_H
#define TESTS_IRQ_TEST_H

#include <tests/test.h>

/**
 * interrupt_often() - have the timer interrupt, again and again
 * @t: the test, which is skipped if there is no timer
 * @done: set to 1 in the end
 *
 * The handler uses what a handler may use, and clobber_registers().
 * Return: whether that has begun.
 */
bool interrupt_often(struct test *t, volatile u64 *done);

/** clobber_registers() - change what a function may change, also where compilers never would */
void clobber_registers(void);

#endif
