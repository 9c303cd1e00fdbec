/* SPDX-License-Identifier: MIT */
/*
 * DOC: what is typed at the console
 *
 * A console's driver puts what arrives into a ring, from which readers take it. When the
 * ring is full the driver leaves the rest in the device, which then tells the sender to
 * wait, as far as the line can carry that. Nothing is dropped.
 */
#ifndef BOOTMAP_CONSOLE_H
#define BOOTMAP_CONSOLE_H

#include <bootmap/types.h>

/** console_getchar_nonblock() - the next character. Return: it, or -EAGAIN if there is none. */
int console_getchar_nonblock(void);

/** console_getchar() - the next character; rests until there is one. Not from interrupts. */
int console_getchar(void);

/** console_has_room() - can the ring take one more? */
bool console_has_room(void);

/** console_received() - put a character into the ring, which has room; interrupts masked */
void console_received(char c);

#endif
