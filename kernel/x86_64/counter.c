// SPDX-License-Identifier: MIT
/*
 * The frequency of the time-stamp counter. It is measured once, at the first call, by a function
 * that boot/x86_64/machine.c sets. kernel/time.c calls this.
 */
#include <asm/counter.h>

u64 (*counter_calibration)(void);

u64 counter_frequency(void)
{
	static u64 frequency;

	if (!frequency && counter_calibration)
		frequency = counter_calibration();
	return frequency;
}
