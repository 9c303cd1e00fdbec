// SPDX-License-Identifier: MIT
#include <bootmap/irqflags.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>

static void (*firmware_power_off)(void);

void register_power_off(void (*power_off)(void))
{
	firmware_power_off = power_off;
}

void machine_off(int status)
{
	local_irq_disable();
	semihosting_exit(status);
	if (status) {
		pr_err("Halted. (Leave QEMU with Ctrl-a x.)");
		boot_stop();
	}
	if (firmware_power_off)
		firmware_power_off();
	pr_info("This machine has no working firmware that could switch it off: halted.");
	boot_stop();
}
