// SPDX-License-Identifier: MIT
/* The command that lists the areas of vmalloc() and ioremap(): addresses, sizes, owners. */
#include <bootmap/ksyms.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <bootmap/vmalloc.h>
#include <drivers/platform_device.h>
#include <monitor/monitor.h>
#include <stdio.h>
#include <string.h>

/* The driver of the device that owns an area; NULL if no device owns it. */
static const char *driver_of(const struct vm_struct *area)
{
	const struct platform_device *pdev = NULL;

	while (area->flags & VM_NAMED && (pdev = platform_device_next(pdev)))
		if ((unsigned long)dev_name(&pdev->dev) == area->caller && pdev->dev.driver)
			return pdev->dev.driver->name;
	return NULL;
}

static void show_area(const struct vm_struct *area)
{
	char who[KSYM_NAME_MAX], amount[16], phys[24] = "", driver[KSYM_NAME_MAX] = "";

	if (area->flags & VM_IOREMAP)
		snprintf(phys, sizeof(phys), "0x%lx", area->phys);
	if (driver_of(area))
		snprintf(driver, sizeof(driver), " (%s)", driver_of(area));
	pr_info("0x%016lx %5s %-7s %-12s %s%s", area->addr,
		format_size(amount, sizeof(amount), vm_area_size(area)), vm_area_kind(area), phys,
		vm_area_owner(who, sizeof(who), area), driver);
}

/* Do the areas belong to devices of one kind, which differ only in their addresses? */
static bool alike(const struct vm_struct *a, const struct vm_struct *b)
{
	return a && a->flags & b->flags & VM_NAMED && a->nr_pages == b->nr_pages &&
	       !strcmp(dev_kind((const char *)a->caller), dev_kind((const char *)b->caller));
}

static void show_vmallocinfo(void)
{
	const struct vm_struct *area = NULL, *first = NULL;
	unsigned int more = 0;

	while ((area = vmalloc_next(area))) {
		if (alike(first, area)) {
			more++;
			continue;
		}
		show_more_alike(more, 0);
		more = 0;
		first = area;
		show_area(area);
	}
	show_more_alike(more, 0);
}
MONITOR_COMMAND(vmallocinfo, .show = show_vmallocinfo,
		.what = "areas of vmalloc() and ioremap(), with owners");
