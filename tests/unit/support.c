// SPDX-License-Identifier: MIT
#include "support.h"

#include <bootmap/boot.h>
#include <bootmap/ioremap.h>
#include <string.h>
#include <tests/probe.h>

u8 scratch[2 * PAGE_SIZE] __noinit __aligned(PAGE_SIZE);

bool loads(unsigned long va)
{
	return probe_read(va) == TRAP_NONE;
}

bool stores(unsigned long va)
{
	return probe_write(va) == TRAP_NONE;
}

phys_addr_t leads_to(unsigned long va)
{
	struct pgtable_walk walk;

	return pgtable_walk(va, &walk) ? walk.phys : NOWHERE;
}

pte_t entry_of(unsigned long va)
{
	struct pgtable_walk walk;

	pgtable_walk(va, &walk);
	return walk_entry(&walk);
}

unsigned long pages_from(unsigned long va)
{
	unsigned long nr = 0;

	while (leads_to(va + nr * PAGE_SIZE) != NOWHERE)
		nr++;
	return nr;
}

void expect_refused(struct test *t, int line, phys_addr_t phys, size_t size, const char *word)
{
	int used = early_ioremap_slots_used();
	void __iomem *p = early_ioremap(phys, size);

	test_expect(t, !p && early_ioremap_slots_used() == used, line, word, address_of(p), 0);
	test_expect_warning(t, line, word);
}

void expect_not_returned(struct test *t, int line, unsigned long addr, size_t size,
			 const char *word)
{
	int used = early_ioremap_slots_used();

	early_iounmap((void __force __iomem *)addr, size);
	test_expect_warning(t, line, word);
	test_expect(t, early_ioremap_slots_used() == used, line, word, addr, size);
}

void borrow_all(void __iomem *lent[FIX_BTMAPS_SLOTS])
{
	for (int slot = 0; slot < FIX_BTMAPS_SLOTS; slot++)
		lent[slot] = early_ioremap(scratch_phys(), PAGE_SIZE);
}

void return_all(void __iomem *lent[FIX_BTMAPS_SLOTS])
{
	for (int slot = 0; slot < FIX_BTMAPS_SLOTS; slot++)
		early_iounmap(lent[slot], PAGE_SIZE);
}

void expect_null(struct test *t, int line, const volatile void __iomem *p, const char *word)
{
	test_expect_eq(address_of(p), 0, t, line);
	test_expect_warning(t, line, word);
}

void unmap_and_look(struct test *t, int line, void __iomem *p)
{
	iounmap(p);
	test_expect_eq(leads_to(address_of(p)), NOWHERE, t, line);
}

struct shown shown;

static void put_be32(unsigned long offset, u32 value)
{
	value = __builtin_bswap32(value);
	memcpy(scratch + offset, &value, sizeof(value));
}

const void *show_tree(unsigned long offset, u32 magic, u32 size)
{
	put_be32(offset, magic);
	put_be32(offset + 4, size);
	return fixmap_remap_fdt(scratch_phys() + offset, &shown.size, &shown.why);
}

void restore_tree(void)
{
	fixmap_remap_fdt(boot_info.firmware, &shown.size, &shown.why);
}

struct resource mem_resource(resource_size_t start, resource_size_t size, const char *name)
{
	return (struct resource)DEFINE_RES_MEM_NAMED(start, size, name);
}
