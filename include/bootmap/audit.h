/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_AUDIT_H
#define BOOTMAP_AUDIT_H

/**
 * pgtable_audit() - look at all mappings at once
 *
 * Names, with owners: pages that are writable and executable, pages open to user mode,
 * physical pages that are mapped under two memory types, and whatever is left in the
 * lower half after paging_init().
 * Return: how much was found.
 */
int pgtable_audit(void);

#endif
