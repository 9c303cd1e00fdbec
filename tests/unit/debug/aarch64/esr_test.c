// SPDX-License-Identifier: MIT
/* Syndromes made up by hand, since no emulator raises all of them: encodings of the Arm ARM, D19.2.37. */
#include <bootmap/fault.h>
#include <bootmap/traps.h>
#include <string.h>
#include <tests/test.h>

#include <asm/bug.h>
#include <asm/esr.h>
#include <asm/ptrace.h>

#define ESR(class, syndrome) ((u64)(class) << 26 | 1 << 25 | (syndrome))
#define WRITE		     0x40
#define NO_ADDRESS	     0x400
#define FAR		     0x18

static const struct {
	u64 esr;
	const char *words;
	enum trap_kind kind;
	enum fault_cause cause;
	bool has_address;
} syndromes[] = {
	{ ESR(0x00, 0), "undefined instruction", TRAP_UNDEFINED, CAUSE_OTHER, false },
	{ ESR(0x07, 0), "floating point or SIMD instruction while these are off", TRAP_OTHER,
	  CAUSE_OTHER, false },
	{ ESR(0x0e, 0), "illegal execution state", TRAP_OTHER, CAUSE_OTHER, false },
	{ ESR(0x15, 4), "system call", TRAP_OTHER, CAUSE_OTHER, false },
	{ ESR(0x18, 4), "trapped access to a system register", TRAP_OTHER, CAUSE_OTHER, false },
	{ ESR(0x3d, 4), "another exception class", TRAP_OTHER, CAUSE_OTHER, false },
	{ ESR(0x22, 4), "misaligned PC", TRAP_OTHER, CAUSE_ALIGNMENT, true },
	{ ESR(0x26, 4), "misaligned SP", TRAP_OTHER, CAUSE_ALIGNMENT, false },
	{ ESR(0x3c, BUG_BRK_IMM + 1), NULL, TRAP_OTHER, CAUSE_OTHER, false },
	{ ESR(0x3c, BUG_BRK_IMM), NULL, TRAP_BUG, CAUSE_OTHER, false },
	{ ESR(0x3c, 0xffff), "BRK instruction 0xffff", TRAP_OTHER, CAUSE_OTHER, false },

	{ ESR(0x20, 0x07), "instruction abort on execute: translation fault at level 3", TRAP_OTHER,
	  CAUSE_TRANSLATION, true },
	{ ESR(0x21, 0x04), "instruction abort on execute: translation fault at level 0", TRAP_EXEC,
	  CAUSE_TRANSLATION, true },
	{ ESR(0x21, WRITE | 0x0f), "instruction abort on execute: permission fault at level 3",
	  TRAP_EXEC, CAUSE_PERMISSION, true },
	{ ESR(0x24, 0x05), "data abort on read: translation fault at level 1", TRAP_OTHER,
	  CAUSE_TRANSLATION, true },
	{ ESR(0x24, WRITE | 0x05), "data abort on write: translation fault at level 1", TRAP_OTHER,
	  CAUSE_TRANSLATION, true },
	{ ESR(0x25, 0x06), "data abort on read: translation fault at level 2", TRAP_READ,
	  CAUSE_TRANSLATION, true },
	{ ESR(0x25, NO_ADDRESS | 0x10), "data abort on read: external abort", TRAP_READ,
	  CAUSE_EXTERNAL, false },
	{ ESR(0x21, NO_ADDRESS | 0x10), "instruction abort on execute: external abort", TRAP_EXEC,
	  CAUSE_EXTERNAL, false },

	{ ESR(0x25, WRITE | 0x00), "data abort on write: address size fault at level 0", TRAP_WRITE,
	  CAUSE_ENTRY, true },
	{ ESR(0x25, WRITE | 0x03), "data abort on write: address size fault at level 3", TRAP_WRITE,
	  CAUSE_ENTRY, true },
	{ ESR(0x25, WRITE | 0x07), "data abort on write: translation fault at level 3", TRAP_WRITE,
	  CAUSE_TRANSLATION, true },
	{ ESR(0x25, WRITE | 0x08), "data abort on write: access flag fault at level 0", TRAP_WRITE,
	  CAUSE_ENTRY, true },
	{ ESR(0x25, WRITE | 0x0b), "data abort on write: access flag fault at level 3", TRAP_WRITE,
	  CAUSE_ENTRY, true },
	{ ESR(0x25, WRITE | 0x0c), "data abort on write: permission fault at level 0", TRAP_WRITE,
	  CAUSE_PERMISSION, true },
	{ ESR(0x25, WRITE | 0x0f), "data abort on write: permission fault at level 3", TRAP_WRITE,
	  CAUSE_PERMISSION, true },
	{ ESR(0x25, WRITE | 0x10), "data abort on write: external abort", TRAP_WRITE,
	  CAUSE_EXTERNAL, true },
	{ ESR(0x25, WRITE | 0x13), "data abort on write: another fault status", TRAP_WRITE,
	  CAUSE_EXTERNAL, true },
	{ ESR(0x25, WRITE | 0x14), "data abort on write: external abort on a table walk at level 0",
	  TRAP_WRITE, CAUSE_EXTERNAL, true },
	{ ESR(0x25, WRITE | 0x17), "data abort on write: external abort on a table walk at level 3",
	  TRAP_WRITE, CAUSE_EXTERNAL, true },
	{ ESR(0x25, WRITE | 0x18), "data abort on write: another fault status", TRAP_WRITE,
	  CAUSE_OTHER, true },
	{ ESR(0x25, WRITE | 0x21), "data abort on write: alignment fault", TRAP_WRITE,
	  CAUSE_ALIGNMENT, true },
	{ ESR(0x25, WRITE | 0x30), "data abort on write: TLB conflict abort", TRAP_WRITE,
	  CAUSE_OTHER, true },
	{ ESR(0x25, WRITE | 0x3f), "data abort on write: another fault status", TRAP_WRITE,
	  CAUSE_OTHER, true },
};

TEST(syndromes_are_told_in_words)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(syndromes); i++) {
		const struct pt_regs regs = { .esr = syndromes[i].esr, .far = FAR, .sp = 0x1230 };
		struct fault fault = exception_to_fault(&regs);
		char text[FAULT_TEXT_MAX];

		esr_describe(text, sizeof(text), regs.esr);
		test_expect(t, !syndromes[i].words || !strcmp(text, syndromes[i].words), __LINE__,
			    "words", regs.esr, 0);
		test_expect(t, fault.kind == syndromes[i].kind, __LINE__, "kind", regs.esr,
			    fault.kind);
		test_expect(t, fault.cause == syndromes[i].cause, __LINE__, "cause", regs.esr,
			    fault.cause);
		test_expect(t, fault.has_address == syndromes[i].has_address, __LINE__,
			    "has an address", regs.esr, fault.has_address);
		EXPECT_EQ(t, fault.address, FAR);
		EXPECT_EQ(t, fault.sp, 0x1230);
	}
}

TEST(SErrors_are_told_in_words)
{
	static const struct {
		u64 esr;
		const char *words;
		bool is_over;
	} serrors[] = {
		{ ESR(0x2f, 0), "SError, not categorized", false },
		{ ESR(0x2f, 6 << 10 | 0x10), "SError, not categorized", false },
		{ ESR(0x2f, 1 << 24 | 6 << 10 | 0x11), "SError, in terms of this implementation",
		  false },
		{ ESR(0x2f, 0 << 10 | 0x11),
		  "SError, uncontainable, what runs may be wrong already", false },
		{ ESR(0x2f, 1 << 10 | 0x11), "SError, unrecoverable, but contained", false },
		{ ESR(0x2f, 2 << 10 | 0x11), "SError, restartable, not consumed yet", true },
		{ ESR(0x2f, 3 << 10 | 0x11), "SError, recoverable, not consumed yet", false },
		{ ESR(0x2f, 4 << 10 | 0x11), "SError, of a reserved state", false },
		{ ESR(0x2f, 5 << 10 | 0x11), "SError, of a reserved state", false },
		{ ESR(0x2f, 6 << 10 | 0x11), "SError, corrected", true },
		{ ESR(0x2f, 7 << 10 | 0x11), "SError, of a reserved state", false },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(serrors); i++) {
		const struct pt_regs regs = { .esr = serrors[i].esr };
		char text[FAULT_TEXT_MAX];

		esr_describe(text, sizeof(text), regs.esr);
		test_expect(t, !strcmp(text, serrors[i].words), __LINE__, "words", regs.esr, 0);
		test_expect(t, serror_is_over(regs.esr) == serrors[i].is_over, __LINE__, "is over",
			    regs.esr, 0);
		EXPECT_EQ(t, exception_to_fault(&regs).cause, CAUSE_ASYNC);
		EXPECT_TRUE(t, !exception_to_fault(&regs).has_address);
	}
}
