// SPDX-License-Identifier: MIT
/*
 * What an address means to a kernel without address translation: RAM or not. Called for fault
 * reports and by the monitor, like kernel/fault.c in a kernel with MMU.
 */
#include <bootmap/fault.h>
#include <bootmap/memblock.h>
#include <bootmap/printk.h>
#include <stdio.h>

void describe_region(char *buf, size_t size, unsigned long va)
{
	snprintf(buf, size, "physical address, %s", memblock_is_memory(va) ? "RAM" : "no RAM");
}

void show_fault_address(const struct fault *fault)
{
	char region[64];

	if (!fault->has_address)
		return;
	describe_region(region, sizeof(region), fault->address);
	pr_err("address  0x%016lx: %s", fault->address, region);
}

const char *likely_reason(const struct fault *fault)
{
	return fault->cause == CAUSE_ASYNC    ? FAULT_REASON_ASYNC :
	       fault->cause == CAUSE_EXTERNAL ? "no device answers at that physical address" :
						"an exception that this kernel does not expect";
}
