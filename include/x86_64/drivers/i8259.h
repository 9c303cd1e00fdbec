/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_I8259_H
#define DRIVERS_I8259_H

/**
 * i8259_early_init() - initialise both 8259s, with every input masked
 *
 * Boot, interrupts masked, before any interrupt controller lets the CPU take interrupts: as a BIOS
 * leaves them, the timer's interrupt has the vector of the double fault.
 */
void i8259_early_init(void);

#endif
