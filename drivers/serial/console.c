// SPDX-License-Identifier: MIT
/*
 * Console input. The driver of the console puts each received character into a ring buffer, from
 * its interrupt handler or when it is polled. The monitor and the echo job take characters out
 * again with console_getchar().
 */
#include <bootmap/console.h>
#include <bootmap/irqflags.h>
#include <bootmap/printk.h>
#include <drivers/serial.h>
#include <errno.h>

#include <asm/processor.h>

#define RING_SIZE 1024 /* a power of two: positions wrap by masking */
static_assert((RING_SIZE & (RING_SIZE - 1)) == 0, "RING_SIZE");

/* Positions only grow. The driver writes at ring_end, readers read at ring_start. */
static char ring[RING_SIZE] __noinit;
static unsigned int ring_start, ring_end;

bool console_has_room(void)
{
	return ring_end - ring_start < RING_SIZE;
}

void console_received(char c)
{
	ring[ring_end++ & (RING_SIZE - 1)] = c;
}

/* A limit of characters in one call, after which the device counts as broken. */
#define RX_LIMIT 100000

void console_receive(struct console *console, bool (*receive_one)(void))
{
	unsigned int left = RX_LIMIT;

	while (left && console_has_room() && receive_one())
		left--;
	if (left)
		return;
	pr_warn("%s: it reports received characters without end: it is not read any more",
		console->name);
	console->receive = NULL;
}

void console_set_interrupts(struct console *console, bool interrupts)
{
	unsigned long flags;

	local_irq_save(flags);
	console->interrupts = interrupts;
	if (console->receive)
		console->receive();
	local_irq_restore(flags);
}

/*
 * When the ring is empty, the driver is called. The device may hold characters that had no room
 * in the ring. A device that does not interrupt may hold characters that were not read yet.
 */
int console_getchar_nonblock(void)
{
	const struct console *console = active_console();
	unsigned long flags;
	int c = -EAGAIN;

	local_irq_save(flags);
	if (ring_start == ring_end && console && console->receive)
		console->receive();
	if (ring_start != ring_end)
		c = (u8)ring[ring_start++ & (RING_SIZE - 1)];
	local_irq_restore(flags);
	return c;
}

int console_getchar(void)
{
	for (;;) {
		const struct console *console = active_console();
		unsigned long flags;
		int c;

		/* Masked, so that a character which arrives after the check still ends the wait. */
		local_irq_save(flags);
		c = console_getchar_nonblock();
		if (c < 0 && console && console->interrupts)
			wait_for_interrupt();
		local_irq_restore(flags);
		if (c >= 0)
			return c;
		cpu_relax();
	}
}
