// SPDX-License-Identifier: MIT
/*
 * Checks the memory ranges that firmware and loaders describe, before memblock receives them.
 * Impossible ranges are ignored or cut, with a warning. The readers of the device tree, of a PC's
 * memory map and of the loader's modules call this.
 */
#include <bootmap/compiler.h>
#include <bootmap/memblock.h>
#include <drivers/memory_map.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>

/* Why a range is invalid, in words that continue a sentence; NULL if it is valid. */
static const char __init *objection(phys_addr_t base, u64 size)
{
	if (!size)
		return "it is empty";
	if (size - 1 > ~base)
		return "it reaches beyond the end of the address space";
	if (!phys_addr_valid(base))
		return "this CPU has no such addresses";
	return NULL;
}

static bool __init refused(const char *who, phys_addr_t base, u64 size, const char *why)
{
	if (why)
		pr_warn("%s: 0x%lx+0x%lx ignored: %s", who, base, size, why);
	return why;
}

void __init memory_map_ram(const char *who, phys_addr_t base, u64 size)
{
	phys_addr_t limit = BIT(phys_addr_bits());

	if (!size) {
		refused(who, base, size, objection(base, size));
		return;
	}
	if (base >= limit || size > limit - base) {
		pr_warn("%s: 0x%lx+0x%lx reaches beyond this CPU's %u address bits: cut", who, base,
			size, phys_addr_bits());
		if (base >= limit)
			return;
		size = limit - base;
	}
	if (memblock_overlaps_memory(base, size))
		pr_warn("%s: 0x%lx+0x%lx overlaps RAM that is already known", who, base, size);
	memblock_add(base, size);
}

/* A range that is too long is cut at the end of the address space: reserving too much is safe. */
void __init memory_map_no_ram(const char *who, phys_addr_t base, u64 size)
{
	const char *holder;

	if (!size || !phys_addr_valid(base)) {
		refused(who, base, size, objection(base, size));
		return;
	}
	holder = memblock_reserved_for(base, size);
	if (holder && memblock_overlaps_memory(base, size))
		pr_warn("%s: 0x%lx+0x%lx must not be used as RAM, but the %s is there", who, base,
			size, holder);
	memblock_remove(base, size);
}

void __init memory_map_reserve(const char *who, phys_addr_t base, u64 size)
{
	if (!size || !phys_addr_valid(base))
		refused(who, base, size, objection(base, size));
	else
		memblock_reserve(base, size, who);
}

void __init memory_map_loaded(const char *what, phys_addr_t base, u64 size)
{
	const char *why = objection(base, size);
	const char *holder = why ? NULL : memblock_reserved_for(base, size);

	if (!why && !memblock_is_region_memory(base, size))
		why = "it is not in RAM";
	if (holder)
		pr_warn("%s: 0x%lx+0x%lx ignored: the %s is in the same place", what, base, size,
			holder);
	else if (!refused(what, base, size, why))
		memblock_reserve(base, size, what);
}
