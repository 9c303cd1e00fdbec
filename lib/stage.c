// SPDX-License-Identifier: MIT
/*
 * Records the current stage of boot. Each stage is entered once and in order; a wrong order is a
 * BUG(). The functions that complete a stage of boot call boot_stage_enter(); the benchmarks read
 * the times with boot_ticks().
 */
#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/pgtable.h>

#include <asm/counter.h>

enum boot_stage boot_stage;
struct boot_info boot_info;
unsigned long kimage_voffset;
static u64 ticks[BOOT_STAGES];

void boot_stage_enter(enum boot_stage stage)
{
	BUG_ON(stage != boot_stage + 1);
	boot_stage = stage;
	ticks[stage] = read_counter();
}

u64 boot_ticks(enum boot_stage stage)
{
	return ticks[stage];
}
