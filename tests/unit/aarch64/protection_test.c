// SPDX-License-Identifier: MIT
/* What must fault does fault, on the real MMU. */
#include <bootmap/boot.h>
#include <bootmap/fixmap.h>
#include <bootmap/test.h>
#include <string.h>

#include <asm/esr.h>
#include <asm/undefined.h>

static const u32 a_constant = 0xd65f03c0; /* ret: executed, it would just come back */
static u32 a_variable = 0xd65f03c0;

/* By number: what these do is wrong for any object the compiler could know. */
static noinline enum trap_kind execute_at(struct test *t, unsigned long address)
{
	void (*function)(void) = (void (*)(void))address;

	OPTIMIZER_HIDE_VAR(function);
	return CATCH_TRAP(&t->trap, function());
}

static noinline enum trap_kind write_at(struct test *t, unsigned long address)
{
	OPTIMIZER_HIDE_VAR(address);
	return CATCH_TRAP(&t->trap, WRITE_ONCE(*(u32 *)address, 0));
}

static noinline enum trap_kind read_at(struct test *t, unsigned long address)
{
	OPTIMIZER_HIDE_VAR(address);
	return CATCH_TRAP(&t->trap, READ_ONCE(*(const u32 *)address));
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
	EXPECT_NO_EXECUTE(&a_constant);
	EXPECT_NO_EXECUTE(&a_variable);
	EXPECT_NO_EXECUTE(boot_stack);
}

/* Even if a table said so: SCTLR_EL1.WXN overrules it. */
TEST(a_writable_and_executable_entry_does_not_execute)
{
	phys_addr_t page = __pa_symbol(&a_variable) & PAGE_MASK;
	unsigned long offset = (unsigned long)&a_variable & ~PAGE_MASK;

	__set_fixmap(FIX_LAB, page, __pgprot(PROT_KERNEL & ~PTE_PXN));
	EXPECT_EQ(t, execute_at(t, fix_to_virt(FIX_LAB) + offset), TRAP_EXEC);
	clear_fixmap(FIX_LAB);

	__set_fixmap(FIX_LAB, page, __pgprot(PROT_KERNEL_ROX));
	EXPECT_EQ(t, execute_at(t, fix_to_virt(FIX_LAB) + offset), TRAP_NONE);
	clear_fixmap(FIX_LAB);
}

TEST(guard_pages_and_null_fault)
{
	EXPECT_NO_READ((unsigned long)boot_stack_guard);
	EXPECT_NO_READ((unsigned long)boot_stack - sizeof(u32));
	EXPECT_NO_READ((unsigned long)emergency_stack - sizeof(u32));
	EXPECT_NO_READ(0);
	EXPECT_NO_READ(BIT(VA_BITS));
}

TEST(other_traps_are_told_apart)
{
	EXPECT_TRAP(t, TRAP_UNDEFINED, execute_undefined());
	EXPECT_TRAP(t, TRAP_BUG, BUG());
}

TEST(pitfall_20_TLBI_operand_is_VA_55_12)
{
	EXPECT_EQ(t, tlbi_operand(0xffff123456789abc), 0xff123456789);
	EXPECT_EQ(t, tlbi_operand(0x1000), 1);
}

TEST(syndromes_are_told_in_words)
{
	struct pt_regs regs = { .esr = 0x96000047, .far = 0x18 };
	struct fault fault = esr_to_fault(&regs);
	char text[96];

	esr_describe(text, sizeof(text), regs.esr);
	EXPECT_TRUE(t, strstr(text, "data abort on write: translation fault at level 3"));
	EXPECT_EQ(t, fault.kind, TRAP_WRITE);
	EXPECT_EQ(t, fault.cause, CAUSE_TRANSLATION);
	EXPECT_EQ(t, fault.address, 0x18);
	regs.esr |= ISS_FNV;
	EXPECT_TRUE(t, !esr_to_fault(&regs).has_address);
}
