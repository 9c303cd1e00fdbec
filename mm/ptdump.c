// SPDX-License-Identifier: MIT
#include <bootmap/early_ioremap.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <stdio.h>

#define DESCRIPTION_MAX 96

static const struct {
	const pte_t *table;
	const char *name;
} known_tables[] = {
	{ init_top_pgt, "init_top_pgt" },
	{ level3_kernel_pgt, "level3_kernel_pgt" },
	{ level2_kernel_pgt, "level2_kernel_pgt" },
	{ level1_kernel_pgt, "level1_kernel_pgt" },
	{ level2_fixmap_pgt, "level2_fixmap_pgt" },
	{ level1_fixmap_pgt, "level1_fixmap_pgt" },
	{ bm_pte, "bm_pte" },
};

static const char *table_name(phys_addr_t table)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(known_tables); i++)
		if (__pa_symbol(known_tables[i].table) == table)
			return known_tables[i].name;
	return "table";
}

void pte_describe(char *buf, size_t size, pte_t pte, int level)
{
	char attributes[DESCRIPTION_MAX];

	pte_describe_attributes(attributes, sizeof(attributes), pte);
	if (!pte_valid(pte))
		snprintf(buf, size, pte.val ? "invalid (bits left in it)" : "invalid");
	else if (pte_is_table(pte, level))
		snprintf(buf, size, "table at 0x%lx", pte_phys(pte));
	else if (!pte_is_leaf(pte, level))
		snprintf(buf, size, "reserved encoding");
	else
		snprintf(buf, size, "%s at 0x%lx  %s", level == 3 ? "page" : "block", pte_phys(pte),
			 attributes);
}

#define MAPPING_FORMAT "%-16s  %-20s  %18s  %8s  %s"

void show_mapping_header(void)
{
	pr_info(MAPPING_FORMAT, "made by", "what", "virtual address", "size", "first page");
}

void show_mapping(const char *by, const char *what, unsigned long va, size_t size)
{
	char description[DESCRIPTION_MAX] = "not mapped, on purpose";
	char address[24], kib[24];
	struct pgtable_walk walk;

	if (pgtable_walk(va, &walk))
		pte_describe(description, sizeof(description), walk_entry(&walk), walk.depth - 1);
	snprintf(address, sizeof(address), "0x%016lx", va);
	snprintf(kib, sizeof(kib), "%zu KiB", DIV_ROUND_UP(size, 1024));
	pr_info(MAPPING_FORMAT, by, what, address, kib, description);
}

void show_walk(unsigned long va)
{
	char description[DESCRIPTION_MAX];
	struct pgtable_walk walk;

	if (!pgtable_walk(va, &walk) && !walk.depth)
		pr_err("  no table: the address lies between the two halves that the MMU translates");
	for (int level = 0; level < walk.depth; level++) {
		pte_describe(description, sizeof(description), walk.steps[level].pte, level);
		pr_err("  level %d  %-18s at 0x%lx [%3u] = 0x%016lx  %s", level,
		       table_name(walk.steps[level].table), walk.steps[level].table,
		       walk.steps[level].index, walk.steps[level].pte.val, description);
	}
}
