// SPDX-License-Identifier: MIT
/*
 * Finds the call instruction that belongs to a return address. Calls of x86-64 have several lengths, so
 * the bytes before the address are decoded (Intel SDM volume 2A, 2.1.5). lib/backtrace.c calls this.
 */
#include <bootmap/backtrace.h>
#include <bootmap/boot.h>
#include <bootmap/ksyms.h>

#include <asm/ptrace.h>

#define DIRECT_CALL	   0xe8
#define DIRECT_CALL_LENGTH 5
#define INDIRECT_CALL	   0xff /* … /2: the register field of ModRM is 2 */
#define LONGEST_CALL	   7
#define LEAF_STACK_WORDS   16 /* words that are searched on the stack of a leaf function */

/* push %rbp; mov %rsp, %rbp: after it, the frame pointer leads to the caller. */
static const u8 prologue[] = { 0x55, 0x48, 0x89, 0xe5 };

/* The text of boot is freed after boot. */
static bool is_readable_text(unsigned long address)
{
	const char *first = boot_stage < BOOT_RUNNING ? _head : _einittext;

	return address >= (unsigned long)first && address < (unsigned long)_etext;
}

/* The target of a wrong call may be outside text. */
static bool is_in_image(unsigned long address)
{
	return address >= (unsigned long)_head && address < (unsigned long)_end;
}

/* Length of the indirect call at @at; 0 if there is none. */
static unsigned int indirect_call_length(const u8 *at)
{
	unsigned int mod = at[1] >> 6, rm = at[1] & 7;
	bool sib = mod != 3 && rm == 4;
	bool disp32 = mod == 2 || (mod == 0 && (sib ? (at[2] & 7) == 5 : rm == 5));

	if (at[0] != INDIRECT_CALL || (at[1] >> 3 & 7) != 2)
		return 0;
	return 2 + sib + (mod == 1 ? 1 : disp32 ? 4 : 0);
}

static unsigned long direct_call_target(unsigned long return_address)
{
	const u8 *end = (const u8 *)return_address;

	if (end[-DIRECT_CALL_LENGTH] != DIRECT_CALL)
		return 0;
	return return_address + *(const int *)(end - sizeof(int));
}

static bool is_code_to_look_at(unsigned long return_address)
{
	return is_readable_text(return_address - LONGEST_CALL) &&
	       is_readable_text(return_address - 1);
}

unsigned long call_before(unsigned long return_address)
{
	if (!is_code_to_look_at(return_address))
		return return_address - 1;
	if (is_in_image(direct_call_target(return_address)))
		return return_address - DIRECT_CALL_LENGTH;
	for (unsigned int length = 2; length <= LONGEST_CALL; length++)
		if (indirect_call_length((const u8 *)return_address - length) == length)
			return return_address - length;
	return 0;
}

/* Has the function at @start set its frame pointer before @pc? */
static bool has_frame(unsigned long start, unsigned long pc)
{
	if (!is_readable_text(start) || pc < start + sizeof(prologue))
		return false;
	for (unsigned int i = 0; i < sizeof(prologue); i++)
		if (((const u8 *)start)[i] != prologue[i])
			return false;
	return true;
}

/*
 * The return address is the top word of the stack. If the function has pushed others, it is the
 * first word that points behind a call of this function.
 */
unsigned long leaf_return_address(const struct pt_regs *regs)
{
	unsigned long function = ksym_start(regs->rip);

	if (has_frame(function, regs->rip))
		return 0;
	for (unsigned int i = 0; i < LEAF_STACK_WORDS; i++) {
		unsigned long slot = regs->rsp + i * sizeof(u64), word;

		if (!on_a_stack(slot) || slot == regs->rbp)
			return 0;
		word = *(const u64 *)slot;
		if (!is_code_to_look_at(word) || !call_before(word))
			continue;
		if (!i || direct_call_target(word) == function)
			return word;
	}
	return 0;
}
