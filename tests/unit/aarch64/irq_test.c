// SPDX-License-Identifier: MIT
#include "../hardware/irq_test.h"

#include <bootmap/boot.h>

#include <asm/ptrace.h>

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

static_assert(offsetof(struct spin, before) == 16, "known_registers.S");
static_assert(offsetof(struct spin, after) == 16 + sizeof(union registers), "known_registers.S");

static struct spin spin;

/* The one register that compilers leave alone, though the ABI lets them change it. */
void clobber_registers(void)
{
	__asm__ volatile("mov x18, xzr" ::: "x18");
}

/* Many interrupts in a row, with SP = @sp, must not change any register. */
static void expect_no_change(struct test *t, unsigned long sp)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(spin.before.all); i++)
		spin.before.all[i] = 0x100 + i;
	spin.before.sp = sp;
	spin.done = 0;
	if (!interrupt_often(t, &spin.done))
		return;
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
