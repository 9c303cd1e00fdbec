// SPDX-License-Identifier: MIT
#include <bootmap/irqflags.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>

void machine_halt(int status)
{
	local_irq_disable();
	semihosting_exit(status);
	pr_err("Halted. (Leave QEMU with Ctrl-a x.)");
	boot_stop();
}
