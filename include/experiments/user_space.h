/* SPDX-License-Identifier: MIT */
/*
 * DOC: user spaces
 *
 * This kernel has no user mode. Some experiments need what it would bring: address spaces, each with a
 * page in the lower half that user mode may access. There are two, and leave_user_spaces() frees them.
 */
#ifndef EXPERIMENTS_USER_SPACE_H
#define EXPERIMENTS_USER_SPACE_H

#include <bootmap/pgtable.h>
#include <bootmap/types.h>

/* Where each space has its page. */
#define USER_ADDRESS UL(0x400000)

#define NR_USER_SPACES 2

/**
 * make_user_space() - build the tables of a space, and its page
 * @nr: which one, below NR_USER_SPACES
 * @prot: attributes of the page
 * @content: its first word
 *
 * Return: false without memory.
 */
bool make_user_space(unsigned int nr, pgprot_t prot, u32 content);

/**
 * enter_user_space() - translate the lower half by the tables of a space
 * @nr: which one
 * @tag: its ASID or PCID, by which the TLB tells its entries from others; ignored where there are none
 */
void enter_user_space(unsigned int nr, unsigned int tag);

/** leave_user_spaces() - nothing is mapped in the lower half, the TLB forgets all, memory is free again */
void leave_user_spaces(void);

#endif
