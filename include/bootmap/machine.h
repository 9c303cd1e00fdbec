/* SPDX-License-Identifier: MIT */
/*
 * DOC: the machine
 *
 * What start_kernel() asks of a machine, whether a device tree describes it or the
 * tables of a PC: boot/ARCH/machine.c.
 */
#ifndef BOOTMAP_MACHINE_H
#define BOOTMAP_MACHINE_H

#include <bootmap/types.h>

/** machine_reach_firmware() - bring what the loader passed within reach; panics if it is unusable */
void machine_reach_firmware(void);

/**
 * machine_read_firmware() - take over what concerns boot itself
 *
 * Parses the command line. Slots of early_ioremap() can be borrowed from here on.
 */
void machine_read_firmware(void);

/** machine_show_entry() - print how the kernel was entered */
void machine_show_entry(void);

/** machine_show_mappings() - print what the calls above have mapped */
void machine_show_mappings(void);

/** machine_scan_memory() - add RAM and firmware's ranges to memblock; panics without RAM */
void machine_scan_memory(void);

/** machine_early_users() - reach tables and devices before any allocator exists */
void machine_early_users(void);

/** machine_add_devices() - make platform devices of what firmware describes */
void machine_add_devices(void);

/**
 * machine_demo() - a device, used as a driver would
 *
 * Through early_ioremap(). Return: 0 or -Exxx.
 */
int machine_demo(void);

#endif
