// SPDX-License-Identifier: MIT
#include <asm/tlbflush.h>
#include <bootmap/audit.h>
#include <bootmap/compiler.h>
#include <bootmap/fixmap.h>
#include <bootmap/ioremap.h>
#include <monitor/monitor.h>
#include <string.h>
#include <tests/test.h>

#include "../support.h"

#include <tests/probe.h>

/* These judge the kernel, not what somebody mapped before at the prompt. */
#define SKIP_IF_MAPPED_BY_HAND(t) \
	SKIP_UNLESS(t, !mapped_by_hand, "a device was mapped at the prompt: ask audit")

TEST(audit_finds_nothing_after_boot)
{
	SKIP_IF_MAPPED_BY_HAND(t);
	EXPECT_EQ(t, pgtable_audit(), 0);
}

TEST(audit_finds_what_is_writable_and_executable)
{
	SKIP_IF_MAPPED_BY_HAND(t);
	SKIP_UNLESS(t, cpu_forbids_execution(), "this CPU cannot forbid execution");
	__set_fixmap(FIX_LAB, scratch_phys(), PAGE_WRITABLE_AND_EXECUTABLE);
	EXPECT_EQ(t, pgtable_audit(), 1);
	EXPECT_WARNING(t, "writable and executable at 0xffffffffff5");
	clear_fixmap(FIX_LAB);
}

TEST(audit_finds_what_is_open_to_user_mode)
{
	SKIP_IF_MAPPED_BY_HAND(t);
	__set_fixmap(FIX_LAB, scratch_phys(), PAGE_OPEN_TO_USER);
	EXPECT_EQ(t, pgtable_audit(), 1);
	EXPECT_WARNING(t, "open to user mode");
	clear_fixmap(FIX_LAB);
}

/* RAM is in the linear map and, as it happens, in the image: both are told. */
TEST(pitfall_34_audit_finds_a_page_under_two_types)
{
	SKIP_IF_MAPPED_BY_HAND(t);
	set_fixmap_io(FIX_LAB, scratch_phys());
	EXPECT_EQ(t, pgtable_audit(), 2);
	t->warnings_expected += 3;
	EXPECT_WARNING(t, "… and at 0x");
	clear_fixmap(FIX_LAB);
	EXPECT_EQ(t, pgtable_audit(), 0);
}

TEST(pitfall_54_audit_finds_devices_under_two_types)
{
	SKIP_IF_MAPPED_BY_HAND(t);
	set_fixmap_io(FIX_LAB, DEVICE);
	__set_fixmap(FIX_PTE, DEVICE, PAGE_IO_WC);
	EXPECT_EQ(t, pgtable_audit(), 1);
	t->warnings_expected++;
	EXPECT_WARNING(t, "… and at 0x");
	clear_fixmap(FIX_PTE);
	clear_fixmap(FIX_LAB);
}

/* The first and the last entry of the root that serve the lower half, one after the other. */
TEST(audit_finds_what_is_mapped_in_the_lower_half)
{
	static const unsigned long addresses[] = { 0, BIT(FIRST_EQUAL_BIT) - 1 };

	SKIP_IF_MAPPED_BY_HAND(t);
	memset(scratch, 0, PAGE_SIZE);
	for (unsigned int i = 0; i < ARRAY_SIZE(addresses); i++) {
		pte_t *entry = table_from_phys(pgtable_root(addresses[i])) +
			       table_index(addresses[i], LEVEL_TOP);

		set_pte(entry,
			pte_mktable(scratch_phys())); /* a table in which nothing is mapped */
		sync_new_entries();
		EXPECT_EQ(t, pgtable_audit(), 1);
		EXPECT_WARNING(t, "the lower half is not empty");
		set_pte(entry, PTE_NONE);
		flush_tlb_kernel_all();
	}
	EXPECT_EQ(t, pgtable_audit(), 0);
}
