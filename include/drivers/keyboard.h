/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_KEYBOARD_H
#define DRIVERS_KEYBOARD_H

/**
 * keyboard_led_demo() - the classic first driver: an LED switched on and off
 *
 * Through the ports of the keyboard controller. Return: 0 or -Exxx.
 */
int keyboard_led_demo(void);

#endif
