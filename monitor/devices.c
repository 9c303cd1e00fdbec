// SPDX-License-Identifier: MIT
/* Commands about devices: which driver has which one, interrupts, LEDs, the clock. */
#include <bootmap/irq.h>
#include <bootmap/printk.h>
#include <drivers/leds.h>
#include <drivers/platform_device.h>
#include <drivers/rtc.h>
#include <errno.h>
#include <monitor/monitor.h>
#include <string.h>

MONITOR_COMMAND(devices, .show = show_devices, .what = "devices and their drivers");
MONITOR_COMMAND(irqs, .show = show_irqs, .what = "interrupts: number, controller, input, device");

static const char *led_candidate(unsigned int index)
{
	const struct led *led = led_next(NULL);

	while (led && index--)
		led = led_next(led);
	return led ? led->name : NULL;
}

static void show_led(const struct led *led)
{
	pr_info("led %s: %s", led->name, led_is_on(led) ? "on" : "off");
}

static int led_command(int argc, char **argv)
{
	struct led *led = argc > 1 ? led_find(argv[1]) : NULL;

	if (argc == 1) {
		if (!led_next(NULL))
			pr_info("no LED has a driver");
		while ((led = led_next(led)))
			show_led(led);
		return 0;
	}
	if (argc == 3 && strcmp(argv[2], "on") && strcmp(argv[2], "off"))
		return bad_argument(argv[2], "state: on or off");
	if (!led) {
		pr_info("there is no LED '%s'", argv[1]);
		return 0;
	}
	if (argc == 3)
		led_set(led, !strcmp(argv[2], "on"));
	show_led(led);
	return 0;
}
MONITOR_COMMAND(led, .run = led_command, .arguments = "[NAME [on|off]]",
		.what = "LEDs: list them, switch one on or off", .candidate = led_candidate);

static void show_date(void)
{
	struct rtc_time time;

	if (rtc_read_time(&time))
		pr_info("no clock has a driver");
	else
		pr_info(RTC_FORMAT " UTC", RTC_ARGS(time));
}
MONITOR_COMMAND(date, .show = show_date, .what = "show the time of the real-time clock");
