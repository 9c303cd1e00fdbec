/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_PSCI_H
#define DRIVERS_PSCI_H

/**
 * psci_init() - look for PSCI in the device tree, and register it to switch off and restart
 */
void psci_init(void);

#endif
