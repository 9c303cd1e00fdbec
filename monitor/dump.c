// SPDX-License-Identifier: MIT
/*
 * The command dump: it walks all tables and lists all that is mapped. Neighbours of one kind are one
 * line; a title stands where a part of the address map begins.
 */
#include <bootmap/early_ioremap.h>
#include <bootmap/fault.h>
#include <bootmap/fixmap.h>
#include <bootmap/ksyms.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <bootmap/vmalloc.h>
#include <drivers/ioport.h>
#include <drivers/platform_device.h>
#include <errno.h>
#include <monitor/monitor.h>
#include <stdio.h>
#include <string.h>

#define WORDS_MAX  96
#define UPPER_HALF (~0UL << FIRST_EQUAL_BIT)

static const struct {
	unsigned long start;
	const char *name;
} sections[] = {
	{ UPPER_HALF, "linear map of all RAM" }, { VMALLOC_START, "vmalloc area" },
	{ KIMAGE_VADDR, "kernel image" },	 { FIX_FDT_VADDR, "device tree window" },
	{ BTMAP_VADDR, "early_ioremap slots" },	 { FIXMAP_VADDR, "permanent fixmaps" },
};

/* A run of equal pages; @more runs like it follow, each @step bytes after the one before. */
struct run {
	unsigned long start, end;
	unsigned long leaf_size;
	char attributes[WORDS_MAX];
	char owner[WORDS_MAX];
	unsigned long step;
	unsigned int more;
};

static unsigned int section_of(unsigned long va)
{
	unsigned int section = 0;

	while (section + 1 < ARRAY_SIZE(sections) && va >= sections[section + 1].start)
		section++;
	return section;
}

/* The owner of device registers; NULL: none. */
static const char *claimant(phys_addr_t first, phys_addr_t last)
{
	const struct resource *res = &iomem_resource, *inner;

	while ((inner = first_overlap(res, first, last)))
		res = inner;
	return res == &iomem_resource ? NULL : res->name;
}

static void name_area(char *buf, size_t size, const struct vm_struct *area)
{
	const char *name = NULL;

	if ((area->flags & (VM_IOREMAP | VM_NAMED)) == VM_IOREMAP)
		name = claimant(area->phys, area->phys + vm_area_size(area) - 1);
	if (name)
		snprintf(buf, size, "%s", name);
	else
		vm_area_owner(buf, size, area);
}

/* "fixmap slot NAME, what for" becomes NAME. */
static void shorten_slot(char *text)
{
	static const char slot[] = "fixmap slot ";

	if (strncmp(text, slot, strlen(slot)))
		return;
	memmove(text, text + strlen(slot), strlen(text + strlen(slot)) + 1);
	text[strcspn(text, ",")] = '\0';
}

/* A short description: only what the line and its title do not contain already. */
static void name_owner(char *buf, size_t size, unsigned long va)
{
	const struct vm_struct *area = vm_area_around(va);

	*buf = '\0';
	if (va >= VMALLOC_START && va < VMALLOC_END && area)
		name_area(buf, size, area);
	else if (va >= FIXMAP_VADDR || (va >= KIMAGE_VADDR && va < FIX_FDT_VADDR))
		describe_region(buf, size, va);
	shorten_slot(buf);
}

static struct run run_of(const struct pgtable_leaf *leaf)
{
	struct run run = { .start = leaf->va,
			   .end = leaf->va + leaf->size,
			   .leaf_size = leaf->size };

	pte_describe_attributes(run.attributes, sizeof(run.attributes), leaf->pte);
	name_owner(run.owner, sizeof(run.owner), leaf->va);
	return run;
}

static bool goes_on(const struct run *run, const struct run *next)
{
	return run->end == next->start && run->leaf_size == next->leaf_size &&
	       !strcmp(run->attributes, next->attributes) && !strcmp(run->owner, next->owner);
}

/* Is it an equal mapping for another device of one kind, at the same distance as those before? */
static bool is_alike(const struct run *run, const struct run *next)
{
	return strchr(run->owner, '.') && !strcmp(dev_kind(run->owner), dev_kind(next->owner)) &&
	       !strcmp(run->attributes, next->attributes) && run->leaf_size == next->leaf_size &&
	       run->end - run->start == next->end - next->start &&
	       (!run->more || next->start == run->start + (run->more + 1) * run->step);
}

static void show_run(const struct run *run, unsigned int *section)
{
	char total[16], leaf[16];

	if (section_of(run->start) != *section) {
		*section = section_of(run->start);
		pr_info("---[ %s ]---", sections[*section].name);
	}
	pr_info("0x%016lx %6s in %-3s %s %s", run->start,
		format_size(total, sizeof(total), run->end - run->start),
		format_size(leaf, sizeof(leaf), run->leaf_size), run->attributes, run->owner);
	show_more_alike(run->more, run->step);
}

/* Takes a complete run. It is printed when the number of runs like it is known. */
static void add_run(struct run *group, const struct run *run, unsigned int *section)
{
	if (group->end && run->end && is_alike(group, run)) {
		group->more++;
		group->step = (run->start - group->start) / group->more;
		return;
	}
	if (group->end)
		show_run(group, section);
	*group = *run;
}

static void show_range(unsigned long start, unsigned long end)
{
	struct run group = { 0 }, run = { 0 };
	const struct run none = { 0 };
	unsigned int section = ARRAY_SIZE(sections);

	for_each_leaf(leaf, start)
	{
		struct run next;

		if (leaf.va >= end)
			break;
		next = run_of(&leaf);
		if (run.end && goes_on(&run, &next)) {
			run.end = next.end;
			continue;
		}
		add_run(&group, &run, &section);
		run = next;
	}
	if (!run.start)
		pr_info("nothing is mapped there");
	add_run(&group, &run, &section);
	add_run(&group, &none, &section);
}

static int dump_command(int argc, char **argv)
{
	unsigned long start = UPPER_HALF, end = ~0UL;

	if ((argc > 1 && parse_address(argv[1], &start)) ||
	    (argc > 2 && parse_address(argv[2], &end)))
		return -EINVAL;
	if (end < start)
		return bad_argument(argv[2], "END: it lies before START");
	if (start < UPPER_HALF) {
		pr_info("dump shows the kernel's half, from 0x%lx on; the lower half is empty",
			UPPER_HALF);
		return 0;
	}
	show_range(start, end);
	return 0;
}
MONITOR_COMMAND(dump, .run = dump_command, .candidate = ksym_name, .arguments = "[START [END]]",
		.example = "0xffffffff80000000",
		.what = "all mappings: ranges, attributes, owners");
