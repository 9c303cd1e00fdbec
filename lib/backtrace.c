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

static bool on_a_stack(unsigned long frame)
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

void show_backtrace(unsigned long frame, unsigned long pc)
{
	unsigned int times = 1;
	unsigned long previous = 0;

	pr_err("backtrace:");
	while (frame > previous && on_a_stack(frame)) {
		const struct frame_record *record = (const void *)frame;
		/* A return address points behind the call: step back into the caller's line. */
		unsigned long call = record->return_address - 4;

		if (!record->return_address)
			break;
		if (call == pc) {
			times++;
		} else {
			show_calls(pc, times);
			times = 1;
			pc = call;
		}
		previous = frame;
		frame = record->next;
	}
	show_calls(pc, times);
}
