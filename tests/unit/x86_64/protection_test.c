// SPDX-License-Identifier: MIT
/* Tests of faults that only this architecture's MMU causes, and of their reports. */
#include "../support.h"

#include <bootmap/fault.h>

#include <asm/ptrace.h>
#include <experiments/undefined.h>
#include <tests/probe.h>

static u32 a_variable = RETURN_INSTRUCTION;

/* By number: what this does is wrong for any object the compiler could know. */
static noinline enum trap_kind execute_at(struct test *t, unsigned long address)
{
	void (*function)(void) = (void (*)(void))address;

	OPTIMIZER_HIDE_VAR(function);
	return CATCH_TRAP(&t->trap, function());
}

/* No bit overrules the tables here, as SCTLR_EL1.WXN does on AArch64: entries must be right. */
TEST(execution_is_what_the_entry_says)
{
	phys_addr_t page = __pa_symbol(&a_variable) & PAGE_MASK;
	unsigned long offset = (unsigned long)&a_variable & ~PAGE_MASK;

	SKIP_UNLESS(t, cpu_forbids_execution(), "this CPU cannot forbid execution");
	__set_fixmap(FIX_LAB, page, PAGE_WRITABLE_AND_EXECUTABLE);
	EXPECT_EQ(t, execute_at(t, fix_to_virt(FIX_LAB) + offset), TRAP_NONE);
	clear_fixmap(FIX_LAB);
	__set_fixmap(FIX_LAB, page, PAGE_KERNEL);
	EXPECT_EQ(t, execute_at(t, fix_to_virt(FIX_LAB) + offset), TRAP_EXEC);
	clear_fixmap(FIX_LAB);
}

TEST(the_kernel_obeys_read_only_entries)
{
	EXPECT_TRUE(t, read_cr(0) & CR0_WP);
	__set_fixmap(FIX_LAB, scratch_phys(), PAGE_KERNEL_RO);
	EXPECT_EQ(t, probe_write(fix_to_virt(FIX_LAB)), TRAP_WRITE);
	clear_fixmap(FIX_LAB);
}

/* Bits of an entry beyond the CPU's physical addresses are reserved: the walk itself faults. */
TEST(reserved_bits_fault)
{
	pte_t *pte = &level1_fixmap_pgt[pte_index(fix_to_virt(FIX_LAB))];
	u64 bad = pte_mkpage(scratch_phys(), PAGE_KERNEL).val | BIT(phys_addr_bits());

	set_pte(pte, (pte_t){ bad });
	EXPECT_EQ(t, probe_read(fix_to_virt(FIX_LAB)), TRAP_READ);
	set_pte(pte, PTE_NONE);
}

/* The hardware sets accessed and dirty where they are clear; ours never are. */
TEST(the_hardware_never_writes_to_a_table)
{
	pte_t before;

	set_fixmap(FIX_LAB, scratch_phys());
	before = entry_of(fix_to_virt(FIX_LAB));
	EXPECT_TRUE(t, loads(fix_to_virt(FIX_LAB)) && stores(fix_to_virt(FIX_LAB)));
	EXPECT_EQ(t, entry_of(fix_to_virt(FIX_LAB)).val, before.val);
	clear_fixmap(FIX_LAB);
}

TEST(an_address_that_is_none_is_a_protection_fault)
{
	EXPECT_EQ(t, probe_read(BIT(VA_BITS - 1)), TRAP_OTHER);
}
