/* SPDX-License-Identifier: MIT */
/* DOC: the steps of boot that change the whole address space */
#ifndef BOOTMAP_PAGING_H
#define BOOTMAP_PAGING_H

/**
 * paging_init() - map all RAM at PAGE_OFFSET and end the identity map
 *
 * With the largest blocks that fit; text and rodata of the image stay read-only there,
 * too. Tables come from memblock. Afterwards address 0 faults.
 */
void paging_init(void);

/**
 * arch_remove_identity_map() - take away what head.S needed to switch the MMU on
 *
 * For paging_init(). The tables themselves lie between boot_tables and init_top_pgt.
 */
void arch_remove_identity_map(void);

/**
 * map_image_page() - one more page of the image, behind those that head.S mapped
 * @page: its address, page aligned
 */
void map_image_page(const char *page);

/**
 * free_initmem() - give back what was needed for booting only
 *
 * The pages of __init functions and of the identity map's tables: an access to them at the
 * image's addresses faults from here on.
 */
void free_initmem(void);

#endif
