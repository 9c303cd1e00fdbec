// SPDX-License-Identifier: MIT
/* Tests on the real MMU that forbidden accesses fault. */
#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/layout.h>
#include <bootmap/pgtable.h>
#include <tests/test.h>

#include <experiments/undefined.h>

static const u32 a_constant = RETURN_INSTRUCTION; /* executed, it would just come back */
static u32 a_variable = RETURN_INSTRUCTION;

/* By number: what these do is wrong for any object the compiler could know. */
static noinline void call(unsigned long address)
{
	void (*function)(void) = (void (*)(void))address;

	OPTIMIZER_HIDE_VAR(function);
	function();
}

static noinline void write(unsigned long address)
{
	OPTIMIZER_HIDE_VAR(address);
	WRITE_ONCE(*(u32 *)address, 0);
}

static noinline void read(unsigned long address)
{
	OPTIMIZER_HIDE_VAR(address);
	READ_ONCE(*(const u32 *)address);
}

static noinline enum trap_kind execute_at(struct test *t, unsigned long address)
{
	return CATCH_TRAP(&t->trap, call(address));
}

static noinline enum trap_kind write_at(struct test *t, unsigned long address)
{
	return CATCH_TRAP(&t->trap, write(address));
}

static noinline enum trap_kind read_at(struct test *t, unsigned long address)
{
	return CATCH_TRAP(&t->trap, read(address));
}

#define EXPECT_NO_WRITE(symbol)	  EXPECT_EQ(t, write_at(t, (unsigned long)(symbol)), TRAP_WRITE)
#define EXPECT_NO_EXECUTE(symbol) EXPECT_EQ(t, execute_at(t, (unsigned long)(symbol)), TRAP_EXEC)
#define EXPECT_NO_READ(address)	  EXPECT_EQ(t, read_at(t, address), TRAP_READ)

TEST(text_and_constants_refuse_writes)
{
	EXPECT_NO_WRITE(_head);
	EXPECT_NO_WRITE((unsigned long)_etext - sizeof(u32));
	EXPECT_NO_WRITE(&a_constant);
	EXPECT_EQ(t, t->trap.address, (unsigned long)&a_constant);
}

TEST(data_and_constants_refuse_execution)
{
	SKIP_UNLESS(t, cpu_forbids_execution(), "this CPU cannot forbid execution");
	EXPECT_NO_EXECUTE(&a_constant);
	EXPECT_NO_EXECUTE(&a_variable);
	EXPECT_NO_EXECUTE(boot_stack);
}

TEST(guard_pages_and_null_fault)
{
	EXPECT_NO_READ((unsigned long)boot_stack_guard);
	EXPECT_NO_READ((unsigned long)boot_stack - sizeof(u32));
	EXPECT_NO_READ((unsigned long)emergency_stack - sizeof(u32));
	EXPECT_NO_READ(0);
	/* No address at all: bits 48 to 63 do not agree. */
	EXPECT_NE(t, read_at(t, BIT(VA_BITS)), TRAP_NONE);
}

TEST(other_traps_are_told_apart)
{
	EXPECT_TRAP(t, TRAP_UNDEFINED, execute_undefined());
	EXPECT_TRAP(t, TRAP_BUG, BUG());
}
