// SPDX-License-Identifier: MIT
/* Commands about GPIO lines, and what hangs on them. */
#include <bootmap/gpio.h>
#include <bootmap/leds.h>
#include <bootmap/monitor.h>
#include <bootmap/printk.h>
#include <errno.h>
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
	if (argc > 3 || parse_number(argv[1], &number))
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
				return -EINVAL;
		set_line(line, argv[2]);
	}
	show_gpio(line);
	return 0;
}
MONITOR_COMMAND(gpio, .run = gpio_command, .arguments = "[LINE [in|out|0|1]]", .example = "0",
		.what = "GPIO lines: list, look at, drive one",
		.details = "out drives it low. A line that a driver uses stays the driver's.");

static const char *led_candidate(unsigned int index)
{
	const struct led *led = led_next(NULL);

	while (led && index--)
		led = led_next(led);
	return led ? led_name(led) : NULL;
}

static void show_led(const struct led *led)
{
	pr_info("led %s: %s", led_name(led), led_is_on(led) ? "on" : "off");
}

static int led_command(int argc, char **argv)
{
	struct led *led = argc > 1 ? led_find(argv[1]) : NULL;

	if (argc == 1) {
		if (!led_next(NULL))
			pr_info("this machine has no LED that a driver knows");
		while ((led = (struct led *)led_next(led)))
			show_led(led);
		return 0;
	}
	if (argc > 3 || (argc == 3 && strcmp(argv[2], "on") && strcmp(argv[2], "off")))
		return -EINVAL;
	if (!led) {
		pr_info("there is no LED '%s'", argv[1]);
		return 0;
	}
	if (argc == 3)
		led_set(led, !strcmp(argv[2], "on"));
	show_led(led);
	return 0;
}
MONITOR_COMMAND(led, .run = led_command, .arguments = "[NAME [on|off]]", .example = "",
		.what = "LEDs: list, switch one on or off", .candidate = led_candidate);
