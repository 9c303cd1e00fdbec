/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_FAULT_H
#define BOOTMAP_FAULT_H

#include <bootmap/traps.h>
#include <bootmap/types.h>

/* Size of a buffer for an exception in words. */
#define FAULT_TEXT_MAX 128

/* The reason why an access failed, independent of the architecture. */
enum fault_cause {
	CAUSE_OTHER,
	CAUSE_TRANSLATION, /* no valid entry */
	CAUSE_PERMISSION,  /* the entry forbids it */
	CAUSE_ALIGNMENT,
	CAUSE_ASYNC,	  /* reported later than it happened */
	CAUSE_EXTERNAL,	  /* the bus answered with an error */
	CAUSE_ENTRY,	  /* the entry is not one that the CPU accepts */
	CAUSE_NO_ADDRESS, /* not a valid address, or another violation of protection */
};

#define FAULT_REASON_ASYNC                                                                \
	"an earlier access failed, or the hardware itself: the report came later, PC is " \
	"only where it arrived, and the address may not be known"

/**
 * struct fault - an exception in words of all architectures
 * @kind: what was tried
 * @cause: why it failed
 * @address: the address accessed; valid if @has_address
 * @has_address: the hardware reported an address
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

/*
 * What is called for an exception that nobody expects, before it is reported: returns whether it has
 * mapped what was missing. NULL: the kernel itself has no faults that can be handled.
 */
extern bool (*page_fault_handler)(const struct fault *fault);

/** exception_to_fault() - the exception that interrupted @regs, in words of all architectures */
struct fault exception_to_fault(const struct pt_regs *regs);

/**
 * describe_region() - the region of the address map that holds an address, and its owner
 * @buf: receives the text
 * @size: of @buf in bytes
 * @va: any address
 */
void describe_region(char *buf, size_t size, unsigned long va);

#define REGION_TEXT_MAX 160

/** show_region() - print an address and the text of describe_region() for it */
void show_region(unsigned long va);

/**
 * show_fault_address() - print region, owner, and the walk to the address of a fault
 * @fault: the fault
 */
void show_fault_address(const struct fault *fault);

/**
 * likely_reason() - a sentence that explains the probable reason of a fault
 * @fault: the fault
 */
const char *likely_reason(const struct fault *fault);

#endif
