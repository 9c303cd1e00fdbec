// SPDX-License-Identifier: MIT
/*
 * Page tables in words: what an entry says, the way from the root to an address, one line for a
 * mapping. Boot lists its mappings with show_mapping(); fault reports and the monitor print walks.
 */
#include <bootmap/early_ioremap.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <stdio.h>
#include <string.h>

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
		snprintf(buf, size, "%s at 0x%lx  %s", level == LEVEL_PTE ? "page" : "block",
			 pte_phys(pte), attributes);
}

/* A console has 80 columns. */
#define MAPPING_FORMAT " %-15s %18s %5s %-10s %s"

void show_mapping_header(void)
{
	pr_info(MAPPING_FORMAT, "what", "virtual address", "size", "physical", "attributes");
}

/* The largest unit that leaves no remainder. */
const char *format_size(char *buf, size_t size, unsigned long bytes)
{
	const char *unit = "KMGT";

	for (bytes = DIV_ROUND_UP(bytes, 1024); bytes % 1024 == 0 && unit[1]; bytes >>= 10)
		unit++;
	snprintf(buf, size, "%lu%c", bytes, *unit);
	return buf;
}

/* The attributes of the first page, without the contiguous hint; walk and dump show that. */
static void describe_first_page(char phys[], size_t size, char *attributes, size_t length,
				unsigned long va)
{
	struct pgtable_walk walk;
	char *grouped;

	if (!pgtable_walk(va, &walk)) {
		snprintf(phys, size, "not mapped, on purpose");
		*attributes = '\0';
		return;
	}
	snprintf(phys, size, "0x%lx", pte_phys(walk_entry(&walk)));
	pte_describe_attributes(attributes, length, walk_entry(&walk));
	grouped = strstr(attributes, " contiguous");
	if (grouped)
		*grouped = '\0';
}

void show_mapping(const char *by, const char *what, unsigned long va, size_t size)
{
	static const char *latest = "";
	char phys[32], attributes[DESCRIPTION_MAX], address[24], amount[16];

	if (strcmp(by, latest))
		pr_info("mapped by %s:", by);
	latest = by;
	describe_first_page(phys, sizeof(phys), attributes, sizeof(attributes), va);
	snprintf(address, sizeof(address), "0x%016lx", va);
	pr_info(MAPPING_FORMAT, what, address, format_size(amount, sizeof(amount), size), phys,
		attributes);
}

/* The kind of an entry, in one word. A leaf is described on a line of its own. */
static const char *entry_kind(pte_t pte, int level)
{
	return !pte_valid(pte)		? "invalid" :
	       pte_is_table(pte, level) ? "table" :
	       !pte_is_leaf(pte, level) ? "reserved" :
	       level == LEVEL_PTE	? "page" :
					  "block";
}

void show_walk(unsigned long va)
{
	char description[DESCRIPTION_MAX];
	struct pgtable_walk walk;
	int last;

	pgtable_walk(va, &walk);
	last = walk.depth - 1;
	if (last < 0) {
		pr_err("  no table: the address lies between the two halves that the MMU translates");
		return;
	}
	for (int level = 0; level <= last; level++)
		pr_err("  level %d  %-18s at 0x%lx [%3u] = 0x%016lx  %s", level,
		       table_name(walk.steps[level].table), walk.steps[level].table,
		       walk.steps[level].index, walk.steps[level].pte.val,
		       entry_kind(walk.steps[level].pte, level));
	pte_describe(description, sizeof(description), walk.steps[last].pte, last);
	if (walk.steps[last].pte.val)
		pr_err("           %s", description);
}
