// SPDX-License-Identifier: MIT
#include <bootmap/backtrace.h>
#include <bootmap/boot.h>
#include <bootmap/ksyms.h>
#include <bootmap/printk.h>

#define MAX_FRAMES 24

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

void show_backtrace(unsigned long frame, unsigned long pc)
{
	char name[KSYM_NAME_MAX];
	unsigned long previous = 0;

	pr_err("backtrace:");
	pr_err("  %s", ksym_format(name, sizeof(name), pc));
	for (int i = 0; i < MAX_FRAMES && frame > previous; i++) {
		const struct frame_record *record = (const void *)frame;

		if (!within(frame, boot_stack, boot_stack_top) &&
		    !within(frame, emergency_stack, emergency_stack_top))
			return;
		/* A return address points behind the call: step back into the caller's line. */
		if (record->return_address)
			pr_err("  %s", ksym_format(name, sizeof(name), record->return_address - 4));
		previous = frame;
		frame = record->next;
	}
}
