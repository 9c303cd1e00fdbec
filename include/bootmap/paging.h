/* SPDX-License-Identifier: MIT */
/* DOC: functions of boot that change the whole address space */
#ifndef BOOTMAP_PAGING_H
#define BOOTMAP_PAGING_H

/**
 * paging_init() - map all RAM at PAGE_OFFSET and remove the identity map
 *
 * Uses the largest blocks that fit. Text and rodata of the image are read-only in this mapping,
 * too. Tables come from memblock. Afterwards an access to address 0 faults.
 */
void paging_init(void);

/**
 * arch_remove_identity_map() - remove the mapping that head.S needed to switch the MMU on
 *
 * For paging_init(). Its tables are between boot_tables and init_top_pgt.
 */
void arch_remove_identity_map(void);

/**
 * map_image_page() - map one more page of the image, after those that head.S mapped
 * @page: its address, page aligned
 */
void map_image_page(const char *page);

/**
 * free_initmem() - free memory that only boot needed
 *
 * The pages of __init functions and of the identity map's tables: an access to them at the
 * image's addresses faults from here on.
 */
void free_initmem(void);

#endif
