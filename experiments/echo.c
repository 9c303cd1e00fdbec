// SPDX-License-Identifier: MIT
/*
 * Reads lines from the console and prints them again, with a checksum, until Ctrl-D. It shows
 * that no received character is lost. Started by the word echo on the command line or by the
 * monitor's echo command.
 */
#include <bootmap/console.h>
#include <bootmap/irq.h>
#include <bootmap/machine_state.h>
#include <bootmap/printk.h>
#include <experiments/echo.h>

#define CTRL_D 4

#define LINE_MAX_LENGTH 80

/* The checksum of BSD's sum(1). A lost, doubled or swapped character changes it. */
static u16 add_to_sum(u16 sum, char c)
{
	return (sum >> 1 | sum << 15) + (u8)c;
}

void run_echo(void)
{
	char line[LINE_MAX_LENGTH + 1];
	unsigned int length = 0, count = 0;
	u16 sum = 0;
	int c;

	machine_state = MACHINE_LISTENS;
	pr_info("echo: type; Ctrl-D ends");
	while ((c = console_getchar()) != CTRL_D) {
		count++;
		sum = add_to_sum(sum, c);
		if (c != '\n' && c != '\r')
			line[length++] = c;
		if (c != '\n' && c != '\r' && length < LINE_MAX_LENGTH)
			continue;
		line[length] = '\0';
		length = 0;
		pr_info("echo: %s", line);
	}
	pr_info("echo: %u characters, sum %05u", count, sum);
	show_irqs();
}
