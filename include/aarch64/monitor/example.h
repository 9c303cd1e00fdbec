/* SPDX-License-Identifier: MIT */
/* Addresses that people can try on this architecture's machines. */
#ifndef MONITOR_EXAMPLE_H
#define MONITOR_EXAMPLE_H

#define EXAMPLE_DEVICE "0x9030000" /* QEMU virt's PL061 */

#endif
