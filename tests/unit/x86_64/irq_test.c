// SPDX-License-Identifier: MIT
#include "../hardware/irq_test.h"

#include <bootmap/layout.h>

/* All but rcx and rdi, which wait. known_registers.S knows where they are. */
union registers {
	struct {
		u64 general[13], sp, flags, mxcsr, vector[16][2];
	};
	u64 all[13 + 3 + 16 * 2];
};

struct spin {
	u64 done;
	u64 saved_sp;
	union registers before, after;
};

void spin_with_known_registers(struct spin *spin);

static_assert(offsetof(struct spin, before) == 16, "known_registers.S");
static_assert(offsetof(struct spin, after) == 16 + sizeof(union registers), "known_registers.S");

/* Interrupts on, direction down, and each of the six flags of arithmetic set. */
#define KNOWN_FLAGS 0xed7

/* As functions find it; and with one bit changed: rounding down. */
#define DEFAULT_MXCSR 0x1f80
#define KNOWN_MXCSR   0x3f80

void clobber_registers(void)
{
	static const u32 mxcsr = DEFAULT_MXCSR;

	__asm__ volatile(
		"ldmxcsr %0\n\tpcmpeqd %%xmm7, %%xmm7\n\tpcmpeqd %%xmm15, %%xmm15" ::"m"(mxcsr));
}

TEST(an_interrupt_changes_no_register)
{
	static struct spin spin;

	for (unsigned int i = 0; i < ARRAY_SIZE(spin.before.all); i++)
		spin.before.all[i] = 0x100 + i;
	spin.before.sp = (unsigned long)__builtin_frame_address(0) - PAGE_SIZE;
	spin.before.flags = KNOWN_FLAGS;
	spin.before.mxcsr = KNOWN_MXCSR;
	spin.done = 0;
	if (!interrupt_often(t, &spin.done))
		return;
	spin_with_known_registers(&spin);
	for (unsigned int i = 0; i < ARRAY_SIZE(spin.before.all); i++)
		EXPECT_EQ(t, spin.after.all[i], spin.before.all[i]);
}
