/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_KSYMS_H
#define BOOTMAP_KSYMS_H

#include <stddef.h>

#define KSYM_NAME_MAX 64

/**
 * ksym_format() - a code address as function+offset
 * @buf: receives the text, e.g. "early_ioremap+0x1c"; outside the image's text, the number
 * @size: of @buf in bytes, KSYM_NAME_MAX is enough
 * @address: the address
 * Return: @buf.
 */
const char *ksym_format(char *buf, size_t size, unsigned long address);

/** ksym_start() - start of the function that contains @address; 0 outside the image's text */
unsigned long ksym_start(unsigned long address);

/**
 * ksym_address() - the address of a function or variable
 * @name: of the symbol
 * @behind: search only higher addresses than this; 0 for the first
 * Return: 0 if there is none.
 */
unsigned long ksym_address(const char *name, unsigned long behind);

/** ksym_name() - name of symbol number @index, valid until the next call; NULL after the last */
const char *ksym_name(unsigned int index);

#endif
