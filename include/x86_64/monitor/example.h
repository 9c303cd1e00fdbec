/* SPDX-License-Identifier: MIT */
/* Addresses that people can try on this architecture's machines. */
#ifndef MONITOR_EXAMPLE_H
#define MONITOR_EXAMPLE_H

#define EXAMPLE_DEVICE "0xfed00000" /* a PC's HPET */

#endif
