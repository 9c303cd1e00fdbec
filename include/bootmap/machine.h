/* SPDX-License-Identifier: MIT */
/*
 * DOC: the machine
 *
 * The functions of boot that depend on how the machine is described: by a device tree, or by the
 * tables of a PC. They are in boot/ARCH/machine.c.
 */
#ifndef BOOTMAP_MACHINE_H
#define BOOTMAP_MACHINE_H

#include <bootmap/types.h>

/** machine_reach_firmware() - map what the loader passed; panics if it is unusable */
void machine_reach_firmware(void);

/**
 * machine_read_firmware() - read the firmware's data that boot needs first
 *
 * Parses the command line. Called after early_ioremap_init().
 */
void machine_read_firmware(void);

/** machine_show_entry() - print how the kernel was entered */
void machine_show_entry(void);

/** machine_show_mappings() - print the mappings that these calls have made */
void machine_show_mappings(void);

/** machine_scan_memory() - add RAM and firmware's ranges to memblock; panics without RAM */
void machine_scan_memory(void);

/** machine_early_users() - use tables and devices before any allocator exists */
void machine_early_users(void);

/** machine_add_devices() - create platform devices for the devices that firmware describes */
void machine_add_devices(void);

/**
 * machine_demo() - switch an LED on and off, as a driver does
 *
 * Through early_ioremap(). Return: 0 or -Exxx.
 */
int machine_demo(void);

#endif
