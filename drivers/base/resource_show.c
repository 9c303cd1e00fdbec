// SPDX-License-Identifier: MIT
/*
 * Resources as text: in the messages about refused requests, and listed as in /proc/iomem of Linux.
 * The rest of drivers/base/resource*.c and the monitor call these functions.
 */
#include <bootmap/ksyms.h>
#include <bootmap/printk.h>
#include <drivers/ioport.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Resources at a deeper level are listed with this indentation. */
#define MAX_LEVEL 5

static const char *name_of(const struct resource *res)
{
	return res->name ? res->name : "<BAD>";
}

const char *resource_format(char *buf, size_t size, const struct resource *res)
{
	bool ports = resource_type(res) == IORESOURCE_IO;

	snprintf(buf, size, "[%s 0x%0*lx-0x%0*lx]", ports ? "io" : "mem", ports ? 4 : 8, res->start,
		 ports ? 4 : 8, res->end);
	return buf;
}

void resource_refused(const struct resource *wanted, const char *why, const struct resource *holder,
		      unsigned long caller)
{
	char range[RESOURCE_TEXT_MAX], held[RESOURCE_TEXT_MAX], who[KSYM_NAME_MAX];

	pr_warn("%s %s \"%s\" %s [caller %s]", resource_format(range, sizeof(range), wanted), why,
		name_of(holder), resource_format(held, sizeof(held), holder),
		ksym_format(who, sizeof(who), caller));
}

int resource_conflicts(const struct resource *parent, const struct resource *wanted,
		       const struct resource *holder, unsigned long caller)
{
	const char *why = wanted->end < wanted->start ? "is empty or wraps, so it is not inside" :
			  holder == parent	      ? "is not inside" :
							"conflicts with";

	if (!holder)
		return 0;
	resource_refused(wanted, why, holder, caller);
	return -EBUSY;
}

static int level_below(const struct resource *root, const struct resource *res)
{
	int level = 0;

	for (res = res->parent; res != root && level < MAX_LEVEL; res = res->parent)
		level++;
	return level;
}

const char *dev_kind(const char *name)
{
	const char *kind = strpbrk(name, ":.");

	return kind ? kind : name;
}

void show_more_alike(unsigned int more, unsigned long step)
{
	if (more && step)
		pr_info("  … and %u more like it, each 0x%lx further on", more, step);
	else if (more)
		pr_info("  … and %u more like it", more);
}

/* Two devices that differ in nothing but their addresses. */
static bool are_alike(const struct resource *a, const struct resource *b)
{
	return a->parent == b->parent && !a->children && !b->children &&
	       a->end - a->start == b->end - b->start && strcmp(name_of(a), name_of(b)) &&
	       !strcmp(dev_kind(name_of(a)), dev_kind(name_of(b)));
}

static void show_resource(const struct resource *root, const struct resource *res, bool masked)
{
	int width = root->end < 0x10000 ? 4 : 8;

	pr_info("%*s%0*lx-%0*lx : %s", 2 * level_below(root, res), "", width,
		masked ? 0 : res->start, width, masked ? 0 : res->end, name_of(res));
}

void show_resources(const struct resource *root, bool masked)
{
	const struct resource *first = NULL;
	resource_size_t step = 0;
	unsigned int more = 0;

	for_each_resource(root, res, false) {
		if (first && are_alike(first, res) &&
		    (!more || res->start == first->start + (more + 1) * step)) {
			more++;
			step = (res->start - first->start) / more;
			continue;
		}
		show_more_alike(more, masked ? 0 : step);
		show_resource(root, res, masked);
		first = res;
		more = 0;
	}
	show_more_alike(more, masked ? 0 : step);
}
