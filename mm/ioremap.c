// SPDX-License-Identifier: MIT
#include <bootmap/boot.h>
#include <bootmap/compiler.h>
#include <bootmap/ioremap.h>
#include <bootmap/ksyms.h>
#include <bootmap/memblock.h>
#include <bootmap/printk.h>
#include <bootmap/vmalloc.h>
#include <errno.h>

/* Set by nohugeiomap on the command line: no blocks for devices. */
unsigned int ioremap_flags;

/* A page of this range that is mapped already, as another type of memory. */
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

/* Why nothing can be mapped there, in one word; NULL if it can. */
static const char *objection(phys_addr_t phys, size_t size, pgprot_t prot)
{
	phys_addr_t last = phys + size - 1;

	if (!size)
		return "size0";
	if (last < phys)
		return "wrap";
	if (!phys_addr_valid(last))
		return "phys-width";
	if (!prot.val)
		return "no-type";
	/* The whole range, not its first page alone: one that begins in a hole may end in RAM. */
	if (memblock_overlaps_memory(phys & PAGE_MASK,
				     (last | ~PAGE_MASK) - (phys & PAGE_MASK) + 1))
		return "ram";
	if (!vmalloc_ready())
		return "too-early";
	if (DEBUG && find_alias(phys & PAGE_MASK, last, prot))
		return "alias";
	return NULL;
}

static noinline void refuse(const char *function, phys_addr_t phys, size_t size, const char *why,
			    unsigned long caller)
{
	char who[KSYM_NAME_MAX];

	pr_warn("%s(0x%lx, 0x%zx) refused: %s [caller %s]", function, phys, size, why,
		ksym_format(who, sizeof(who), caller));
}

static void __iomem *map(const char *function, phys_addr_t phys, size_t size, pgprot_t prot,
			 unsigned long caller)
{
	const char *why = objection(phys, size, prot);
	unsigned long offset = phys & ~PAGE_MASK;
	struct vm_struct *area = NULL;

	if (!why) {
		size_t pages = ROUND_UP(offset + size, PAGE_SIZE);

		area = get_vm_area_at(phys & PAGE_MASK, pages, VM_IOREMAP, caller);
		if (!area)
			why = "no-va";
		else if (map_range(area->addr, area->addr + pages, phys & PAGE_MASK, prot,
				   ioremap_flags)) {
			free_vm_area(area);
			why = "no-table";
		}
	}
	if (why) {
		refuse(function, phys, size, why, caller);
		return NULL;
	}
	area->flags |= VM_COMPLETE;
	return (void __force __iomem *)(area->addr + offset);
}

void __iomem *ioremap(phys_addr_t phys, size_t size)
{
	return map(__func__, phys, size, PAGE_IO, CALLER_ADDRESS);
}

void __iomem *ioremap_np(phys_addr_t phys, size_t size)
{
	return map(__func__, phys, size, PAGE_IO_NP, CALLER_ADDRESS);
}

void __iomem *ioremap_uc(phys_addr_t phys, size_t size)
{
	return map(__func__, phys, size, PAGE_IO_UC, CALLER_ADDRESS);
}

void __iomem *ioremap_wt(phys_addr_t phys, size_t size)
{
	return map(__func__, phys, size, PAGE_IO_WT, CALLER_ADDRESS);
}

void __iomem *ioremap_wc(phys_addr_t phys, size_t size)
{
	return map(__func__, phys, size, PAGE_IO_WC, CALLER_ADDRESS);
}

/* Is all of the range RAM that the linear map shows? */
static bool all_ram(phys_addr_t phys, size_t size)
{
	return size && phys + size - 1 >= phys && phys + size <= LINEAR_MAP_LIMIT &&
	       memblock_is_region_memory(phys, size);
}

void __iomem *ioremap_cache(phys_addr_t phys, size_t size)
{
	if (all_ram(phys, size))
		return (void __force __iomem *)__va(phys);
	return map(__func__, phys, size, PAGE_KERNEL, CALLER_ADDRESS);
}

static noinline void refuse_unmap(const char *function, unsigned long va, unsigned long caller)
{
	const char *why = vm_area_around(va) ? "not the first page of a mapping" : "unknown";
	char who[KSYM_NAME_MAX];

	pr_warn("%s(0x%lx) refused: %s [caller %s]", function, va, why,
		ksym_format(who, sizeof(who), caller));
}

/* Unmaps what map() mapped; what the linear map shows stays. */
static void unmap(const char *function, unsigned long va, unsigned long caller)
{
	struct vm_struct *area = find_vm_area(va);

	if (likely(area && area->flags & VM_IOREMAP))
		free_vm_area(area);
	else if (va && !(in_linear_map(va) && memblock_is_memory(__pa(va))))
		refuse_unmap(function, va, caller);
}

void iounmap(volatile void __iomem *addr)
{
	unmap(__func__, (unsigned long)(volatile void __force *)addr, CALLER_ADDRESS);
}

int ioremap_page_range(unsigned long va, unsigned long end, phys_addr_t phys, pgprot_t prot)
{
	const struct vm_struct *area = vm_area_around(va);
	struct pgtable_walk walk;
	int err;

	if (!area || !(area->flags & VM_IOREMAP)) {
		pr_warn("ioremap_page_range: 0x%lx lies in no area for VM_IOREMAP", va);
		return -EINVAL;
	}
	if (va < area->addr || va >= end || end > area->addr + vm_area_size(area)) {
		pr_warn("ioremap_page_range: the area at 0x%lx does not hold 0x%lx-0x%lx",
			area->addr, va, end);
		return -ERANGE;
	}
	err = map_range(va, end, phys, prot, ioremap_flags);
	if (err == -EBUSY) {
		pgtable_walk(va, &walk);
		pr_warn("ioremap_page_range: 0x%lx is taken: mapped to 0x%lx, now asked for 0x%lx",
			va, walk.phys, phys);
	}
	return err;
}

void *memremap(phys_addr_t phys, size_t size, unsigned long flags)
{
	const pgprot_t prot = (flags & MEMREMAP_WB) ? PAGE_KERNEL : PAGE_IO_WC;

	if (flags & MEMREMAP_WB && all_ram(phys, size))
		return __va(phys);
	if (size && memblock_overlaps_memory(phys, size)) {
		refuse(__func__, phys, size,
		       memblock_is_region_memory(phys, size) ? "alias" : "mixed", CALLER_ADDRESS);
		return NULL;
	}
	return (void __force *)map(__func__, phys, size, prot, CALLER_ADDRESS);
}

void memunmap(const void *addr)
{
	unmap(__func__, (unsigned long)addr, CALLER_ADDRESS);
}
