// SPDX-License-Identifier: MIT
/* A PS/2 keyboard's LEDs, through the 8042 controller (IBM PS/2 Technical Reference). */
#include <bootmap/compiler.h>
#include <bootmap/keyboard.h>
#include <bootmap/printk.h>
#include <errno.h>

#include <asm/io.h>

#define DATA_PORT   0x60
#define STATUS_PORT 0x64

#define STATUS_OUTPUT_FULL BIT(0) /* something to be read */
#define STATUS_INPUT_FULL  BIT(1) /* not yet ready for more */

#define KEYBOARD_SET_LEDS 0xed
#define KEYBOARD_ACK	  0xfa

#define LED_SCROLL_LOCK BIT(0)
#define LED_BLINKS	3

/* More polls than a keyboard ever took to answer. */
#define POLL_LIMIT 1000000

static bool wait_status(u8 mask, u8 value)
{
	for (int polls = 0; polls < POLL_LIMIT; polls++)
		if ((inb(STATUS_PORT) & mask) == value)
			return true;
	return false;
}

/* One byte to the keyboard; it acknowledges each. */
static int send(u8 byte)
{
	if (!wait_status(STATUS_INPUT_FULL, 0))
		return -EIO;
	outb(byte, DATA_PORT);
	if (!wait_status(STATUS_OUTPUT_FULL, STATUS_OUTPUT_FULL))
		return -EIO;
	return inb(DATA_PORT) == KEYBOARD_ACK ? 0 : -EIO;
}

static int set_leds(u8 leds)
{
	int err = send(KEYBOARD_SET_LEDS);

	return err ? err : send(leds);
}

int keyboard_led_demo(void)
{
	/* Where no controller is, the bus reads as ones; what was typed before is not for us. */
	if (inb(STATUS_PORT) == 0xff)
		return -ENODEV;
	while (inb(STATUS_PORT) & STATUS_OUTPUT_FULL)
		inb(DATA_PORT);
	for (int blink = 0; blink < LED_BLINKS; blink++) {
		if (set_leds(LED_SCROLL_LOCK))
			return -EIO;
		pr_info("led: scroll lock on,  the keyboard acknowledges");
		if (set_leds(0))
			return -EIO;
		pr_info("led: scroll lock off, the keyboard acknowledges");
	}
	return 0;
}
