// SPDX-License-Identifier: MIT
/* Commands about devices. */
#include <bootmap/irq.h>
#include <bootmap/monitor.h>
#include <bootmap/platform_device.h>
#include <bootmap/printk.h>
#include <bootmap/rtc.h>

MONITOR_COMMAND(devices, .show = show_devices, .what = "devices and their drivers");
MONITOR_COMMAND(irqs, .show = show_irqs, .what = "interrupts: how often, from where, for whom");

static void show_date(void)
{
	struct rtc_time time;

	if (rtc_read_time(&time))
		pr_info("this machine has no clock that a driver knows");
	else
		pr_info(RTC_FORMAT " UTC", RTC_ARGS(time));
}
MONITOR_COMMAND(date, .show = show_date, .what = "what the real-time clock says");
