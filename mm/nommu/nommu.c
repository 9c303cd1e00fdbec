// SPDX-License-Identifier: MIT
/*
 * Memory management without address translation: to map is to check, and to unmap is
 * to do nothing. All memory is then of the strictest device type (Arm ARM DDI 0487J.a,
 * D8.2.8), and slow.
 */
#include <bootmap/boot.h>
#include <bootmap/fdt_header.h>
#include <bootmap/fixmap.h>
#include <bootmap/ioremap.h>
#include <bootmap/memblock.h>
#include <bootmap/page_alloc.h>
#include <bootmap/paging.h>
#include <bootmap/table.h>
#include <bootmap/printk.h>
#include <bootmap/refuse.h>
#include <bootmap/ptdump.h>
#include <bootmap/vmalloc.h>

phys_addr_t fixmap_phys[__end_of_fixed_addresses];
bool linear_map_ready = true;

const void *fixmap_remap_fdt(phys_addr_t dt_phys, u32 *size, const char **why)
{
	const void *fdt = (const void *)(unsigned long)dt_phys;

	*why = fdt_pointer_objection(dt_phys);
	if (!*why)
		*why = fdt_header_objection(fdt, size);
	return *why ? NULL : fdt;
}

bool pgtable_walk(unsigned long va, struct pgtable_walk *walk)
{
	*walk = (struct pgtable_walk){ .mapped = true, .phys = va };
	return true;
}

void __init paging_init(void)
{
	boot_stage_enter(BOOT_PAGING);
}

void __init vmalloc_init(void)
{
	boot_stage_enter(BOOT_MM);
}

void map_image_page(const char *page __attribute__((unused)))
{
}

/* Nothing to do: the pages of the image are not freed in this build. */
void free_initmem(void)
{
}

unsigned int ioremap_flags; /* of no effect */

void __iomem *ioremap(phys_addr_t phys, size_t size)
{
	const char *why = range_objection(phys, size);

	if (!why && memblock_overlaps_memory(phys, size))
		why = "ram";
	if (!why)
		return (void __force __iomem *)(unsigned long)phys;
	refuse(__func__, phys, size, why, CALLER_ADDRESS);
	return NULL;
}

/* There is only one memory type. */
void __iomem *ioremap_np(phys_addr_t phys, size_t size)
{
	return ioremap(phys, size);
}

void __iomem *ioremap_wc(phys_addr_t phys, size_t size)
{
	return ioremap(phys, size);
}

void iounmap(volatile void __iomem *addr __attribute__((unused)))
{
}

void ioremap_set_owner(const volatile void __iomem *addr __attribute__((unused)),
		       const char *name __attribute__((unused)))
{
}

void *vmalloc(size_t size)
{
	return size ? alloc_pages(order_of(size)) : NULL;
}

void vfree(const void *addr)
{
	if (addr)
		free_pages((void *)addr, page_of(__pa(addr))->order);
}

void show_mapping_header(void)
{
	pr_info("%-20s  %18s  %8s", "what", "physical address", "size");
}

void show_mapping(const char *by __attribute__((unused)), const char *what, unsigned long va,
		  size_t size)
{
	pr_info("%-20s  0x%016lx  %4zu KiB", what, va, DIV_ROUND_UP(size, 1024));
}
