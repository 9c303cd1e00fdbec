// SPDX-License-Identifier: MIT
#include <bootmap/power.h>
#include <bootmap/printk.h>

void machine_off(int status)
{
	semihosting_exit(status);
	if (status == 0) {
		int err = psci_system_off();

		pr_info("This machine has no %s that could switch it off: halted.",
			err ? "working PSCI firmware" : "firmware");
	} else {
		pr_err("Halted. (Leave QEMU with Ctrl-a x.)");
	}
	boot_stop();
}
