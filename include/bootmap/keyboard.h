/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_KEYBOARD_H
#define BOOTMAP_KEYBOARD_H

/**
 * keyboard_led_demo() - the classic first driver: an LED switched on and off
 *
 * Through the ports of the keyboard controller. Return: 0 or -Exxx.
 */
int keyboard_led_demo(void);

#endif
