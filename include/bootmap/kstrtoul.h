/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_KSTRTOUL_H
#define BOOTMAP_KSTRTOUL_H

/**
 * kstrtoul() - a string that is a number and nothing else
 * @string: decimal, or hexadecimal with 0x
 * @value: set to the number
 *
 * strtoul() would do, but the C library reports overflow through errno, which
 * lives in thread-local storage, and this kernel has no threads.
 *
 * Return: 0, -EINVAL for anything that is not a number, -ERANGE if it needs more than 64 bits.
 */
int kstrtoul(const char *string, unsigned long *value);

#endif
