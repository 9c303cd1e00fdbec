/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_PSCI_H
#define BOOTMAP_PSCI_H

/**
 * psci_init() - look for PSCI firmware in the device tree, and let it switch off
 */
void psci_init(void);

#endif
