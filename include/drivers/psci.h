/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_PSCI_H
#define DRIVERS_PSCI_H

/**
 * psci_init() - look for PSCI firmware in the device tree, and let it switch off
 */
void psci_init(void);

#endif
