/* SPDX-License-Identifier: MIT */
/*
 * A Raspberry Pi that is only arrays: registers of the mailbox, and firmware that answers messages. The
 * firmware does not see the CPU's cache: what it reads and writes is memory, and only flush_line()
 * brings the two together.
 */
#ifndef TESTS_FAKE_RPI_H
#define TESTS_FAKE_RPI_H

#include <bootmap/types.h>
#include <tests/test.h>

#define FAKE_RPI_PM	 0x400
#define FAKE_RPI_MAILBOX 0x880

#define FAKE_RPI_FRAMEBUFFER 0xfe100000 /* as the GPU says it */

/**
 * struct fake_rpi - the machine
 * @registers: of 32 bits each, by offset / 4
 * @silent: the firmware answers nothing
 * @confused: it answers, but says that it did not understand
 * @refused: the tag that it does not know
 * @other_words: so many words of another channel come before the answer
 * @messages: how many it received
 * @resets: of the watchdog
 * @partition: what it was to boot from after the last one
 */
extern struct fake_rpi {
	u32 registers[1024];
	bool silent, confused;
	u32 refused;
	unsigned int other_words, messages, resets, partition;
} fake_rpi;

/**
 * fake_rpi_begin() - a new machine, and the start of its tree: root and /soc, which is left open
 * @reachable: does the GPU reach the memory of this program?
 */
void fake_rpi_begin(bool reachable);

/** fake_rpi_mailbox() - nodes of the mailbox and of the firmware in /soc */
void fake_rpi_mailbox(void);

/** fake_rpi_watchdog() - its node, in /soc; @may_switch_off: is it in charge of that? */
void fake_rpi_watchdog(bool may_switch_off);

/** fake_rpi_probe() - end the tree, and bind all devices. Return: how many wait. */
unsigned int fake_rpi_probe(struct test *t);

static inline u32 *fake_rpi_register(unsigned int offset)
{
	return &fake_rpi.registers[offset / 4];
}

#endif
