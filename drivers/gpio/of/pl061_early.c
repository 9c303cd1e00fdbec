// SPDX-License-Identifier: MIT
/*
 * Users of early_ioremap(): they map the GPIO controller before any allocator exists, and release
 * the mapping.
 */
#include <bootmap/early_ioremap.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <drivers/amba.h>
#include <drivers/pl061.h>
#include <errno.h>

/* In QEMU's virt machine, line 3 is the power button. The other lines are not connected. */
#define TOGGLE_LINE 0
#define LED_LINE    PL061_DEMO_LED_LINE
#define LED_BLINKS  3

static void __iomem *map_pl061(phys_addr_t *phys)
{
	void __iomem *base;

	if (pl061_find(phys)) {
		pr_warn("pl061: the device tree has none");
		return NULL;
	}
	base = early_ioremap(*phys, AMBA_SIZE);
	if (base)
		show_mapping("early_ioremap", "PL061", (unsigned long)(__force void *)base,
			     AMBA_SIZE);
	return base;
}

static void toggle(void __iomem *base)
{
	bool high, low;

	pl061_set_output(base, TOGGLE_LINE, true);
	high = pl061_get(base, TOGGLE_LINE);
	pl061_set_output(base, TOGGLE_LINE, false);
	low = pl061_get(base, TOGGLE_LINE);
	pl061_set_input(base, TOGGLE_LINE);
	pr_info("pl061: line %d driven high reads %d, driven low reads %d", TOGGLE_LINE, high, low);
}

void pl061_early_report(void)
{
	phys_addr_t phys;
	void __iomem *base;
	struct amba_id id;

	base = map_pl061(&phys);
	if (!base)
		return;
	id = amba_read_id(base);
	pr_info("pl061: at 0x%lx, part 0x%03x, designer 0x%02x, revision %u, cell id 0x%08x", phys,
		id.part, id.designer, id.revision, id.cell);
	if (amba_is(&id, AMBA_PART_PL061)) {
		pr_info("pl061: line levels 0x%02x", pl061_levels(base));
		toggle(base);
	}
	early_iounmap(base, AMBA_SIZE);
}

int led_demo(void)
{
	phys_addr_t phys;
	void __iomem *base = map_pl061(&phys);

	if (!base)
		return -ENODEV;
	for (int blink = 0; blink < LED_BLINKS; blink++) {
		pl061_set_output(base, LED_LINE, true);
		pr_info("led: on,  line %d reads %d", LED_LINE, pl061_get(base, LED_LINE));
		pl061_set_output(base, LED_LINE, false);
		pr_info("led: off, line %d reads %d", LED_LINE, pl061_get(base, LED_LINE));
	}
	pl061_set_input(base, LED_LINE);
	early_iounmap(base, AMBA_SIZE);
	return 0;
}
