// SPDX-License-Identifier: MIT
/* What a report says of an address, at both ends of each part of the address map. */
#include "../../support.h"

#include <bootmap/boot.h>
#include <bootmap/compiler.h>
#include <bootmap/fault.h>
#include <stdio.h>
#include <string.h>

static void expect_region(struct test *t, unsigned long va, const char *words)
{
	char text[REGION_TEXT_MAX];

	describe_region(text, sizeof(text), va);
	test_expect(t, !strcmp(text, words), __LINE__, words, va, 0);
}

static void expect_reason(struct test *t, unsigned long va, const char *words)
{
	const struct fault fault = { .cause = CAUSE_TRANSLATION, .address = va };

	test_expect(t, strstr(likely_reason(&fault), words), __LINE__, words, va, 0);
}

TEST(each_region_is_described)
{
	const char *nothing = "kernel half, not allocated";
	char no_address[64];

	snprintf(no_address, sizeof(no_address), "not a valid address: bits %d to 63 must be equal",
		 FIRST_EQUAL_BIT);
	expect_region(t, 0, "the page at address 0, to which NULL pointers point");
	expect_region(t, PAGE_SIZE - 1, "the page at address 0, to which NULL pointers point");
	expect_region(t, PAGE_SIZE, "lower half: not the kernel's since paging_init()");
	expect_region(t, BIT(FIRST_EQUAL_BIT) - 1,
		      "lower half: not the kernel's since paging_init()");
	expect_region(t, BIT(FIRST_EQUAL_BIT), no_address);
	expect_region(t, -BIT(FIRST_EQUAL_BIT) - 1, no_address);
	expect_region(t, PAGE_OFFSET + 0x123, "linear map, physical 0x123");
	expect_region(t, VMALLOC_START - 1, "linear map, physical 0x3fffffffffff");
	expect_region(t, VMALLOC_START, "vmalloc area, not allocated");
	expect_region(t, VMALLOC_END - 1, "vmalloc area, not allocated");
	expect_region(t, VMALLOC_END, nothing);
	expect_region(t, KIMAGE_VADDR - 1, nothing);
	expect_region(t, KIMAGE_VADDR + KIMAGE_MAX_SIZE, nothing);
	expect_region(t, FIX_FDT_VADDR - PMD_SIZE, nothing);
	expect_region(t, FIXADDR_TOP, "fixmap slot FIX_HOLE, never mapped");
	expect_region(t, FIXADDR_TOP + PAGE_SIZE - 1, "fixmap slot FIX_HOLE, never mapped");
	expect_region(t, FIXADDR_TOP + PAGE_SIZE, nothing);
	expect_region(t, ~0UL, nothing);
}

TEST(each_part_of_the_image_is_described)
{
	static const struct {
		const char *start;
		const char *name;
	} parts[] = {
		{ _head, "boot code, freed after boot" },
		{ _einittext, "kernel text" },
		{ _rodata, "kernel read-only data" },
		{ _data, "kernel data" },
		{ boot_stack_guard, "guard page below the boot stack" },
		{ boot_stack, "boot stack" },
		{ emergency_stack_guard, "guard page below the emergency stack" },
		{ emergency_stack, "emergency stack" },
		{ boot_tables, "boot page tables" },
		{ _brk, "brk, records of boot" },
		{ _brk_limit, NULL },
	};

	EXPECT_EQ(t, (unsigned long)_head, KIMAGE_VADDR);
	for (unsigned int i = 0; i + 1 < ARRAY_SIZE(parts); i++) {
		expect_region(t, (unsigned long)parts[i].start, parts[i].name);
		expect_region(t, (unsigned long)parts[i + 1].start - 1, parts[i].name);
	}
}

TEST(each_kind_of_address_has_its_likely_reason)
{
	unsigned long slots = FIX_BTMAPS_SLOTS * NR_FIX_BTMAPS * PAGE_SIZE;

	expect_reason(t, 0, "a NULL pointer was used");
	expect_reason(t, PAGE_SIZE - 1, "a NULL pointer was used");
	expect_reason(t, PAGE_SIZE, "a physical address was used as a pointer");
	expect_reason(t, BIT(FIRST_EQUAL_BIT) - 1, "a physical address was used as a pointer");
	expect_reason(t, BIT(FIRST_EQUAL_BIT), "the pointer is damaged");
	expect_reason(t, PAGE_OFFSET, "nothing was ever mapped there");
	expect_reason(t, VMALLOC_START - 1, "nothing was ever mapped there");
	expect_reason(t, VMALLOC_START, "an access past the end of an area");
	expect_reason(t, VMALLOC_END - 1, "an access past the end of an area");
	expect_reason(t, VMALLOC_END, "nothing was ever mapped there");
	expect_reason(t, (unsigned long)_head, "a function for booting only");
	expect_reason(t, (unsigned long)_einittext - 1, "a function for booting only");
	expect_reason(t, (unsigned long)_einittext, "nothing was ever mapped there");
	expect_reason(t, (unsigned long)boot_stack_guard - 1, "nothing was ever mapped there");
	expect_reason(t, (unsigned long)boot_stack_guard, "the stack overflowed");
	expect_reason(t, (unsigned long)boot_stack - 1, "the stack overflowed");
	expect_reason(t, (unsigned long)boot_stack, "nothing was ever mapped there");
	expect_reason(t, (unsigned long)emergency_stack_guard - 1, "nothing was ever mapped there");
	expect_reason(t, (unsigned long)emergency_stack_guard, "the stack overflowed");
	expect_reason(t, (unsigned long)emergency_stack - 1, "the stack overflowed");
	expect_reason(t, (unsigned long)emergency_stack, "nothing was ever mapped there");
	expect_reason(t, BTMAP_VADDR - 1, "a fixmap slot was used before set_fixmap()");
	expect_reason(t, BTMAP_VADDR, "after early_iounmap()");
	expect_reason(t, BTMAP_VADDR + slots - 1, "after early_iounmap()");
	expect_reason(t, fix_to_virt(FIX_LAB), "a fixmap slot was used before set_fixmap()");
}

TEST(each_cause_has_its_likely_reason)
{
	static const struct {
		enum fault_cause cause;
		enum trap_kind kind;
		const char *words;
	} reasons[] = {
		{ CAUSE_PERMISSION, TRAP_EXEC, "data was executed" },
		{ CAUSE_PERMISSION, TRAP_WRITE, "something read-only was written" },
		{ CAUSE_PERMISSION, TRAP_READ, "the mapping does not allow this access" },
		{ CAUSE_ALIGNMENT, TRAP_READ, "an unaligned access to Device memory" },
		{ CAUSE_ASYNC, TRAP_OTHER, "an earlier access failed" },
		{ CAUSE_EXTERNAL, TRAP_READ, "no device answers" },
		{ CAUSE_ENTRY, TRAP_READ, "an entry has a reserved bit, a bad addre" },
		{ CAUSE_NO_ADDRESS, TRAP_OTHER, "a damaged pointer" },
		{ CAUSE_OTHER, TRAP_BUG, "a BUG_ON() check failed" },
		{ CAUSE_OTHER, TRAP_UNDEFINED, "an instruction that this CPU does not have" },
		{ CAUSE_OTHER, TRAP_OTHER, "an exception that this kernel does not expect" },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(reasons); i++) {
		const struct fault fault = { .cause = reasons[i].cause, .kind = reasons[i].kind };

		test_expect(t, strstr(likely_reason(&fault), reasons[i].words) != NULL, __LINE__,
			    reasons[i].words, i, 0);
	}
}
