/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_BOOT_H
#define BOOTMAP_BOOT_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

/*
 * The stages of boot. Each is entered once and in this order, when the work that its comment names
 * is complete. On a PC nothing has to be done for BOOT_FIRMWARE: what the loader passed is mapped
 * with early_ioremap() where it is needed.
 */
enum boot_stage {
	BOOT_HEAD,	    /* image and fixmap chain mapped */
	BOOT_FIRMWARE,	    /* the data that firmware passed is mapped, or can be */
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
 * boot_stage_enter() - enter the next stage of boot
 * @stage: must be the successor of the current one, else BUG()
 *
 * Records the system counter, so that `bench` can print the time of each stage.
 */
void boot_stage_enter(enum boot_stage stage);

/**
 * boot_ticks() - when a stage was entered
 * @stage: a stage that was entered
 * Return: the value of the system counter at that time, in its own ticks.
 */
u64 boot_ticks(enum boot_stage stage);

/* Data that head.S passes to C. start_kernel() fills it in, after .bss was cleared. */
struct boot_info {
	phys_addr_t firmware;	 /* device tree, or the loader's structure on a PC; 0 if none */
	phys_addr_t kernel_phys; /* where the image was loaded */
	u64 entry;		 /* the exception level on entry, 1…3, or the boot protocol */
};

extern struct boot_info boot_info;

/**
 * start_kernel() - the first C function, called by head.S
 * @firmware: physical address of the device tree or of the loader's structure, 0 if none
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
