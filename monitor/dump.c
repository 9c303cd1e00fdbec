// SPDX-License-Identifier: MIT
/* All that is mapped, neighbours of one kind as one line; a title where a part of the map begins. */
#include <bootmap/early_ioremap.h>
#include <bootmap/fault.h>
#include <bootmap/fixmap.h>
#include <bootmap/ioport.h>
#include <bootmap/ksyms.h>
#include <bootmap/monitor.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>
#include <bootmap/vmalloc.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define WORDS_MAX 96

static const struct {
	unsigned long start;
	const char *name;
} sections[] = {
	{ KERNEL_HALF, "linear map of all RAM" }, { VMALLOC_START, "vmalloc area" },
	{ KIMAGE_VADDR, "kernel image" },	  { FIX_FDT_VADDR, "device tree window" },
	{ BTMAP_VADDR, "early_ioremap slots" },	  { FIXMAP_VADDR, "permanent fixmaps" },
};

struct run {
	unsigned long start, end;
	unsigned long leaf_size;
	char attributes[WORDS_MAX];
	char owner[WORDS_MAX];
};

static unsigned int section_of(unsigned long va)
{
	unsigned int section = 0;

	while (section + 1 < ARRAY_SIZE(sections) && va >= sections[section + 1].start)
		section++;
	return section;
}

/* Who claimed device registers; NULL: nobody. */
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

	if (area->flags & VM_IOREMAP)
		name = claimant(area->phys, area->phys + vm_area_size(area) - 1);
	if (name)
		snprintf(buf, size, "%s", name);
	else
		ksym_format(buf, size, area->caller);
}

/* Shorter than describe_region(): no more than what the line and its title do not say. */
static void name_owner(char *buf, size_t size, unsigned long va)
{
	const struct vm_struct *area = vm_area_around(va);

	*buf = '\0';
	if (va >= VMALLOC_START && va < VMALLOC_END && area)
		name_area(buf, size, area);
	else if (va >= FIXMAP_VADDR || (va >= KIMAGE_VADDR && va < FIX_FDT_VADDR))
		describe_region(buf, size, va);
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

/* 4K, 2M, 1G: the largest unit that leaves no remainder. */
static const char *format_size(char *buf, size_t size, unsigned long bytes)
{
	const char *unit = "KMGT";

	for (bytes >>= 10; bytes % 1024 == 0 && unit[1]; bytes >>= 10)
		unit++;
	snprintf(buf, size, "%lu%c", bytes, *unit);
	return buf;
}

static void show_run(const struct run *run, unsigned int *section)
{
	char total[16], leaf[16];

	if (section_of(run->start) != *section) {
		*section = section_of(run->start);
		pr_info("---[ %s ]---", sections[*section].name);
	}
	pr_info("%016lx-%016lx %6s in %-3s %s %s", run->start, run->end,
		format_size(total, sizeof(total), run->end - run->start),
		format_size(leaf, sizeof(leaf), run->leaf_size), run->attributes, run->owner);
}

static void show_range(unsigned long start, unsigned long end)
{
	struct run run = { 0 };
	unsigned int section = ARRAY_SIZE(sections);

	for_each_leaf(leaf, start)
	{
		struct run next;

		if (leaf.va >= end)
			break;
		next = run_of(&leaf);
		if (run.end && !goes_on(&run, &next))
			show_run(&run, &section);
		if (goes_on(&run, &next))
			run.end = next.end;
		else
			run = next;
	}
	if (run.start)
		show_run(&run, &section);
	else
		pr_info("nothing is mapped there");
}

static int dump_command(int argc, char **argv)
{
	unsigned long start = KERNEL_HALF, end = ~0UL;

	if (argc > 3 || (argc > 1 && parse_address(argv[1], &start)) ||
	    (argc > 2 && parse_address(argv[2], &end)))
		return -EINVAL;
	if (start < KERNEL_HALF) {
		pr_info("dump shows the kernel's half, from 0x%lx on; the lower half is empty",
			KERNEL_HALF);
		return 0;
	}
	show_range(start, end);
	return 0;
}
MONITOR_COMMAND(dump, .run = dump_command, .arguments = "[START [END]]",
		.example = "0xffffffff80000000",
		.what = "what is mapped: ranges, attributes, owners");
