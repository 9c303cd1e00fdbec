// SPDX-License-Identifier: MIT
/* Exceptions made up by hand: vectors and error codes of the SDM, volume 3, 6.15. */
#include <bootmap/boot.h>
#include <bootmap/fault.h>
#include <bootmap/layout.h>
#include <bootmap/traps.h>
#include <string.h>
#include <tests/test.h>

#include <asm/bug.h>
#include <asm/ptrace.h>

#define P    1
#define WR   2
#define RSVD 8
#define ID   16

static const struct {
	unsigned int vector;
	unsigned int error;
	const char *words;
	enum trap_kind kind;
	enum fault_cause cause;
} exceptions[] = {
	{ 0, 0, "#DE, division error", TRAP_OTHER, CAUSE_OTHER },
	{ 1, 0, "#DB, debug exception", TRAP_OTHER, CAUSE_OTHER },
	{ 2, 0, "NMI, non-maskable interrupt", TRAP_OTHER, CAUSE_OTHER },
	{ 3, 0, "#BP, breakpoint", TRAP_OTHER, CAUSE_OTHER },
	{ 4, 0, "#OF, overflow", TRAP_OTHER, CAUSE_OTHER },
	{ 5, 0, "#BR, bound range exceeded", TRAP_OTHER, CAUSE_OTHER },
	{ 7, 0, "#NM, floating point or SIMD instruction while these are off", TRAP_OTHER,
	  CAUSE_OTHER },
	{ 8, 0, "#DF, double fault", TRAP_OTHER, CAUSE_OTHER },
	{ 9, 0, "exception 9, which is reserved", TRAP_OTHER, CAUSE_OTHER },
	{ 10, 0, "#TS, invalid TSS", TRAP_OTHER, CAUSE_OTHER },
	{ 11, 0, "#NP, segment not present", TRAP_OTHER, CAUSE_OTHER },
	{ 12, 0, "#SS, stack segment fault", TRAP_OTHER, CAUSE_OTHER },
	{ 13, 0, "#GP, general protection fault", TRAP_OTHER, CAUSE_NO_ADDRESS },
	{ 16, 0, "#MF, x87 error", TRAP_OTHER, CAUSE_OTHER },
	{ 17, 0, "#AC, alignment check", TRAP_OTHER, CAUSE_OTHER },
	{ 18, 0, "#MC, machine check", TRAP_OTHER, CAUSE_OTHER },
	{ 19, 0, "#XM, SIMD error", TRAP_OTHER, CAUSE_OTHER },
	{ 20, 0, "#VE, virtualization exception", TRAP_OTHER, CAUSE_OTHER },
	{ 21, 0, "#CP, control protection exception", TRAP_OTHER, CAUSE_OTHER },
	{ 31, 0, "exception 31, which is reserved", TRAP_OTHER, CAUSE_OTHER },
	{ 32, 0, "interrupt", TRAP_OTHER, CAUSE_OTHER },
	{ 14, 0, "#PF, page fault on read: no entry is present", TRAP_READ, CAUSE_TRANSLATION },
	{ 14, WR, "#PF, page fault on write: no entry is present", TRAP_WRITE, CAUSE_TRANSLATION },
	{ 14, ID, "#PF, page fault on execute: no entry is present", TRAP_EXEC, CAUSE_TRANSLATION },
	{ 14, P, "#PF, page fault on read: the entry does not permit it", TRAP_READ,
	  CAUSE_PERMISSION },
	{ 14, P | WR, "#PF, page fault on write: the entry does not permit it", TRAP_WRITE,
	  CAUSE_PERMISSION },
	{ 14, P | ID, "#PF, page fault on execute: the entry does not permit it", TRAP_EXEC,
	  CAUSE_PERMISSION },
	{ 14, P | RSVD | WR, "#PF, page fault on write: an entry has a reserved bit set",
	  TRAP_WRITE, CAUSE_ENTRY },
};

TEST(exceptions_are_told_in_words)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(exceptions); i++) {
		const struct pt_regs regs = { .vector = exceptions[i].vector,
					      .error = exceptions[i].error,
					      .cr2 = 0x18,
					      .rsp = 0x1230 };
		struct fault fault = exception_to_fault(&regs);
		char text[FAULT_TEXT_MAX];

		exception_describe(text, sizeof(text), &regs);
		test_expect(t, !strcmp(text, exceptions[i].words), __LINE__, exceptions[i].words,
			    regs.vector, regs.error);
		test_expect(t, fault.kind == exceptions[i].kind, __LINE__, "kind", regs.vector,
			    fault.kind);
		test_expect(t, fault.cause == exceptions[i].cause, __LINE__, "cause", regs.vector,
			    fault.cause);
		EXPECT_EQ(t, fault.has_address, regs.vector == 14);
		EXPECT_EQ(t, fault.address, 0x18);
		EXPECT_EQ(t, fault.sp, 0x1230);
	}
}

/* A stack that ends becomes a double fault: the page below it is not mapped, and SP is just above. */
TEST(a_double_fault_at_the_end_of_the_stack_is_a_write)
{
	unsigned long end = (unsigned long)boot_stack;
	const struct {
		unsigned long sp, address;
		bool overflow;
	} faults[] = {
		{ end, end - 8, true },
		{ end - 8, end - 8, true },
		{ end + PAGE_SIZE - 9, end - 8, true },
		{ end + PAGE_SIZE - 8, end - 8, false },
		{ end - 16, end - 8, false },
		{ end + 16, end + 8, false }, /* there is the stack */
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(faults); i++) {
		struct pt_regs regs = { .vector = VECTOR_DF,
					.rsp = faults[i].sp,
					.cr2 = faults[i].address };
		struct fault fault = exception_to_fault(&regs);

		EXPECT_EQ(t, fault.kind, faults[i].overflow ? TRAP_WRITE : TRAP_OTHER);
		EXPECT_EQ(t, fault.cause, faults[i].overflow ? CAUSE_TRANSLATION : CAUSE_OTHER);
		EXPECT_EQ(t, fault.has_address, faults[i].overflow);
		regs.vector = VECTOR_GP;
		EXPECT_TRUE(t, !exception_to_fault(&regs).has_address);
	}
}

TEST(an_undefined_instruction_is_a_failed_check_or_none)
{
	static const u16 code[] = { BUG_OPCODE, 0x9090 };
	struct pt_regs regs = { .vector = VECTOR_UD, .rip = (unsigned long)&code[0] };

	EXPECT_EQ(t, exception_to_fault(&regs).kind, TRAP_BUG);
	EXPECT_EQ(t, exception_to_fault(&regs).cause, CAUSE_OTHER);
	regs.rip = (unsigned long)&code[1];
	EXPECT_EQ(t, exception_to_fault(&regs).kind, TRAP_UNDEFINED);
	regs.rip = 0x18; /* cannot be read */
	EXPECT_EQ(t, exception_to_fault(&regs).kind, TRAP_UNDEFINED);
}
