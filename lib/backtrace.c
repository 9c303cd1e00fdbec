// SPDX-License-Identifier: MIT
#include <bootmap/backtrace.h>
#include <bootmap/boot.h>
#include <bootmap/ksyms.h>
#include <bootmap/printk.h>

/* What the compiler leaves at the frame pointer, on AArch64 and x86-64 alike. */
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

/* A recursion is one line, however deep. */
static void show_calls(unsigned long address, unsigned int times)
{
	char name[KSYM_NAME_MAX];

	ksym_format(name, sizeof(name), address);
	if (times == 1)
		pr_err("  %s", name);
	else
		pr_err("  %s, %u times", name, times);
}

/* A call that the list goes on with: printed when it is known how often it comes. */
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

void show_backtrace(unsigned long frame, unsigned long pc, unsigned long leaf_return)
{
	const struct frame_record *record = (const void *)frame;
	struct calls calls = { pc, 1 };
	unsigned long previous = 0;

	pr_err("backtrace:");
	if (leaf_return && !(on_a_stack(frame) && record->return_address == leaf_return))
		add_call(&calls, leaf_return);
	for (; frame > previous && on_a_stack(frame); frame = record->next) {
		record = (const void *)frame;
		if (!record->return_address)
			break;
		add_call(&calls, record->return_address);
		previous = frame;
	}
	show_calls(calls.address, calls.times);
}
