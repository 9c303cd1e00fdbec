/* SPDX-License-Identifier: MIT */
/* DOC: the message of a refused request: function and arguments, a reason word, the caller */
#ifndef BOOTMAP_REFUSE_H
#define BOOTMAP_REFUSE_H

#include <bootmap/types.h>

/**
 * refuse() - print that a range cannot be mapped or unmapped
 * @function: the one that was called
 * @address: its first argument
 * @size: its second, bytes
 * @why: the reason word
 * @caller: an address in the function that called it
 */
void refuse(const char *function, unsigned long address, size_t size, const char *why,
	    unsigned long caller);

/** refuse_address() - the same for a call without a size */
void refuse_address(const char *function, unsigned long address, const char *why,
		    unsigned long caller);

#endif
