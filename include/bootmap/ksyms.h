/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_KSYMS_H
#define BOOTMAP_KSYMS_H

#include <stddef.h>

#define KSYM_NAME_MAX 64

/**
 * ksym_format() - a code address as function+offset
 * @buf: gets the text, e.g. "early_ioremap+0x1c"; the bare number outside the image's text
 * @size: of @buf in bytes, KSYM_NAME_MAX is enough
 * @address: the address
 * Return: @buf.
 */
const char *ksym_format(char *buf, size_t size, unsigned long address);

/** ksym_address() - where the function @name begins; 0 if there is none */
unsigned long ksym_address(const char *name);

#endif
