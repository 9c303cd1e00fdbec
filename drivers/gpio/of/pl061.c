// SPDX-License-Identifier: MIT
/*
 * Register accesses of the Arm PrimeCell GPIO PL061 (Arm DDI 0190): a controller of eight lines. Both
 * its users share these functions: pl061_early.c, during boot, and the driver gpio_pl061.c.
 */
#include <bootmap/compiler.h>
#include <bootmap/io.h>
#include <bootmap/irqflags.h>
#include <bootmap/memblock.h>
#include <drivers/amba.h>
#include <drivers/of.h>
#include <drivers/pl061.h>
#include <errno.h>

#define GPIODIR 0x400 /* bit set: output */

/*
 * Address bits 9:2 of the data register are a mask: a write changes, and a read returns, only the
 * lines whose bit is set. So setting one line needs no read-modify-write.
 */
#define GPIODATA(mask) ((unsigned long)(mask) << 2)

int pl061_find(phys_addr_t *phys)
{
	const struct device_node *node = NULL;

	/* The PL061 of the secure state can be the one that switches the machine off. */
	do
		node = of_find_compatible(node, "arm,pl061");
	while (node && of_get_property(node, "secure-status", NULL));
	if (!node || of_get_address(node, 0, phys, NULL) || memblock_is_memory(*phys))
		return -ENODEV;
	return 0;
}

bool pl061_is_output(const void __iomem *base, unsigned int line)
{
	return readl(base + GPIODIR) & BIT(line);
}

void pl061_set(void __iomem *base, unsigned int line, bool level)
{
	writel(level ? BIT(line) : 0, base + GPIODATA(BIT(line)));
}

/* All lines share the register, so interrupts are masked during the read-modify-write. */
static void set_direction(void __iomem *base, unsigned int line, bool output)
{
	unsigned long flags;
	u32 others;

	local_irq_save(flags);
	others = readl(base + GPIODIR) & ~BIT(line);
	writel(output ? others | BIT(line) : others, base + GPIODIR);
	local_irq_restore(flags);
}

void pl061_set_output(void __iomem *base, unsigned int line, bool level)
{
	pl061_set(base, line, level);
	set_direction(base, line, true);
	/* An input ignores the data register, so it is written again now. */
	pl061_set(base, line, level);
}

void pl061_set_input(void __iomem *base, unsigned int line)
{
	set_direction(base, line, false);
}

bool pl061_get(const void __iomem *base, unsigned int line)
{
	return readl(base + GPIODATA(BIT(line)));
}

u8 pl061_levels(const void __iomem *base)
{
	return readl(base + GPIODATA(0xff));
}
