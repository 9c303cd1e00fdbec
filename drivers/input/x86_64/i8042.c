// SPDX-License-Identifier: MIT
/*
 * Driver of the 8042 keyboard controller (IBM PS/2 Technical Reference): the LEDs of the keyboard,
 * and the line that resets the processor.
 */
#include <bootmap/compiler.h>
#include <bootmap/delay.h>
#include <bootmap/io.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <drivers/keyboard.h>
#include <drivers/leds.h>
#include <drivers/platform_device.h>
#include <errno.h>

static u16 data_port; /* 0: no controller */
#define STATUS_PORT (data_port + 4)

#define STATUS_OUTPUT_FULL BIT(0) /* a byte can be read */
#define STATUS_INPUT_FULL  BIT(1) /* the last byte has not been taken yet */

#define KEYBOARD_SET_LEDS 0xed
#define KEYBOARD_ACK	  0xfa

#define CONTROLLER_RESET 0xfe /* pulses the reset line */
#define RESET_WAIT	 15   /* the longest time for a reset, in milliseconds */

#define LED_SCROLL_LOCK BIT(0)
#define LED_NUM_LOCK	BIT(1)
#define LED_CAPS_LOCK	BIT(2)
#define LED_BLINKS	3

/* More polls than any keyboard needs to answer, and more bytes than a controller can hold. */
#define POLL_LIMIT  1000000
#define DRAIN_LIMIT 1000

static bool wait_status(u8 mask, u8 value)
{
	for (int polls = 0; polls < POLL_LIMIT; polls++)
		if ((inb(STATUS_PORT) & mask) == value)
			return true;
	return false;
}

/* Sends one byte to the keyboard, which acknowledges it. */
static int send(u8 byte)
{
	if (!wait_status(STATUS_INPUT_FULL, 0))
		return -EIO;
	outb(byte, data_port);
	if (!wait_status(STATUS_OUTPUT_FULL, STATUS_OUTPUT_FULL))
		return -EIO;
	return inb(data_port) == KEYBOARD_ACK ? 0 : -EIO;
}

/* Discards bytes that were typed before. */
static int drain(void)
{
	for (int bytes = 0; bytes < DRAIN_LIMIT; bytes++) {
		if (!(inb(STATUS_PORT) & STATUS_OUTPUT_FULL))
			return 0;
		inb(data_port);
	}
	pr_warn("i8042: its output buffer stays full, however much is read");
	return -EIO;
}

static u8 leds_on;

static int set_leds(u8 leds)
{
	int err = drain();

	if (!err)
		err = send(KEYBOARD_SET_LEDS);
	if (!err)
		err = send(leds);
	if (!err)
		leds_on = leds;
	return err;
}

struct keyboard_led {
	struct led led;
	u8 bit;
};

static u8 bit_of(const struct led *led)
{
	return container_of(led, const struct keyboard_led, led)->bit;
}

static bool is_on(const struct led *led)
{
	return leds_on & bit_of(led);
}

/* If the keyboard does not answer, the LED counts as off. */
static void set(struct led *led, bool on)
{
	set_leds(on ? leds_on | bit_of(led) : leds_on & ~bit_of(led));
}

static struct keyboard_led keyboard_leds[] = {
	{ { .name = "scroll-lock", .set = set, .is_on = is_on }, LED_SCROLL_LOCK },
	{ { .name = "num-lock", .set = set, .is_on = is_on }, LED_NUM_LOCK },
	{ { .name = "caps-lock", .set = set, .is_on = is_on }, LED_CAPS_LOCK },
};

int keyboard_led_demo(void)
{
	if (!data_port)
		return -ENODEV;
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

static void restart(struct power_handler *handler __attribute__((unused)))
{
	wait_status(STATUS_INPUT_FULL, 0);
	outb(CONTROLLER_RESET, STATUS_PORT);
	mdelay(RESET_WAIT);
	pr_warn("i8042: the reset line does nothing");
}

static struct power_handler restart_handler = { .act = restart, .method = 'k' };

static int i8042_probe(struct platform_device *pdev)
{
	int err = devm_platform_request_ports(pdev, "keyboard", &data_port);

	if (err)
		return err;
	/* Without a controller, the bus reads as ones. */
	if (inb(STATUS_PORT) == 0xff) {
		dev_info(&pdev->dev, "this machine has no keyboard controller");
		data_port = 0;
		return -ENODEV;
	}
	register_restart(&restart_handler);
	for (unsigned int i = 0; i < ARRAY_SIZE(keyboard_leds) && !err; i++)
		err = devm_led_register(&pdev->dev, &keyboard_leds[i].led);
	return err;
}

static const struct platform_driver i8042_driver = {
	.driver = { .name = "i8042" },
	.probe = i8042_probe,
};
module_platform_driver(i8042_driver);
