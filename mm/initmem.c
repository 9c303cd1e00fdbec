// SPDX-License-Identifier: MIT
/*
 * The end of boot: the pages of __init functions and of the identity map's tables become free RAM,
 * and an access at the image's addresses faults from then on. boot/main.c calls free_initmem();
 * the brk maps its pages with map_image_page().
 */
#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/page_alloc.h>
#include <bootmap/paging.h>
#include <bootmap/printk.h>
#include <bootmap/table.h>
#include <bootmap/vmalloc.h>

void map_image_page(const char *page)
{
	set_ptes(&level1_kernel_pgt[pte_index((unsigned long)page)], __pa_symbol(page), 1,
		 PAGE_KERNEL);
}

static void free_image_part(const char *start, const char *end)
{
	BUG_ON(unmap_range((unsigned long)start, (unsigned long)end));
	free_reserved_area(__pa_symbol(start), __pa_symbol(end));
}

void free_initmem(void)
{
	unsigned long before = nr_free_pages();

	/* The linear map maps text read-only. Free memory must be writable there. */
	BUG_ON(protect_range((unsigned long)__va(__pa_symbol(_head)),
			     (unsigned long)__va(__pa_symbol(_einittext)), PAGE_KERNEL));
	free_image_part(_head, _einittext);
	/* The root of the lower half stays. The tables below it were the identity map. */
	free_image_part(idmap_l1, boot_tables_kept);
	pr_info("free_initmem: %lu KiB of boot code and tables freed",
		(nr_free_pages() - before) << (PAGE_SHIFT - 10));
}
