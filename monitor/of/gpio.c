// SPDX-License-Identifier: MIT
/* Commands about GPIO lines, by number: what a line reads, who has it, and how to drive it. */
#include <bootmap/printk.h>
#include <drivers/gpio.h>
#include <errno.h>
#include <monitor/monitor.h>
#include <string.h>

static int set_line(struct gpio_desc *line, const char *what)
{
	if (gpiod_request(line, "monitor"))
		return 0;
	if (!strcmp(what, "in"))
		gpiod_direction_input(line);
	else
		gpiod_direction_output(line, *what == '1');
	gpiod_free(line);
	return 0;
}

static int gpio_command(int argc, char **argv)
{
	struct gpio_desc *line;
	unsigned long number;

	if (argc == 1) {
		show_gpios();
		return 0;
	}
	if (parse_number(argv[1], &number))
		return -EINVAL;
	line = gpio_to_desc(number);
	if (!line) {
		pr_info("there is no GPIO line %lu", number);
		return 0;
	}
	if (argc == 3) {
		static const char *const words[] = { "in", "out", "0", "1" };
		unsigned int i = 0;

		while (strcmp(words[i], argv[2]))
			if (++i == ARRAY_SIZE(words))
				return bad_argument(argv[2], "state: in, out, 0 or 1");
		set_line(line, argv[2]);
	}
	show_gpio(line);
	return 0;
}
MONITOR_COMMAND(gpio, .run = gpio_command, .arguments = "[LINE [in|out|0|1]]", .example = "0",
		.what = "GPIO lines: list them, show or drive one",
		.details = "out drives it low. A line that a driver uses stays the driver's.");
