/* SPDX-License-Identifier: MIT */
/*
 * DOC: the console, and its input
 *
 * A console's driver puts received characters into a ring buffer, from which readers take
 * them. When the ring is full, the driver leaves further characters in the device. The device
 * then stops the sender by flow control, if the line has it. The kernel itself drops nothing.
 */
#ifndef BOOTMAP_CONSOLE_H
#define BOOTMAP_CONSOLE_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

/**
 * struct console - a device that shows characters and may receive some
 * @name: printed when the console is registered
 * @write_char: send one character; may wait for the device; must not call printk()
 * @receive: move received characters to console_received() while console_has_room(); called
 *	with interrupts masked; NULL: the console cannot receive
 * @interrupts: the device interrupts when a character arrives, so polling is not necessary
 * @registers: where the device's registers are mapped, or the result of ioport_map()
 */
struct console {
	const char *name;
	void (*write_char)(char c);
	void (*receive)(void);
	bool interrupts;
	void __iomem *registers;
};

/** console_getchar_nonblock() - the next character. Return: it, or -EAGAIN if there is none. */
int console_getchar_nonblock(void);

/** console_getchar() - the next character; waits until there is one. Not from interrupts. */
int console_getchar(void);

/** console_has_room() - can the ring take one more? */
bool console_has_room(void);

/** console_received() - put a character into the ring, which has room; interrupts masked */
void console_received(char c);

/**
 * console_receive() - fetch what has arrived, as far as the ring has room. For drivers; interrupts
 * masked.
 * @console: loses its receive(), if the device goes on for ever
 * @receive_one: fetches one character, or drops a broken one; returns false if none has arrived
 */
void console_receive(struct console *console, bool (*receive_one)(void));

#endif
