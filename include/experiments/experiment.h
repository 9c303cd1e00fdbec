/* SPDX-License-Identifier: MIT */
/*
 * DOC: how an experiment is written
 *
 * An experiment does one wrong thing. WRONG() marks the statement, so that the log shows its line
 * before it runs. EXPERIMENT() puts the experiment into a list of the image, which break=NAME and the
 * monitor's break command read. The sentences are printed after the fault or the warning, and the
 * cure, the right way to do the same, runs last and shows that it works.
 */
#ifndef EXPERIMENTS_EXPERIMENT_H
#define EXPERIMENTS_EXPERIMENT_H

#include <bootmap/compiler.h>
#include <bootmap/layout.h>
#include <bootmap/pgtable_types.h>

/* How an experiment ends when it has shown what it is there to show. */
enum ending {
	FAULTS,
	RETURNS,	 /* a line of the log is the result */
	DEPENDS,	 /* FAULTS or RETURNS, by the machine */
	ENDS_THE_KERNEL, /* what it damages, nobody can go on without */
};

/**
 * struct experiment - one wrong thing
 * @name: what is typed
 * @what: what it does, for the list
 * @why: the reason for what is seen, a sentence
 * @remedy: what to do instead, a sentence; NULL: nothing was wrong
 * @missing: what the machine lacks for it, in words that continue a sentence; NULL, or returns NULL: nothing
 * @run: does it
 * @cure: does it right; returns whether that worked. NULL: there is nothing to show
 * @clean: puts back what both have changed, also after a fault; NULL: FIX_LAB is all
 * @ending: how @run ends
 */
struct experiment {
	const char *name;
	const char *what;
	const char *why;
	const char *remedy;
	const char *(*missing)(void);
	void (*run)(void);
	bool (*cure)(void);
	void (*clean)(void);
	enum ending ending;
};

/** EXPERIMENT() - put an experiment into the image's list; then fields of struct experiment */
#define EXPERIMENT(title, ...)                                          \
	static const struct experiment experiment_##title __list_entry( \
		"experiments." #title, struct experiment) = { .name = #title, __VA_ARGS__ }

/** WRONG() - log the line of a statement or an expression, then do it */
#define WRONG(statement)                                         \
	({                                                       \
		show_wrong_line(__FILE__, __LINE__, #statement); \
		statement;                                       \
	})

/** show_wrong_line() - what WRONG() logs */
void show_wrong_line(const char *file, int line, const char *statement);

/* A page that experiments map at FIX_LAB. Its contents belong to the experiment that runs. */
extern u32 lab_page[PAGE_SIZE / sizeof(u32)];

/** lab_entry() - the entry that maps FIX_LAB, which only experiments change without set_fixmap() */
pte_t *lab_entry(void);

/**
 * store_to() - store a zero of 32 bits
 * @va: any address
 *
 * In a function of its own, so that a report names the function that called it.
 */
void store_to(unsigned long va);

/** load_from() - load 32 bits from @va */
u32 load_from(unsigned long va);

/**
 * nowhere() - the last page that a descriptor of this CPU can name
 *
 * Return: its physical address. No device is there.
 */
phys_addr_t nowhere(void);

#endif
