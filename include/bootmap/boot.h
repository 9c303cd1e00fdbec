/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_BOOT_H
#define BOOTMAP_BOOT_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

/*
 * How far boot has come. Each stage is entered once and in this order, when the work
 * that its comment names is complete.
 */
enum boot_stage {
	BOOT_HEAD,	    /* image and fixmap chain mapped */
	BOOT_FIRMWARE,	    /* what firmware passed is within reach */
	BOOT_EARLY_IOREMAP, /* early_ioremap() works */
	BOOT_CONSOLE,	    /* printk() reaches a console */
	BOOT_MACHINE,	    /* memblock holds RAM and reservations */
	BOOT_EARLY_USERS,   /* early clients of early_ioremap() have run */
	BOOT_PAGING,	    /* RAM is mapped; the identity map is gone */
	BOOT_MM,	    /* pages, objects and areas can be allocated; ioremap() works */
	BOOT_DRIVERS,	    /* drivers were probed */
	BOOT_RUNNING,	    /* early slots are closed, boot's memory is free */
	BOOT_STAGES
};

extern enum boot_stage boot_stage;

/**
 * boot_stage_enter() - boot has reached the next stage
 * @stage: must be the successor of the current one, else BUG()
 *
 * Notes the system counter, so that `bench` can say what each stage cost.
 */
void boot_stage_enter(enum boot_stage stage);

/**
 * boot_ticks() - when a stage was entered
 * @stage: one that was reached
 * Return: the system counter then, in its own ticks.
 */
u64 boot_ticks(enum boot_stage stage);

/* What head.S passes to C. start_kernel() fills it in, after .bss was cleared. */
struct boot_info {
	phys_addr_t
		firmware; /* what the loader passed or head.S found: its device tree, its table */
	phys_addr_t kernel_phys; /* where the image was loaded */
	u64 entry;		 /* how: the exception level, 1…3, or the boot protocol */
};

extern struct boot_info boot_info;

/**
 * start_kernel() - the first C function, called by head.S
 * @firmware: what the loader passed, 0 if nothing
 * @kernel_phys: where the image was loaded
 * @entry: exception level on entry, or the boot protocol
 *
 * MMU and caches are on, .bss is clear, interrupts are masked.
 */
void start_kernel(phys_addr_t firmware, phys_addr_t kernel_phys, u64 entry) __noreturn;

/* The image's own sections, from linker.ld. */
extern char _head[], _einittext[], _etext[], _rodata[], _erodata[], _data[], _edata[], _bss[],
	_ebss[], _end[];
extern char boot_stack_guard[], boot_stack[], boot_stack_top[];
extern char emergency_stack_guard[], emergency_stack[], emergency_stack_top[];
extern char boot_tables[], idmap_l1[], boot_tables_kept[], boot_tables_end[];
extern char _brk[], _brk_limit[];

#endif
