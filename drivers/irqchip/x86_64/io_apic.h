/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_IRQCHIP_IO_APIC_H
#define DRIVERS_IRQCHIP_IO_APIC_H

#include <bootmap/irq.h>
#include <drivers/device.h>

/**
 * io_apics_find() - map all I/O APICs of the table
 * @dev: owns their mappings
 *
 * An I/O APIC that does not answer is reported and left out.
 */
void io_apics_find(struct device *dev);

/** io_apics_mask() - mask all inputs */
void io_apics_mask(void);

/**
 * io_apics_start() - register all inputs as interrupts, all masked
 * @destination: the local APIC that receives them, in bits 31 to 24
 * @eoi: ends an interrupt
 * Return: 0 or -ENOMEM.
 */
int io_apics_start(u32 destination, void (*eoi)(struct irq_data *data));

/**
 * io_apic_handle() - handle an interrupt from an input
 * @vector: its vector
 * Return: whether an input has this vector; else nothing is done.
 */
bool io_apic_handle(unsigned int vector);

#endif
