/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_HPET_H
#define BOOTMAP_HPET_H

/**
 * hpet_early_report() - an early user of early_ioremap()
 *
 * Maps the timer block that ACPI's HPET table names, tells what it is, lets its counter
 * run for a moment and looks whether it counts. Boot, after acpi_tables_init().
 */
void hpet_early_report(void);

#endif
