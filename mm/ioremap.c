// SPDX-License-Identifier: MIT
/*
 * Devices at addresses of their own, once there is an allocator: drivers map registers with
 * ioremap() and its kin, and end that with iounmap(). A request is checked, gets an area of the
 * vmalloc area, and is mapped there by the walker.
 */
#include <bootmap/boot.h>
#include <bootmap/compiler.h>
#include <bootmap/ioremap.h>
#include <bootmap/memblock.h>
#include <bootmap/printk.h>
#include <bootmap/refuse.h>
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

/* What the CPU's physical addresses end with; 0 until somebody asked and was not too early. */
static phys_addr_t last_phys;

/* Why nothing can be mapped there, in one word; NULL if it can. */
static noinline const char *objection(phys_addr_t phys, size_t size, pgprot_t prot)
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
	last_phys = GENMASK(phys_addr_bits() - 1, 0);
	return NULL;
}

/* Can it be seen at a glance that there is no objection? Devices lie before RAM or behind it. */
static inline bool surely_mappable(phys_addr_t phys, size_t size, pgprot_t prot)
{
	phys_addr_t last = phys + size - 1;

	return !DEBUG && prot.val && last >= phys && last <= last_phys &&
	       (phys >= memblock_end_of_DRAM() || (last | ~PAGE_MASK) < memblock_start_of_DRAM());
}

/* The functions that map: their names, for refusals, and what they ask for. */
static const struct flavour {
	const char *function;
	pgprot_t prot;
} device = { "ioremap", PAGE_IO }, device_np = { "ioremap_np", PAGE_IO_NP },
  uncached = { "ioremap_uc", PAGE_IO_UC }, write_through = { "ioremap_wt", PAGE_IO_WT },
  write_combining = { "ioremap_wc", PAGE_IO_WC }, cacheable = { "ioremap_cache", PAGE_KERNEL },
  memory_wb = { "memremap", PAGE_KERNEL }, memory_wt = { "memremap", PAGE_IO_WT },
  memory_wc = { "memremap", PAGE_IO_WC }, no_memory = { "memremap", NO_SUCH_TYPE };

/* Says what there was not enough of. */
static noinline const char *give_up(struct vm_struct *area)
{
	if (!area)
		return "no-va";
	area->flags &= ~VM_COMPLETE;
	free_vm_area(area);
	return "no-table";
}

static void __iomem *map(const struct flavour *flavour, phys_addr_t phys, size_t size,
			 unsigned long caller)
{
	unsigned long offset = phys & ~PAGE_MASK;
	const char *why = NULL;

	if (unlikely(!surely_mappable(phys, size, flavour->prot)))
		why = objection(phys, size, flavour->prot);
	if (likely(!why)) {
		struct vm_struct *area =
			get_vm_area_at(phys - offset, ROUND_UP(offset + size, PAGE_SIZE),
				       VM_IOREMAP | VM_COMPLETE, caller);

		if (likely(area && !map_range(area->addr, area->addr + vm_area_size(area),
					      area->phys, flavour->prot, ioremap_flags)))
			return (void __force __iomem *)(area->addr + offset);
		why = give_up(area);
	}
	refuse(flavour->function, phys, size, why, caller);
	return NULL;
}

void __iomem *ioremap(phys_addr_t phys, size_t size)
{
	return map(&device, phys, size, CALLER_ADDRESS);
}

void __iomem *ioremap_np(phys_addr_t phys, size_t size)
{
	return map(&device_np, phys, size, CALLER_ADDRESS);
}

void __iomem *ioremap_uc(phys_addr_t phys, size_t size)
{
	return map(&uncached, phys, size, CALLER_ADDRESS);
}

void __iomem *ioremap_wt(phys_addr_t phys, size_t size)
{
	return map(&write_through, phys, size, CALLER_ADDRESS);
}

void __iomem *ioremap_wc(phys_addr_t phys, size_t size)
{
	return map(&write_combining, phys, size, CALLER_ADDRESS);
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
	return map(&cacheable, phys, size, CALLER_ADDRESS);
}

static noinline void explain_unmap(const char *function, unsigned long va, unsigned long caller)
{
	const char *why = vm_area_around(va) ? "not the first page of a mapping" : "unknown";

	if (!va || (in_linear_map(va) && memblock_is_memory(__pa(va))))
		return; /* nothing was mapped for that */
	refuse_address(function, va, why, caller);
}

static void unmap(const char *function, unsigned long va, unsigned long caller)
{
	if (unlikely(!remove_vm_area(va, VM_IOREMAP)))
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

static const struct flavour *memory_flavour(unsigned long flags)
{
	if (flags & MEMREMAP_WB)
		return &memory_wb;
	if (flags & MEMREMAP_WT && memory_wt.prot.val)
		return &memory_wt;
	return flags & MEMREMAP_WC ? &memory_wc : &no_memory;
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
	return (void __force *)map(memory_flavour(flags), phys, size, CALLER_ADDRESS);
}

void memunmap(const void *addr)
{
	unmap(__func__, (unsigned long)addr, CALLER_ADDRESS);
}
