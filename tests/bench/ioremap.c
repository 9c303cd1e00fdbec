// SPDX-License-Identifier: MIT
#include <bootmap/bench.h>
#include <bootmap/ioremap.h>
#include <bootmap/vmalloc.h>

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
	ioremap_flags = MAP_PAGES_ONLY;
	MEASURE_N("ioremap_1g_pages", 3, iounmap(ioremap(DEVICE, PUD_SIZE)));
	ioremap_flags = 0;
}

BENCH(vmalloc)
{
	void *keep[3] = { vmalloc(PAGE_SIZE), vmalloc(16 * PAGE_SIZE), vmalloc(256 * PAGE_SIZE) };

	MEASURE("vmalloc_4k", vfree(vmalloc(PAGE_SIZE)));
	MEASURE("vmalloc_64k", vfree(vmalloc(16 * PAGE_SIZE)));
	MEASURE("vmalloc_1m", vfree(vmalloc(256 * PAGE_SIZE)));
	for (unsigned int i = 0; i < 3; i++)
		vfree(keep[i]);
}
