/* SPDX-License-Identifier: MIT */
/* The GPIO controller of fake_rpi.h, what is wired to it, and the controller that it interrupts. */
#ifndef TESTS_FAKE_RPI_GPIO_H
#define TESTS_FAKE_RPI_GPIO_H

#include <drivers/platform_device.h>
#include <tests/test.h>

#define FAKE_GPIO     0x200 /* its registers, by their offset in fake_rpi.registers */
#define FAKE_GPIO_END 0x2b4
#define FAKE_GPFSEL   0x200
#define FAKE_GPREN    0x24c

#define FAKE_GPIO_PHANDLE 8

/**
 * struct fake_rpi_gpio - the device
 * @inputs: levels of the wires
 * @latch: levels that the driver wrote
 * @events: detected, and not acknowledged
 * @unprotected: how often a register that lines share was changed while an interrupt could come between
 * @unmasked: which of its three interrupts may come
 * @enabled_when_unmasked: could a line interrupt when the first of them was allowed?
 */
extern struct fake_rpi_gpio {
	u64 inputs, latch, events;
	unsigned int unprotected;
	u8 unmasked;
	bool enabled_when_unmasked;
} fake_rpi_gpio;

void fake_rpi_gpio_before_read(unsigned int offset);
void fake_rpi_gpio_after_write(unsigned int offset);

/**
 * fake_rpi_gpio_nodes() - its node and that of the controller above it, in /soc
 * @compatible: which model
 * @interrupts: how many of its interrupts the node names
 */
void fake_rpi_gpio_nodes(const char *compatible, unsigned int interrupts);

/** fake_rpi_add_parent() - from here on the controller above has a driver */
void fake_rpi_add_parent(void);

/** fake_rpi_gpio_device() - the device */
struct platform_device *fake_rpi_gpio_device(void);

/** fake_rpi_line_to_irq() - what irq_create_of_mapping() says about a line */
int fake_rpi_line_to_irq(u32 line, u32 type);

/** fake_rpi_drive() - change the level of a wire. Interrupts are delivered until there are none. */
void fake_rpi_drive(unsigned int line, bool level);

/** fake_rpi_function() - the function of a line */
unsigned int fake_rpi_function(unsigned int line);

#endif
