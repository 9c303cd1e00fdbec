// SPDX-License-Identifier: MIT
// caught by: nothing-left
#include <bootmap/ioremap.h>

static int pl061_probe(struct platform_device *pdev)
{
	int irq = platform_get_irq(pdev, 0), err = 0;
	struct pl061 *pl061;
	struct amba_id id;

	/* Without a valid interrupt, the lines can still be used. */
	if (irq == -EPROBE_DEFER)
		return irq;
	pl061 = devm_kzalloc(&pdev->dev, sizeof(*pl061));
	if (!pl061)
		return -ENOMEM;
	pl061->base = ioremap(platform_get_resource(pdev, IORESOURCE_MEM, 0)->start, 0x1000);
	if (!pl061->base)
		return -ENOMEM;
	id = amba_read_id(pl061->base);
	if (!amba_is(&id, AMBA_PART_PL061))
		return dev_err_probe(&pdev->dev, -ENXIO, "no PL061 answers there");
	writel(0, pl061->base + GPIOIE);
	if (irq > 0)
		err = add_irqs(&pdev->dev, pl061, irq);
	if (err)
		return err;
	pl061->chip = (struct gpio_chip){
		.ngpio = PL061_LINES,
		.is_output = is_output,
		.direction_input = direction_input,
		.direction_output = direction_output,
		.get = get,
		.set = set,
	};
	err = devm_gpiochip_add(&pdev->dev, &pl061->chip);
	if (!err)
		dev_info(&pdev->dev, "lines are gpio %u to %u%s", pl061->chip.base,
			 pl061->chip.base + PL061_LINES - 1, irq > 0 ? "" : ", without interrupts");
	return err ? err : devm_pl061_demo_led(&pdev->dev, &pl061->chip);
}
