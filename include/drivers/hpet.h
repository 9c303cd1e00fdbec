/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_HPET_H
#define DRIVERS_HPET_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

#define HPET_SIZE    0x400
#define HPET_CAP     0x000
#define HPET_CONFIG  0x010
#define HPET_COUNTER 0x0f0

#define HPET_CAP_PERIOD GENMASK(63, 32) /* in femtoseconds */
#define HPET_CAP_64_BIT BIT(13)		/* how wide the counter is; else 32 bits */
#define HPET_CFG_ENABLE BIT(0)

/**
 * hpet_early_report() - an early user of early_ioremap()
 *
 * Maps the timer block of ACPI's HPET table, prints its identification, starts its counter, and
 * checks that it counts. Boot, after acpi_tables_init().
 */
void hpet_early_report(void);

/** hpet_add_device() - create a platform device for the HPET, if its counter counts */
void hpet_add_device(void);

/**
 * struct hpet_look - values of two counters at one moment
 * @hpet: the HPET's
 * @counter: read_counter()
 */
struct hpet_look {
	u64 hpet;
	u64 counter;
};

/* Read when the HPET was started. With a second reading it gives the counter's frequency. */
extern struct hpet_look hpet_first_look;

/** hpet_look() - read both counters. @base: the HPET's registers */
struct hpet_look hpet_look(void __iomem *base);

/**
 * hpet_ticks() - ticks of the HPET between two readings
 * @from: the first value
 * @to: the second value
 * @cap: its capabilities: a 32-bit counter overflows after 2^32 ticks, 43 s at 100 MHz
 */
static inline u64 hpet_ticks(u64 from, u64 to, u64 cap)
{
	return (cap & HPET_CAP_64_BIT) ? to - from : (u32)(to - from);
}

#endif
