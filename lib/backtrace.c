// SPDX-License-Identifier: MIT
/*
 * Prints the chain of calls that led to an address, by following the frame records on the stack.
 * panic() and the fault reports of kernel/ARCH/traps.c call show_backtrace().
 */
#include <bootmap/backtrace.h>
#include <bootmap/boot.h>
#include <bootmap/ksyms.h>
#include <bootmap/printk.h>

#include <asm/ptrace.h>

/* The frame record at the frame pointer, the same on AArch64 and x86-64. */
struct frame_record {
	unsigned long next;
	unsigned long return_address;
};

static bool within(unsigned long frame, const char *stack, const char *top)
{
	return frame % 8 == 0 && frame >= (unsigned long)stack &&
	       frame + sizeof(struct frame_record) <= (unsigned long)top;
}

bool on_a_stack(unsigned long frame)
{
	return within(frame, boot_stack, boot_stack_top) ||
	       within(frame, emergency_stack, emergency_stack_top);
}

/* A recursion is printed as one line. */
static void show_calls(unsigned long address, unsigned int times)
{
	char name[KSYM_NAME_MAX];

	ksym_format(name, sizeof(name), address);
	if (times == 1)
		pr_err("  %s", name);
	else
		pr_err("  %s, %u times", name, times);
}

/* Adds a call to the list. It is printed when the number of its repetitions is known. */
struct calls {
	unsigned long address;
	unsigned int times;
};

static void add_call(struct calls *calls, unsigned long return_address)
{
	unsigned long call = call_before(return_address);

	if (!call)
		call = return_address;
	if (call == calls->address) {
		calls->times++;
		return;
	}
	show_calls(calls->address, calls->times);
	*calls = (struct calls){ call, 1 };
}

/*
 * A leaf function makes no frame record: only @leaf_return names its caller. If the newest record
 * holds the same return address, the chain of records names the caller already.
 */
static void add_leaf_caller(struct calls *calls, unsigned long leaf_return, unsigned long frame)
{
	const struct frame_record *record = (const void *)frame;

	if (leaf_return && !(on_a_stack(frame) && record->return_address == leaf_return))
		add_call(calls, leaf_return);
}

/* Does this return address lead into the exception entry code? */
static bool in_exception_entry(unsigned long address)
{
	return address && ksym_start(address) == ksym_address("exception_entry", 0);
}

void show_backtrace(unsigned long frame, unsigned long pc, unsigned long leaf_return)
{
	struct calls calls = { pc, 1 };
	unsigned long previous = 0;

	pr_err("backtrace:");
	add_leaf_caller(&calls, leaf_return, frame);
	while (frame > previous && on_a_stack(frame)) {
		const struct frame_record *record = (const void *)frame;
		bool interrupted = in_exception_entry(calls.address);

		if (!record->return_address)
			break;
		add_call(&calls, record->return_address);
		if (interrupted)
			add_leaf_caller(&calls, leaf_return_address(regs_around_record(frame)),
					record->next);
		previous = frame;
		frame = record->next;
	}
	show_calls(calls.address, calls.times);
}
