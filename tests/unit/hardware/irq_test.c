// SPDX-License-Identifier: MIT
/* Tests with timer interrupts that arrive at critical moments. */
#include "../support.h"
#include "irq_test.h"

#include <bootmap/console.h>
#include <bootmap/irq.h>
#include <bootmap/irqflags.h>
#include <bootmap/ktime.h>
#include <bootmap/printk.h>
#include <stdio.h>
#include <string.h>

#include <tests/probe.h>

/* What no table maps. */
static volatile unsigned long nowhere = 8;

#define INTERRUPTS 200

static unsigned int interrupts;
static volatile u64 *all_done;

static void count_and_print(struct hrtimer *timer)
{
	char text[32];

	clobber_registers();
	snprintf(text, sizeof(text), "%u of %d", ++interrupts, INTERRUPTS);
	if (interrupts == INTERRUPTS)
		*all_done = 1;
	else
		hrtimer_start(timer, 1000);
}

bool interrupt_often(struct test *t, volatile u64 *done)
{
	static struct hrtimer timer = { .function = count_and_print };

	interrupts = 0;
	all_done = done;
	if (!hrtimer_start(&timer, 1000))
		return true;
	t->skip = "this machine has no timer";
	return false;
}

static volatile bool handled;
static enum trap_kind inner;

static void note(struct hrtimer *timer)
{
	(void)timer;
	handled = true;
}

static void fault_and_note(struct hrtimer *timer)
{
	inner = probe_read(nowhere);
	note(timer);
}

static void wait_for_handler(void)
{
	while (!handled)
		;
}

/* Start @timer, wait for its interrupt. Return: false, and the test is skipped, without timers. */
static bool arm(struct test *t, struct hrtimer *timer, u64 ns)
{
	handled = false;
	if (!hrtimer_start(timer, ns))
		return true;
	t->skip = "this machine has no timer";
	return false;
}

TEST(a_trap_in_a_handler_is_the_handlers_own)
{
	struct hrtimer timer = { .function = fault_and_note };
	unsigned long flags;

	/* Masked, so that it comes while the trap is armed, and not before. */
	local_irq_save(flags);
	if (arm(t, &timer, 0)) {
		EXPECT_TRAP(t, TRAP_READ, local_irq_enable(); wait_for_handler();
			    (void)*(const volatile u8 *)nowhere);
		EXPECT_EQ(t, t->trap.address, nowhere);
		EXPECT_EQ(t, inner, TRAP_READ);
		EXPECT_TRUE(t, !trap_armed);
	}
	local_irq_restore(flags);
}

TEST(after_a_trap_interrupts_are_masked_as_before)
{
	unsigned long flags;

	local_irq_save(flags);
	EXPECT_TRAP(t, TRAP_READ, probe_read(nowhere); local_irq_enable(); trap_armed = &t->trap;
		    (void)*(const volatile u8 *)nowhere);
	EXPECT_TRUE(t, irqs_disabled());
	local_irq_restore(flags);
	EXPECT_TRAP(t, TRAP_READ, local_irq_disable(); (void)*(const volatile u8 *)nowhere);
	EXPECT_EQ(t, irqs_disabled(), arch_irqs_disabled_flags(flags));
}

TEST(masked_interrupts_wait)
{
	struct hrtimer timer = { .function = note };
	unsigned long flags;

	local_irq_save(flags);
	if (arm(t, &timer, 0)) {
		u64 start = ktime_get_ns();

		while (ktime_get_ns() - start < NSEC_PER_MSEC)
			;
		EXPECT_TRUE(t, !handled);
	}
	local_irq_restore(flags);
	if (!t->skip)
		wait_for_handler();
}

/* A console for lines that consist of one letter each. */
static unsigned int lines, torn_lines;

static void look_at_char(char c)
{
	static char letter;

	if (c == '\n') {
		lines++;
		letter = '\0';
	} else if (c != '\r') {
		torn_lines += letter && c != letter;
		letter = c;
	}
}

static void print_b(struct hrtimer *timer)
{
	pr_info("bbbbbbbbbbbbbbbb");
	hrtimer_start(timer, 2000);
}

TEST(lines_of_handlers_come_between_lines)
{
	struct console *shown = (struct console *)(unsigned long)active_console();
	struct console looking = { .name = "looking", .write_char = look_at_char };
	struct hrtimer timer = { .function = print_b };
	char as[200];
	int loglevel;

	memset(as, 'a', sizeof(as));
	as[sizeof(as) - 1] = '\0';
	lines = torn_lines = 0;
	if (hrtimer_start(&timer, 2000)) {
		t->skip = "this machine has no timer";
		return;
	}
	register_console(&looking);
	loglevel = set_loglevel(LOG_DEBUG);
	for (int i = 0; i < 500; i++)
		pr_info("%s", as);
	hrtimer_cancel(&timer);
	set_loglevel(loglevel);
	register_console(shown);
	EXPECT_TRUE(t, lines >= 500);
	EXPECT_EQ(t, torn_lines, 0);
}

TEST(an_interrupt_that_is_none_is_counted)
{
	unsigned int before = irq_count(0);
	unsigned long flags;

	local_irq_save(flags);
	if (handle_irq())
		EXPECT_EQ(t, irq_count(0), before + 1);
	else
		t->skip = "this machine has no interrupt controller";
	local_irq_restore(flags);
}

TEST(handlers_know_that_they_are_handlers)
{
	EXPECT_TRUE(t, !in_irq());
}
