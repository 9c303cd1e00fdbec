/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_RESTART_H
#define DRIVERS_RESTART_H

/** pc_restart_init() - register the ways to restart a PC that only reboot= selects. Boot, once. */
void pc_restart_init(void);

#endif
