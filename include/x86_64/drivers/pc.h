/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_PC_H
#define DRIVERS_PC_H

#include <bootmap/types.h>

/** pc_add_devices() - make platform devices of what tables name, or every PC has */
void pc_add_devices(void);

/**
 * pit_measure_counter() - the frequency of the time-stamp counter, measured by the 8254
 * Return: in Hz, to a MHz; where nothing can be measured a frequency that no counter exceeds, after a line.
 */
u64 pit_measure_counter(void);

#endif
