// SPDX-License-Identifier: MIT
/*
 * What the drivers of the device tree's UARTs have in common: the console was found early in boot
 * (earlycon.c), and the device that the driver is probed with may be the same one.
 */
#include <bootmap/fixmap.h>
#include <bootmap/irqflags.h>
#include <bootmap/printk.h>
#include <drivers/serial.h>
#include <errno.h>

/* Is this device the console? Compares physical addresses, because the mappings differ. */
static bool is_console(const struct resource *res, const struct console *console)
{
	struct pgtable_walk walk;

	return active_console() == console &&
	       pgtable_walk((unsigned long)(__force void *)console->registers, &walk) &&
	       walk.phys == res->start;
}

static void take_over(struct console *console, void __iomem *base, bool interrupts)
{
	unsigned long flags;

	local_irq_save(flags); /* so that no handler prints through the old mapping */
	console->registers = base;
	clear_fixmap(FIX_EARLYCON_MEM_BASE);
	console_set_interrupts(console, interrupts);
	local_irq_restore(flags);
}

/* Steps that can fail come first. Without an interrupt controller the console is polled. */
int of_serial_probe(struct platform_device *pdev, struct console *console, irq_handler_t handler)
{
	int irq = platform_get_irq_optional(pdev, 0), err;
	void __iomem *base;

	if (irq == -EPROBE_DEFER)
		return irq;
	base = devm_platform_ioremap_resource(pdev, 0);
	if (IOMEM_IS_ERR(base))
		return IOMEM_PTR_ERR(base);
	if (!is_console(platform_get_resource(pdev, IORESOURCE_MEM, 0), console)) {
		dev_info(&pdev->dev, "not the console: not used");
		return 0;
	}
	err = irq > 0 ? devm_request_irq(&pdev->dev, irq, handler, dev_name(&pdev->dev), NULL) : 0;
	if (err)
		return err;
	take_over(console, base, irq > 0);
	dev_info(&pdev->dev, "the console, no longer in the fixmap; receives by %s",
		 irq > 0 ? "interrupt" : "polling");
	return 0;
}

void of_serial_remove(struct platform_device *pdev, struct console *console)
{
	const struct resource *res = platform_get_resource(pdev, IORESOURCE_MEM, 0);
	unsigned long flags;

	if (!is_console(res, console))
		return;
	local_irq_save(flags);
	console_set_interrupts(console, false); /* also the device's own */
	console->registers = set_fixmap_offset_io(FIX_EARLYCON_MEM_BASE, res->start);
	local_irq_restore(flags);
}
