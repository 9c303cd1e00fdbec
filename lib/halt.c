// SPDX-License-Identifier: MIT
#include <bootmap/irqflags.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>

void (*silence_interrupts)(void);

void halt_core(void)
{
	void (*silence)(void) = silence_interrupts;

	local_irq_disable();
	silence_interrupts = NULL; /* should it fault, it is not called again */
	if (silence)
		silence();
	boot_stop();
}

void machine_halt(int status)
{
	local_irq_disable();
	semihosting_exit(status);
	pr_err("Halted. (Leave QEMU with Ctrl-a x.)");
	halt_core();
}
