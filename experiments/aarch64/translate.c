// SPDX-License-Identifier: MIT
/*
 * Shows how the CPU itself translates an address, with its AT instructions. The monitor's walk
 * command prints this below its own walk of the tables.
 */
#include <bootmap/printk.h>

#include <asm/esr.h>
#include <experiments/translate.h>

static void show_answer(const char *instruction, u64 par)
{
	char status[FAULT_STATUS_MAX];

	fault_status_describe(status, sizeof(status), FIELD_GET(PAR_FST, par));
	if (par_failed(par))
		pr_info("  %s: %s", instruction, status);
	else
		pr_info("  %s: page 0x%lx, memory type 0x%02x of MAIR_EL1", instruction,
			par_page(par), par_type(par));
}

void show_translation(unsigned long va)
{
	show_answer("AT S1E1R", translate_for_read(va));
	show_answer("AT S1E1W", translate_for_write(va));
}
