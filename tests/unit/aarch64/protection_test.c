// SPDX-License-Identifier: MIT
/* Tests of faults that only this architecture's MMU causes, and of their reports. */
#include <bootmap/fault.h>
#include <bootmap/fixmap.h>
#include <tests/test.h>

#include <asm/ptrace.h>
#include <asm/tlbflush.h>
#include <experiments/undefined.h>
#include <tests/probe.h>

static u32 a_variable = RETURN_INSTRUCTION;

/* By number: what this does is wrong for any object the compiler could know. */
static noinline void call(unsigned long address)
{
	void (*function)(void) = (void (*)(void))address;

	OPTIMIZER_HIDE_VAR(function);
	function();
}

static noinline enum trap_kind execute_at(struct test *t, unsigned long address)
{
	return CATCH_TRAP(&t->trap, call(address));
}

/* Even if a table said so: SCTLR_EL1.WXN overrules it. */
TEST(a_writable_and_executable_entry_does_not_execute)
{
	phys_addr_t page = __pa_symbol(&a_variable) & PAGE_MASK;
	unsigned long offset = (unsigned long)&a_variable & ~PAGE_MASK;

	__set_fixmap(FIX_LAB, page, PAGE_WRITABLE_AND_EXECUTABLE);
	EXPECT_EQ(t, execute_at(t, fix_to_virt(FIX_LAB) + offset), TRAP_EXEC);
	clear_fixmap(FIX_LAB);

	__set_fixmap(FIX_LAB, page, PAGE_KERNEL_ROX);
	EXPECT_EQ(t, execute_at(t, fix_to_virt(FIX_LAB) + offset), TRAP_NONE);
	clear_fixmap(FIX_LAB);
}

TEST(pitfall_20_TLBI_operand_is_VA_55_12)
{
	EXPECT_EQ(t, tlbi_operand(0xffff123456789abc), 0xff123456789);
	EXPECT_EQ(t, tlbi_operand(0x1000), 1);
}
