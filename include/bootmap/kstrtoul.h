/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_KSTRTOUL_H
#define BOOTMAP_KSTRTOUL_H

/**
 * kstrtoul() - convert a string that consists of one number
 * @string: decimal, or hexadecimal with 0x
 * @value: set to the number
 *
 * strtoul() is not used, because it reports an overflow through errno. errno is in thread-local
 * storage, which this kernel does not have.
 *
 * Return: 0, -EINVAL for anything that is not a number, -ERANGE if it needs more than 64 bits.
 */
int kstrtoul(const char *string, unsigned long *value);

#endif
