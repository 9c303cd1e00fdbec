// SPDX-License-Identifier: MIT
/*
 * Functions for both GICv2 and GICv3: they enable, mask and configure inputs through the
 * distributor's registers. gic-v2.c and gic-v3.c call them, and kernel/irq.c calls them through the
 * irq_chip.
 */
#include "gic.h"

#include <bootmap/io.h>
#include <bootmap/irqflags.h>
#include <errno.h>

static void __iomem *registers_of(const struct gic *gic, unsigned int hwirq)
{
	return hwirq < GIC_FIRST_SPI ? gic->local : gic->dist;
}

static const struct gic *gic_of(const struct irq_data *data)
{
	return data->domain->host_data;
}

void gic_mask(struct irq_data *data)
{
	writel(BIT(data->hwirq % 32),
	       registers_of(gic_of(data), data->hwirq) + GICD_ICENABLER(data->hwirq));
}

void gic_unmask(struct irq_data *data)
{
	writel(BIT(data->hwirq % 32),
	       registers_of(gic_of(data), data->hwirq) + GICD_ISENABLER(data->hwirq));
}

/* Sixteen inputs share the register, so interrupts are masked during the read-modify-write. */
static void set_edge(void __iomem *reg, unsigned int hwirq, bool edge)
{
	unsigned long flags;
	u32 others;

	local_irq_save(flags);
	others = readl(reg) & ~ICFGR_EDGE(hwirq);
	writel(edge ? others | ICFGR_EDGE(hwirq) : others, reg);
	local_irq_restore(flags);
}

/* The hardware detects rising edges and high levels; the signals of PPIs may be inverted. */
int gic_set_type(struct irq_data *data, unsigned int type)
{
	void __iomem *reg = registers_of(gic_of(data), data->hwirq) + GICD_ICFGR(data->hwirq);

	if (data->hwirq < GIC_FIRST_PPI)
		return -EINVAL;
	if (data->hwirq >= GIC_FIRST_SPI && type != IRQ_TYPE_EDGE_RISING &&
	    type != IRQ_TYPE_LEVEL_HIGH)
		return -EINVAL;
	set_edge(reg, data->hwirq, type & IRQ_TYPE_EDGE_BOTH);
	return 0;
}

int gic_xlate(struct irq_domain *domain, const u32 *cells, unsigned int count, unsigned int *hwirq,
	      unsigned int *type)
{
	if (count < 3 || cells[0] > 1)
		return -EINVAL;
	if (cells[0] == 0 && cells[1] >= domain->size - GIC_FIRST_SPI)
		return -EINVAL;
	if (cells[0] == 1 && cells[1] >= GIC_FIRST_SPI - GIC_FIRST_PPI)
		return -EINVAL;
	*hwirq = cells[1] + (cells[0] ? GIC_FIRST_PPI : GIC_FIRST_SPI);
	*type = cells[2] & IRQ_TYPE_SENSE_MASK;
	return 0;
}

bool gic_left_alone(const struct device *dev)
{
	if (irq_has_root())
		dev_warn(dev, "left alone: another interrupt controller serves already");
	return irq_has_root();
}

unsigned int gic_count_lines(const void __iomem *dist)
{
	unsigned int lines = 32 * (FIELD_GET(TYPER_LINES, readl(dist + GICD_TYPER)) + 1);

	return lines < GIC_MAX_IRQS ? lines : GIC_MAX_IRQS;
}

void gic_reset_inputs(const struct gic *gic, bool group)
{
	for (unsigned int n = 0; n < gic->lines; n += 32) {
		void __iomem *regs = registers_of(gic, n);

		writel_relaxed(~0, regs + GICD_ICENABLER(n));
		writel_relaxed(~0, regs + GICD_ICPENDR(n));
		writel_relaxed(~0, regs + GICD_ICACTIVER(n));
		writel_relaxed(group ? ~0 : 0, regs + GICD_IGROUPR(n));
	}
	for (unsigned int n = 0; n < gic->lines; n += 4)
		writel_relaxed(GIC_FOUR_TIMES(GIC_PRIORITY),
			       registers_of(gic, n) + GICD_IPRIORITYR(n));
	for (unsigned int n = GIC_FIRST_SPI; n < gic->lines; n += 16)
		writel_relaxed(0, gic->dist + GICD_ICFGR(n));
}
