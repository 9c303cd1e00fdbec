// SPDX-License-Identifier: MIT
/*
 * Experiments with pointers: to nothing, to what must not be written or executed, and past the end of
 * what they point into. Each ends in a fault. break=NAME runs them.
 */
#include <bootmap/boot.h>
#include <bootmap/fixmap.h>
#include <bootmap/paging.h>
#include <bootmap/vmalloc.h>
#include <experiments/experiment.h>
#include <experiments/experiments.h>

#include <experiments/undefined.h>

static u32 variable;

static bool store_to_variable(void)
{
	variable = ~0U;
	store_to((unsigned long)&variable);
	return !variable;
}

static void use_null(void)
{
	WRONG(store_to(0x18));
}
EXPERIMENT(null, .what = "store to a member of a structure at NULL", .run = use_null,
	   .ending = FAULTS,
	   .why = "a NULL pointer plus the offset of a member is an address of the first page",
	   .remedy = "check a pointer before it is used; here: store to a variable",
	   .cure = store_to_variable);

static void write_text(void)
{
	WRONG(store_to((unsigned long)run_experiment));
}
EXPERIMENT(text, .what = "store to the kernel's code", .run = write_text, .ending = FAULTS,
	   .why = "code is mapped read-only, so that nothing can change it by mistake",
	   .remedy = "what shall change is a variable, not code", .cure = store_to_variable);

static u32 instructions[] = { RETURN_INSTRUCTION }; /* were it executed, nobody would notice */

static void execute_data(void)
{
	void (*function)(void) = (void (*)(void))(unsigned long)instructions;

	WRONG(function());
}

static void do_nothing(void)
{
}

static bool call_code(void)
{
	void (*function)(void) = do_nothing;

	OPTIMIZER_HIDE_VAR(function);
	function();
	return true;
}
EXPERIMENT(data, .what = "call an array of data", .run = execute_data, .ending = FAULTS,
	   .why = "data is not executable, so that nobody can run what he wrote",
	   .remedy = "a pointer to a function must lead to code", .cure = call_code);

/* Deeper than any stack, and with something to do after each call: no loop in disguise. */
static noinline int recurse(const volatile int *depth)
{
	volatile int frame[64];

	frame[0] = *depth - 1;
	return frame[0] ? recurse(frame) + frame[0] : 0;
}

static void overflow_stack(void)
{
	volatile int depth = STACK_SIZE;

	WRONG(recurse(&depth));
}

static bool recurse_a_little(void)
{
	volatile int depth = 3;

	return recurse(&depth) == 2 + 1;
}
EXPERIMENT(stack, .what = "call a function from itself, too often", .run = overflow_stack,
	   .ending = FAULTS,
	   .why = "each call takes some of the stack, and below the stack is a guard page",
	   .remedy = "the depth of a recursion needs a bound", .cure = recurse_a_little);

static void fail_bug_check(void)
{
	WRONG(virt_to_fix(FIXADDR_TOP));
}

static bool convert_there_and_back(void)
{
	unsigned long va = fix_to_virt(FIX_LAB);

	OPTIMIZER_HIDE_VAR(va);
	return virt_to_fix(va) == FIX_LAB;
}
EXPERIMENT(bug, .what = "call a function against its contract", .run = fail_bug_check,
	   .ending = FAULTS,
	   .why = "virt_to_fix() takes addresses of slots only, and checks by BUG_ON()",
	   .remedy = "pass the address of a slot", .cure = convert_there_and_back);

static void run_undefined(void)
{
	WRONG(execute_undefined());
}
EXPERIMENT(undefined, .what = "execute an instruction that does not exist", .run = run_undefined,
	   .ending = FAULTS, .why = "the CPU cannot decode it, and reports that as an exception",
	   .remedy = "compile for the CPU that the program runs on", .cure = call_code);

/* Boot is over, and its code was freed. Then somebody calls it. */
static void call_init_function(void)
{
	WRONG(paging_init());
}
EXPERIMENT(init, .what = "call a function of boot after boot", .run = call_init_function,
	   .ending = FAULTS, .why = "free_initmem() has freed the pages of __init functions",
	   .remedy = "only boot calls a function marked __init; any other has no such mark",
	   .cure = call_code);

#define AREA_SIZE (3 * PAGE_SIZE)

/* One area for all attempts: none of them comes to its vfree(). */
static unsigned long area_address(void)
{
	static void *area;

	if (!area)
		area = vmalloc(AREA_SIZE);
	return (unsigned long)area;
}

static void touch_guard_page(void)
{
	unsigned long area = area_address();

	WRONG(store_to(area + AREA_SIZE));
}

static bool touch_last_word(void)
{
	store_to(area_address() + AREA_SIZE - sizeof(u32));
	return true;
}
EXPERIMENT(guard, .what = "store behind the end of an area of vmalloc()", .run = touch_guard_page,
	   .ending = FAULTS, .why = "behind each area at least one page is unmapped",
	   .remedy = "the last byte of an area is at its start + size - 1",
	   .cure = touch_last_word);
