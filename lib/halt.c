// SPDX-License-Identifier: MIT
/*
 * Stops the machine permanently: interrupts are masked, machine_state records the reason, and the
 * core rests in boot_stop(). panic(), the fault reports and kernel/power.c call this.
 */
#include <bootmap/compiler.h>
#include <bootmap/irqflags.h>
#include <bootmap/machine_state.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>

u32 machine_state __section(".data") = MACHINE_BOOTS;

void (*silence_interrupts)(void);

void halt_core(void)
{
	void (*silence)(void) = silence_interrupts;

	local_irq_disable();
	silence_interrupts = NULL; /* if it faults, it is not called again */
	if (silence)
		silence();
	boot_stop();
}

void machine_halt(int status)
{
	local_irq_disable();
	if (machine_state != MACHINE_MAY_FAIL)
		machine_state = MACHINE_FAILED;
	semihosting_exit(status);
	pr_err("Halted.");
	halt_core();
}
