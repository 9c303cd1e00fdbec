/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_FAULT_H
#define BOOTMAP_FAULT_H

#include <bootmap/traps.h>
#include <bootmap/types.h>

/* Room for an exception in words. */
#define FAULT_TEXT_MAX 128

/* What kept the access from completing, in words that both architectures know. */
enum fault_cause {
	CAUSE_OTHER,
	CAUSE_TRANSLATION, /* no valid entry */
	CAUSE_PERMISSION,  /* an entry that forbids it */
	CAUSE_ALIGNMENT,
	CAUSE_ASYNC,	  /* reported later than it happened */
	CAUSE_EXTERNAL,	  /* the bus answered with an error */
	CAUSE_NO_ADDRESS, /* a number that is no address, or another broken rule of protection */
};

#define FAULT_REASON_ASYNC                                                                \
	"an earlier access failed, or the hardware itself: the report came later, PC is " \
	"only where it arrived, and the address may not be known"

/**
 * struct fault - an exception in words of all architectures
 * @kind: what was tried
 * @cause: why it failed
 * @address: where to; meaningful if @has_address
 * @has_address: the hardware told an address
 * @sp: stack pointer when it happened
 */
struct fault {
	enum trap_kind kind;
	enum fault_cause cause;
	unsigned long address;
	bool has_address;
	unsigned long sp;
};

struct pt_regs;

/** exception_to_fault() - the exception that interrupted @regs, in words of all architectures */
struct fault exception_to_fault(const struct pt_regs *regs);

/**
 * describe_region() - which part of the address map an address belongs to, and who owns it
 * @buf: gets the words
 * @size: of @buf in bytes
 * @va: any address
 */
void describe_region(char *buf, size_t size, unsigned long va);

#define REGION_TEXT_MAX 160

/** show_region() - print what describe_region() says of an address, in lines of 80 columns */
void show_region(unsigned long va);

/**
 * show_fault_address() - print region, owner, and the walk to the address of a fault
 * @fault: the fault
 */
void show_fault_address(const struct fault *fault);

/**
 * likely_reason() - a sentence for the student
 * @fault: the fault
 */
const char *likely_reason(const struct fault *fault);

#endif
