// SPDX-License-Identifier: MIT
/*
 * What an operation on areas costs must not depend on how many there are. A child process holds areas,
 * and does one operation after the other. This process counts the child's instructions one by one,
 * as a debugger does (ptrace). A number of instructions is the same on a slow machine and on a fast one.
 */
#include "host.h"

#include <bootmap/compiler.h>
#include <bootmap/printk.h>
#include <bootmap/vmalloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#define FEW	   100
#define MANY	   10000
#define OPERATIONS 5
#define MORE	   3 /* times as many instructions are allowed with MANY areas as with FEW */
#define NO_LIMIT   100000

static struct vm_struct *live[MANY];

typedef void (*operation_t)(unsigned int which);

/* In the child: the parent counts from one stop to the next. */
static void stop(void)
{
	raise(SIGSTOP);
}

static void __noreturn hold_and_operate(unsigned int areas, operation_t operation)
{
	for (unsigned int i = 0; i < areas; i++) {
		live[i] = get_vm_area(PAGE_SIZE, VM_MAP);
		if (!live[i])
			_exit(1);
	}
	/* From the middle, where no end of a list is near. */
	stop();
	for (unsigned int i = 0; i < OPERATIONS; i++) {
		operation(areas / 2 + i);
		stop();
	}
	_exit(0);
}

/* Runs the child up to its next stop(). Return: instructions, more than @limit: too many, 0: it ended. */
static unsigned long count_steps(pid_t child, unsigned long limit)
{
	int status;

	for (unsigned long steps = 1; steps <= limit; steps++) {
		ptrace(PTRACE_SINGLESTEP, child, NULL, NULL);
		if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
			return 0;
		if (WSTOPSIG(status) == SIGSTOP)
			return steps;
		if (WSTOPSIG(status) != SIGTRAP)
			return 0;
	}
	return limit + 1;
}

static int by_number(const void *a, const void *b)
{
	unsigned long one = *(const unsigned long *)a, two = *(const unsigned long *)b;

	return one < two ? -1 : one > two;
}

/* The middle one: now and then an operation may have to make room. */
static unsigned long median_steps(pid_t child, unsigned long limit)
{
	unsigned long steps[OPERATIONS];

	for (unsigned int i = 0; i < OPERATIONS; i++) {
		steps[i] = count_steps(child, limit);
		if (steps[i] == 0 || steps[i] > limit)
			return steps[i];
	}
	qsort(steps, OPERATIONS, sizeof(steps[0]), by_number);
	return steps[OPERATIONS / 2];
}

/* Instructions of an operation while so many areas are live; 0: it did not come so far. */
static unsigned long cost_with(unsigned int areas, operation_t operation, unsigned long limit)
{
	unsigned long cost = 0;
	int status;
	pid_t child = fork();

	if (child == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL)) {
			fprintf(stderr, "# no process may trace another one here (ptrace)\n");
			_exit(1);
		}
		stop();
		hold_and_operate(areas, operation);
	}
	waitpid(child, &status, 0);
	ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_EXITKILL);
	ptrace(PTRACE_CONT, child, NULL, NULL);
	waitpid(child, &status, 0);
	if (WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP)
		cost = median_steps(child, limit);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	return cost;
}

/* In decimal numbers, and with both of them: the words of EXPECT_LT() would not tell which is which. */
static void expect_constant(struct test *t, int line, operation_t operation)
{
	unsigned long few = cost_with(FEW, operation, NO_LIMIT);
	unsigned long many = few ? cost_with(MANY, operation, MORE * few) : 0;

	if (few && few <= NO_LIMIT && many && many <= MORE * few)
		return;
	t->failed = true;
	if (!many)
		pr_info("# line %d: with %d areas it did not come to its end", line,
			few ? MANY : FEW);
	else
		pr_info("# line %d: %d areas: %lu instructions; %d areas: more than %lu", line, FEW,
			few, MANY, MORE * few);
}

static void get_one(unsigned int which __attribute__((unused)))
{
	if (!get_vm_area(PAGE_SIZE, VM_MAP))
		_exit(1);
}

TEST(getting_an_area_costs_the_same_beside_many)
{
	expect_constant(t, __LINE__, get_one);
}

static void look_up(unsigned int which)
{
	if (vm_area_around(live[which]->addr) != live[which])
		_exit(1);
}

TEST(finding_an_area_costs_the_same_among_many)
{
	expect_constant(t, __LINE__, look_up);
}

static void free_one(unsigned int which)
{
	unsigned long addr = live[which]->addr;

	free_vm_area(live[which]);
	if (addr == 0)
		_exit(1);
}

TEST(freeing_an_area_costs_the_same_among_many)
{
	expect_constant(t, __LINE__, free_one);
}
