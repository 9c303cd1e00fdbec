/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_PC_H
#define DRIVERS_PC_H

#include <bootmap/types.h>

/** pc_add_devices() - create platform devices for those in tables, and those of every PC */
void pc_add_devices(void);

/**
 * pit_measure_counter() - the frequency of the time-stamp counter, measured by the 8254
 * Return: in Hz, rounded to 1 MHz; if it cannot be measured, after a message, a frequency that no
 * counter exceeds.
 */
u64 pit_measure_counter(void);

#endif
