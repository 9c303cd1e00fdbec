// SPDX-License-Identifier: MIT
/*
 * ioremap() and its variants map device registers once there is an allocator, memremap() memory
 * that is no device; iounmap() and memunmap() end a mapping. Drivers call them. A request is
 * checked, gets an area (mm/vm_area.c), and is mapped there (mm/pgtable.c):
 *
 *   physical    . . . [page | page] . . .
 *                        ^
 *   virtual     [guard] [page | page] [guard]
 *                        ^ what ioremap() returns: the same offset within the page
 */
#include <bootmap/compiler.h>
#include <bootmap/ioremap.h>
#include <bootmap/memblock.h>
#include <bootmap/printk.h>
#include <bootmap/refuse.h>
#include <bootmap/vmalloc.h>
#include <errno.h>

/* Set by nohugeiomap on the command line: no blocks for devices. */
unsigned int ioremap_flags;

/* Is a page of this range already mapped with another memory type? */
static const struct vm_struct *find_alias(phys_addr_t start, phys_addr_t end, pgprot_t prot)
{
	const struct vm_struct *area = NULL;
	struct pgtable_walk walk;

	while ((area = vmalloc_next(area)))
		if (area->flags & VM_IOREMAP && area->phys < end &&
		    area->phys + vm_area_size(area) > start && pgtable_walk(area->addr, &walk) &&
		    !pte_same_type(walk_entry(&walk), pte_mkpage(0, prot)))
			return area;
	return NULL;
}

/* The reason word for a refusal, or NULL. */
static inline const char *objection(phys_addr_t phys, size_t size, pgprot_t prot)
{
	const char *why = range_objection(phys, size);

	if (!vmalloc_ready())
		return "too-early";
	if (why)
		return why;
	if (!prot.val)
		return "no-type";
	/*
	 * Check the whole range: it can begin outside RAM and end in RAM. RAM and areas are whole
	 * pages, so the parts of pages beside the range need no look.
	 */
	if (phys < memblock_end_of_DRAM() && memblock_overlaps_memory(phys, size))
		return "ram";
	return DEBUG && find_alias(phys, phys + size, prot) ? "alias" : NULL;
}

static void __iomem *map(const char *function, pgprot_t prot, phys_addr_t phys, size_t size,
			 unsigned long caller)
{
	unsigned long offset = phys & ~PAGE_MASK;
	const char *why = objection(phys, size, prot);
	struct vm_struct *area;

	if (likely(!why)) {
		area = get_vm_area_at(phys - offset, ROUND_UP(offset + size, PAGE_SIZE),
				      VM_IOREMAP | VM_COMPLETE, caller);
		if (likely(area && !map_range(area->addr, area->addr + vm_area_size(area),
					      area->phys, prot, ioremap_flags)))
			return (void __force __iomem *)(area->addr + offset);
		if (area)
			free_vm_area(area);
		why = area ? "no-table" : "no-va";
	}
	refuse(function, phys, size, why, caller);
	return NULL;
}

void __iomem *ioremap(phys_addr_t phys, size_t size)
{
	return map(__func__, PAGE_IO, phys, size, CALLER_ADDRESS);
}

void __iomem *ioremap_np(phys_addr_t phys, size_t size)
{
	return map(__func__, PAGE_IO_NP, phys, size, CALLER_ADDRESS);
}

void __iomem *ioremap_uc(phys_addr_t phys, size_t size)
{
	return map(__func__, PAGE_IO_UC, phys, size, CALLER_ADDRESS);
}

void __iomem *ioremap_wt(phys_addr_t phys, size_t size)
{
	return map(__func__, PAGE_IO_WT, phys, size, CALLER_ADDRESS);
}

void __iomem *ioremap_wc(phys_addr_t phys, size_t size)
{
	return map(__func__, PAGE_IO_WC, phys, size, CALLER_ADDRESS);
}

/* Is all of the range RAM in the linear map? */
static bool all_ram(phys_addr_t phys, size_t size)
{
	return size && phys + size - 1 >= phys && phys + size <= LINEAR_MAP_LIMIT &&
	       memblock_is_region_memory(phys, size);
}

void __iomem *ioremap_cache(phys_addr_t phys, size_t size)
{
	if (all_ram(phys, size))
		return (void __force __iomem *)__va(phys);
	return map(__func__, PAGE_KERNEL, phys, size, CALLER_ADDRESS);
}

static noinline void explain_unmap(const char *function, unsigned long va, unsigned long caller)
{
	const char *why = vm_area_around(va) ? "not the first page of a mapping" : "unknown";

	if (!va || (in_linear_map(va) && memblock_is_memory(__pa(va))))
		return; /* it has no mapping of its own */
	refuse_address(function, va, why, caller);
}

static void unmap(const char *function, unsigned long va, unsigned long caller)
{
	struct vm_struct *area = find_vm_area(va);

	if (likely(area && area->flags & VM_IOREMAP))
		free_vm_area(area);
	else
		explain_unmap(function, va, caller);
}

void iounmap(volatile void __iomem *addr)
{
	unmap(__func__, (unsigned long)(volatile void __force *)addr, CALLER_ADDRESS);
}

void ioremap_set_owner(const volatile void __iomem *addr, const char *name)
{
	struct vm_struct *area = find_vm_area((unsigned long)(const volatile void __force *)addr);

	if (!area)
		return; /* RAM, through the linear map */
	area->caller = (unsigned long)name;
	area->flags |= VM_NAMED;
}

int ioremap_page_range(unsigned long va, unsigned long end, phys_addr_t phys, pgprot_t prot)
{
	const struct vm_struct *area = vm_area_around(va);
	struct pgtable_walk walk;
	int err;

	if (!area || !(area->flags & VM_IOREMAP)) {
		pr_warn("ioremap_page_range: 0x%lx is not in an area for VM_IOREMAP", va);
		return -EINVAL;
	}
	if (va < area->addr || va >= end || end > area->addr + vm_area_size(area)) {
		pr_warn("ioremap_page_range: the area at 0x%lx does not contain 0x%lx-0x%lx",
			area->addr, va, end);
		return -ERANGE;
	}
	err = map_range(va, end, phys, prot, ioremap_flags);
	if (err == -EBUSY) {
		pgtable_walk(va, &walk);
		pr_warn("ioremap_page_range: 0x%lx is already mapped to 0x%lx, requested for 0x%lx",
			va, walk.phys, phys);
	}
	return err;
}

/* The first type of @flags that the architecture has. */
static pgprot_t memremap_prot(unsigned long flags)
{
	if (flags & MEMREMAP_WB)
		return PAGE_KERNEL;
	if ((flags & MEMREMAP_WT) && PAGE_IO_WT.val != 0)
		return PAGE_IO_WT;
	return (flags & MEMREMAP_WC) ? PAGE_IO_WC : NO_SUCH_TYPE;
}

void *memremap(phys_addr_t phys, size_t size, unsigned long flags)
{
	if (flags & MEMREMAP_WB && all_ram(phys, size))
		return __va(phys);
	if (size && memblock_overlaps_memory(phys, size)) {
		refuse(__func__, phys, size,
		       memblock_is_region_memory(phys, size) ? "alias" : "mixed", CALLER_ADDRESS);
		return NULL;
	}
	return (void __force *)map(__func__, memremap_prot(flags), phys, size, CALLER_ADDRESS);
}

void memunmap(const void *addr)
{
	unmap(__func__, (unsigned long)addr, CALLER_ADDRESS);
}
