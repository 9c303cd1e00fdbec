/* SPDX-License-Identifier: MIT */
#ifndef ASM_PC_H
#define ASM_PC_H

/** pc_add_devices() - make platform devices of what tables name, or every PC has */
void pc_add_devices(void);

#endif
