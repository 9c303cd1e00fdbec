/* SPDX-License-Identifier: MIT */
/*
 * DOC: what GICv2 and GICv3 have in common (Arm IHI 0048B.b, IHI 0069H)
 *
 * A distributor forwards interrupts to cores. Inputs 0…15 are messages between cores (SGI), inputs
 * 16…31 are private to a core (PPI), and all cores share inputs from 32 on (SPI). Arrays of
 * registers have a bit or a field for each input. The registers of the first 32 inputs exist once
 * for each core: in GICv2 at the distributor's address, in GICv3 in the core's redistributor at the
 * same offsets.
 */
#ifndef DRIVERS_IRQCHIP_GIC_H
#define DRIVERS_IRQCHIP_GIC_H

#include <bootmap/compiler.h>
#include <bootmap/irq.h>
#include <bootmap/types.h>
#include <drivers/device.h>

#define GICD_CTLR  0x000
#define GICD_TYPER 0x004
/* One bit for each input */
#define GICD_IGROUPR(n)	  (0x080 + 4 * ((n) / 32))
#define GICD_ISENABLER(n) (0x100 + 4 * ((n) / 32))
#define GICD_ICENABLER(n) (0x180 + 4 * ((n) / 32))
#define GICD_ICPENDR(n)	  (0x280 + 4 * ((n) / 32))
#define GICD_ICACTIVER(n) (0x380 + 4 * ((n) / 32))
#define GICD_IGRPMODR(n)  (0xd00 + 4 * ((n) / 32)) /* GICv3 */
/* Eight bits */
#define GICD_IPRIORITYR(n) (0x400 + (n))
#define GICD_ITARGETSR(n)  (0x800 + (n)) /* GICv2 */
/* Two bits; the upper one means edge-triggered */
#define GICD_ICFGR(n) (0xc00 + 4 * ((n) / 16))
#define ICFGR_EDGE(n) BIT(2 * ((n) % 16) + 1)

/* In the identification registers of each frame: version of the architecture. */
#define PIDR2_ARCHREV GENMASK(7, 4)

#define TYPER_LINES GENMASK(4, 0) /* in units of 32, less one */

#define GIC_FIRST_PPI 16
#define GIC_FIRST_SPI 32
#define GIC_MAX_IRQS  1020 /* an acknowledge that returns this or more has no input */
#define GIC_NONE      1023 /* no interrupt is pending */

/* All inputs have one priority, since handlers are not interrupted; and a mask that passes it. */
#define GIC_PRIORITY	  0xa0U
#define GIC_PRIORITY_MASK 0xf0U

/* A byte for each of the four inputs in a register. */
#define GIC_FOUR_TIMES(byte) ((byte)*0x01010101U)

/**
 * struct gic - a controller
 * @dist: the distributor's registers
 * @local: the registers of inputs 0…31
 * @lines: number of inputs
 * @domain: its interrupt domain
 */
struct gic {
	void __iomem *dist;
	void __iomem *local;
	unsigned int lines;
	struct irq_domain *domain;
};

/** gic_left_alone() - if there is another root controller, print that and return true */
bool gic_left_alone(const struct device *dev);

/** gic_count_lines() - number of inputs of the distributor */
unsigned int gic_count_lines(const void __iomem *dist);

/**
 * gic_reset_inputs() - all inputs masked, neither pending nor active, level-triggered, in one group
 * @gic: with dist, local, and lines filled in
 * @group: value of each input's group bit
 *
 * Software that ran before this kernel may have left interrupts active.
 */
void gic_reset_inputs(const struct gic *gic, bool group);

/* Functions for struct irq_chip; host_data is the struct gic. */
void gic_mask(struct irq_data *data);
void gic_unmask(struct irq_data *data);
int gic_set_type(struct irq_data *data, unsigned int type);

/** gic_xlate() - decode three cells: 0 for SPI or 1 for PPI, number among these, flags */
int gic_xlate(struct irq_domain *domain, const u32 *cells, unsigned int count, unsigned int *hwirq,
	      unsigned int *type);

#endif
