// SPDX-License-Identifier: MIT
#include <bootmap/ioremap.h>
#include <bootmap/page_alloc.h>
#include <bootmap/vmalloc.h>
#include <tests/bench.h>

/* Nothing is there; only tables are written. A multiple of every block size. */
#define DEVICE 0x8000000000UL

/* Linux's figures were taken with a few mappings of the same size in place. */
#define LIVE 10
static void __iomem *live[LIVE];

static void map_live(phys_addr_t phys, size_t size)
{
	for (unsigned int i = 0; i < LIVE; i++)
		live[i] = ioremap(phys, size);
}

static void unmap_live(void)
{
	for (unsigned int i = 0; i < LIVE; i++)
		iounmap(live[i]);
}

static void measure_pair(const char *name, phys_addr_t phys, size_t size, unsigned int n)
{
	map_live(phys, size);
	iounmap(ioremap(phys, size)); /* its pages for tables come back as spare ones */
	MEASURE_N(name, n, iounmap(ioremap(phys, size)));
	unmap_live();
}

BENCH(ioremap)
{
	measure_pair("ioremap_4k", DEVICE, PAGE_SIZE, BENCH_SAMPLES);
	measure_pair("ioremap_64k", DEVICE, 16 * PAGE_SIZE, BENCH_SAMPLES);
	measure_pair("ioremap_2m", DEVICE, PMD_SIZE, BENCH_SAMPLES);
	measure_pair("ioremap_16m", DEVICE, 8 * PMD_SIZE, BENCH_SAMPLES);
	measure_pair("ioremap_1g", DEVICE, PUD_SIZE, BENCH_SAMPLES);
	measure_pair("ioremap_2m_off_4k", DEVICE + PAGE_SIZE, PMD_SIZE, BENCH_SAMPLES);
	measure_pair("ioremap_1g_off_4k", DEVICE + PAGE_SIZE, PUD_SIZE, BENCH_SAMPLES);
	measure_pair("ioremap_1g_of_2m", DEVICE + PMD_SIZE, PUD_SIZE - PMD_SIZE, BENCH_SAMPLES);
	ioremap_flags |= MAP_PAGES_ONLY;
	MEASURE_N("ioremap_1g_pages", 3, iounmap(ioremap(DEVICE, PUD_SIZE)));
	ioremap_flags &= ~MAP_PAGES_ONLY;
}

/*
 * With one of that size in place, and a block whose buddy is taken: so how many halves are
 * parted and united does not depend on what boot left behind.
 */
static void measure_vmalloc(const char *name, size_t size)
{
	unsigned int order = order_of(size);
	void *block[2] = { alloc_pages(order), alloc_pages(order) };
	void *keep = vmalloc(size);

	free_pages(block[1], order);
	vfree(vmalloc(size));
	MEASURE(name, vfree(vmalloc(size)));
	vfree(keep);
	free_pages(block[0], order);
}

BENCH(vmalloc)
{
	measure_vmalloc("vmalloc_4k", PAGE_SIZE);
	measure_vmalloc("vmalloc_64k", 16 * PAGE_SIZE);
	measure_vmalloc("vmalloc_1m", 256 * PAGE_SIZE);
}
