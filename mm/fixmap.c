// SPDX-License-Identifier: MIT
/*
 * Virtual addresses that are constants: a slot's page is chosen at run time with __set_fixmap().
 * The early console, paging_init() and interrupt controllers use the permanent slots; boot maps
 * the device tree with fixmap_remap_fdt(). Every table is known by name, so that no walk is
 * needed, and no allocator.
 *
 *   level2_fixmap_pgt  [503] [504] ---> fix_fdt_pte    pages of the device tree, FIX_FDT first
 *                      [505] ---------> bm_pte         slots of early_ioremap()
 *                      [506] ---------> level1_fixmap_pgt
 *                                         [511] index 0 = FIX_HOLE, [510] index 1, … downwards
 */
#include <bootmap/early_ioremap.h>
#include <bootmap/fdt_header.h>
#include <bootmap/fixmap.h>
#include <bootmap/ksyms.h>
#include <bootmap/printk.h>
#include <bootmap/table.h>
#include <stdio.h>

/* The tables for the device tree. They are linked into level2_fixmap_pgt at the first use. */
static pte_t fix_fdt_pte[FIX_FDT_TABLES][PTRS_PER_TABLE] __page_aligned_bss;

/* The entry of a fixmap address. Every table is known by name, so nothing is walked. */
static inline pte_t *fixmap_pte(unsigned long va)
{
	unsigned int pmd = pmd_index(va);

	if (pmd == BTMAP_PMD_INDEX)
		return &bm_pte[pte_index(va)];
	if (pmd == FIXMAP_PMD_INDEX)
		return &level1_fixmap_pgt[pte_index(va)];
	return &fix_fdt_pte[pmd - FIX_FDT_PMD_INDEX][pte_index(va)];
}

static void warn_slot_in_use(unsigned int idx, pte_t old, phys_addr_t phys, unsigned long caller)
{
	char who[KSYM_NAME_MAX];

	pr_warn("fixmap: slot %u still maps 0x%lx, replaced by 0x%lx [caller %s]", idx,
		pte_phys(old), phys, ksym_format(who, sizeof(who), caller));
}

void __set_fixmap(enum fixed_addresses idx, phys_addr_t phys, pgprot_t prot)
{
	BUG_ON(idx <= FIX_HOLE || idx >= __end_of_fixed_addresses);

	unsigned long va = __fix_to_virt(idx);
	pte_t *ptep = fixmap_pte(va);

	if (pte_valid(*ptep)) {
		if (prot.val)
			warn_slot_in_use(idx, *ptep, phys, CALLER_ADDRESS);
		clear_ptes(ptep, va, 1);
	}
	if (prot.val)
		set_ptes(ptep, phys, 1, prot);
}

/* Number of pages of the device tree that are mapped. */
static unsigned long fix_fdt_mapped;

/* Extends the window to @nr pages. A run of entries stays within one table. */
static void fix_fdt_map_until(phys_addr_t phys, unsigned long nr)
{
	while (fix_fdt_mapped < nr) {
		unsigned long first = fix_fdt_mapped;
		unsigned long room = PTRS_PER_TABLE - first % PTRS_PER_TABLE;
		unsigned long run = min(nr - first, room);

		set_ptes(fixmap_pte(__fix_to_virt(FIX_FDT - first)), phys + first * PAGE_SIZE, run,
			 FIXMAP_PAGE_RO);
		fix_fdt_mapped += run;
	}
}

static void fix_fdt_unmap(void)
{
	while (fix_fdt_mapped)
		clear_fixmap(FIX_FDT - --fix_fdt_mapped);
}

static void fix_fdt_hook_tables(void)
{
	for (unsigned int i = 0; i < FIX_FDT_TABLES; i++) {
		pte_t *pmd = &level2_fixmap_pgt[FIX_FDT_PMD_INDEX + i];

		if (!pte_valid(*pmd))
			pmd_populate_kernel(pmd, fix_fdt_pte[i]);
	}
}

const void *fixmap_remap_fdt(phys_addr_t dt_phys, u32 *size, const char **why)
{
	unsigned long offset = dt_phys & ~PAGE_MASK;
	const void *fdt;

	/* Alignment first: then magic and size cannot cross the end of the first page. */
	*why = fdt_pointer_objection(dt_phys);
	if (*why)
		return NULL;

	fix_fdt_hook_tables();
	fix_fdt_unmap();
	fix_fdt_map_until(dt_phys & PAGE_MASK, 1);
	fdt = kernel_pointer(fix_to_virt(FIX_FDT) + offset);
	*why = fdt_header_objection(fdt, size);
	if (*why) {
		fix_fdt_unmap();
		return NULL;
	}
	fix_fdt_map_until(dt_phys & PAGE_MASK, DIV_ROUND_UP(offset + *size, PAGE_SIZE));
	return fdt;
}

static const char *const permanent_slot_names[__end_of_permanent_fixed_addresses] = {
	[FIX_HOLE] = "FIX_HOLE, never mapped",
	[FIX_EARLYCON_MEM_BASE] = "FIX_EARLYCON_MEM_BASE, the early console",
	[FIX_PUD] = "FIX_PUD, a table under construction",
	[FIX_PMD] = "FIX_PMD, a table under construction",
	[FIX_PTE] = "FIX_PTE, a table under construction",
	[FIX_APIC_BASE] = "FIX_APIC_BASE, the local APIC",
	[FIX_IO_APIC_BASE_0] = "FIX_IO_APIC_BASE_0, the I/O APIC",
	[FIX_LAB] = "FIX_LAB, experiments",
};

void fixmap_describe(char *buf, size_t size, unsigned long va)
{
	unsigned long idx = __virt_to_fix(va);

	if (idx < __end_of_permanent_fixed_addresses)
		snprintf(buf, size, "fixmap slot %s", permanent_slot_names[idx]);
	else if (idx >= FIX_BTMAP_END && idx <= FIX_BTMAP_BEGIN)
		early_ioremap_describe(buf, size, va);
	else if (idx >= FIX_FDT_END && idx <= FIX_FDT)
		snprintf(buf, size, "device tree window FIX_FDT, page %lu of %lu", FIX_FDT - idx,
			 fix_fdt_mapped);
	else
		snprintf(buf, size, "fixmap, but not a slot");
}
