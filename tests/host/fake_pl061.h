/* SPDX-License-Identifier: MIT */
/* A PL061 that is only an array, with the registers of Arm DDI 0190, and what is wired to it. */
#ifndef TESTS_FAKE_PL061_H
#define TESTS_FAKE_PL061_H

#include <bootmap/types.h>

#define FAKE_GPIODIR 0x400
#define FAKE_GPIOIS  0x404
#define FAKE_GPIOIBE 0x408
#define FAKE_GPIOIEV 0x40c
#define FAKE_GPIOIE  0x410
#define FAKE_PART    0xfe0

/**
 * struct fake_pl061 - the device
 * @registers: 32 bits each, by offset / 4
 * @inputs: levels of the wires
 * @outputs: levels that the driver wrote
 * @edges: that were detected, and not acknowledged
 * @unprotected: how often a register that all lines share was changed while an interrupt could come between
 */
extern struct fake_pl061 {
	u32 registers[1024];
	u8 inputs, outputs, edges;
	unsigned int unprotected;
} fake_pl061;

/** fake_pl061_reset() - the device as it comes out of reset; from here on it sees all accesses */
void fake_pl061_reset(void);

/** fake_pl061_phys() - where its registers are */
phys_addr_t fake_pl061_phys(void);

/** fake_pl061_drive() - change the level of a wire */
void fake_pl061_drive(unsigned int line, bool level);

/** fake_pl061_active() - lines that interrupt now (GPIOMIS) */
u8 fake_pl061_active(void);

static inline u32 fake_pl061_register(unsigned int offset)
{
	return fake_pl061.registers[offset / 4];
}

#endif
