// SPDX-License-Identifier: MIT
/* Interrupts that come at a bad moment, made by the timer. */
#include "../support.h"

#include <bootmap/boot.h>
#include <bootmap/irq.h>
#include <bootmap/irqflags.h>
#include <bootmap/ktime.h>
#include <bootmap/printk.h>
#include <stdio.h>
#include <string.h>

#include <asm/probe.h>
#include <asm/ptrace.h>

/* What no table maps. */
static volatile unsigned long nowhere = 8;

#define INTERRUPTS 200

/* All but x0 and x1, which wait. known_registers.S knows where they are. */
union registers {
	struct {
		u64 general[29], sp, vector[32][2];
	};
	u64 all[29 + 1 + 32 * 2];
};

struct spin {
	u64 done;
	u64 saved_sp;
	union registers before, after;
} __aligned(16);

void spin_with_known_registers(struct spin *spin);

static_assert(offsetof(struct spin, before) == 16);
static_assert(offsetof(struct spin, after) == 16 + sizeof(union registers));

static struct spin spin;
static unsigned int interrupts;

/* Uses what an interrupt handler may use. */
static void count_and_print(struct hrtimer *timer)
{
	char text[32];

	/* The one register that compilers leave alone, though the ABI lets them change it. */
	__asm__ volatile("mov x18, xzr" ::: "x18");
	snprintf(text, sizeof(text), "%u of %d", ++interrupts, INTERRUPTS);
	if (interrupts == INTERRUPTS)
		spin.done = 1;
	else
		hrtimer_start(timer, 1000);
}

/* INTERRUPTS interrupts in a row, with SP = @sp, must not change any register. */
static void expect_no_change(struct test *t, unsigned long sp)
{
	struct hrtimer timer = { .function = count_and_print };

	for (unsigned int i = 0; i < ARRAY_SIZE(spin.before.all); i++)
		spin.before.all[i] = 0x100 + i;
	spin.before.sp = sp;
	spin.done = 0;
	interrupts = 0;
	if (hrtimer_start(&timer, 1000)) {
		t->skip = "this machine has no timer";
		return;
	}
	spin_with_known_registers(&spin);
	for (unsigned int i = 0; i < ARRAY_SIZE(spin.before.all); i++)
		EXPECT_EQ(t, spin.after.all[i], spin.before.all[i]);
}

TEST(an_interrupt_changes_no_register)
{
	expect_no_change(t, (unsigned long)__builtin_frame_address(0) - PAGE_SIZE);
}

/* The handler would run into the guard page. */
TEST(an_interrupt_where_the_stack_ends_gets_another_stack)
{
	expect_no_change(t, (unsigned long)boot_stack + 16);
	expect_no_change(t, (unsigned long)boot_stack + PT_SIZE + 64);
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
	EXPECT_TRUE(t, handled || t->skip);
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

	memset(as, 'a', sizeof(as));
	as[sizeof(as) - 1] = '\0';
	lines = torn_lines = 0;
	if (hrtimer_start(&timer, 2000)) {
		t->skip = "this machine has no timer";
		return;
	}
	register_console(&looking);
	for (int i = 0; i < 500; i++)
		pr_info("%s", as);
	hrtimer_cancel(&timer);
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
