/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_AUDIT_H
#define BOOTMAP_AUDIT_H

/**
 * pgtable_audit() - check all mappings
 *
 * Prints, with owners: pages that are writable and executable, pages that user mode can access,
 * physical pages that are mapped with two memory types, and mappings in the lower half after
 * paging_init().
 * Return: the number of problems found.
 */
int pgtable_audit(void);

#endif
