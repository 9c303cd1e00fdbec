// SPDX-License-Identifier: MIT
/*
 * The same stores to a frame buffer under each memory type. They are as many instructions; what differs
 * on silicon is explained in docs/book/10-memory-types.md.
 */
#include <bootmap/compiler.h>
#include <bootmap/io.h>
#include <bootmap/ioremap.h>
#include <bootmap/printk.h>
#include <drivers/framebuffer.h>
#include <tests/bench.h>

#define FILLED (16 * PAGE_SIZE)

static void fill(void __iomem *to)
{
	for (size_t i = 0; i < FILLED; i += sizeof(u64))
		writeq_relaxed(0, to + i);
}

static void measure_type(const char *name, phys_addr_t phys,
			 void __iomem *(*map)(phys_addr_t phys, size_t size))
{
	void __iomem *to = map(phys, FILLED);

	if (to)
		MEASURE(name, fill(to));
	iounmap(to);
}

/* The end of the memory, which no picture shows: so no page is mapped under two types. */
BENCH(fb)
{
	u64 shown = framebuffer ? (u64)framebuffer->stride * framebuffer->height : 0;
	phys_addr_t phys;

	if (!framebuffer || framebuffer->size < shown + FILLED) {
		pr_info("bench fb: needs a display (make FB=1), with memory that is not shown");
		return;
	}
	phys = framebuffer->phys + framebuffer->size - FILLED;
	measure_type("fb_ioremap", phys, ioremap);
	measure_type("fb_ioremap_wc", phys, ioremap_wc);
	if (PAGE_IO_WT.val)
		measure_type("fb_ioremap_wt", phys, ioremap_wt);
}
