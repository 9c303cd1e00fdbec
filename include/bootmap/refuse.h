/* SPDX-License-Identifier: MIT */
/* DOC: the one line that a refused request prints: what was asked, why not in one word, by whom */
#ifndef BOOTMAP_REFUSE_H
#define BOOTMAP_REFUSE_H

#include <bootmap/types.h>

/**
 * refuse() - say that a range cannot be mapped or unmapped
 * @function: the one that was called
 * @address: its first argument
 * @size: its second, bytes
 * @why: the reason word
 * @caller: an address in the function that called it
 */
void refuse(const char *function, unsigned long address, size_t size, const char *why,
	    unsigned long caller);

/** refuse_address() - the same where a call has no size */
void refuse_address(const char *function, unsigned long address, const char *why,
		    unsigned long caller);

#endif
