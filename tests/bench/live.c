// SPDX-License-Identifier: MIT
/* Benchmarks with very many mappings at a time, which must not make a single call expensive. */
#include <bootmap/bug.h>
#include <bootmap/ioremap.h>
#include <bootmap/page_alloc.h>
#include <bootmap/vmalloc.h>
#include <tests/bench.h>

/* Nothing is there; only tables are written. */
#define DEVICE 0x8000000000UL
#define LIVE   100000
#define CURVE  5000 /* mappings from one point of the curve to the next */
#define CHURN  20000

static void __iomem **live;
static u32 *cost;
static unsigned int nr_live;

static void *alloc_array(size_t size)
{
	void *array = alloc_pages(order_of(size));

	BUG_ON(!array);
	return array;
}

/* Reproducible: the same numbers in every run. */
static unsigned int below(unsigned int limit)
{
	static u32 seed = 1;

	seed = seed * 1664525 + 1013904223;
	return (seed >> 4) % limit;
}

static void __iomem *map_page(void)
{
	return ioremap(DEVICE, PAGE_SIZE);
}

/* The pair, with so many live: one point of the curve. */
static void print_point(void)
{
	u32 sample[5];

	for (unsigned int i = 0; i < ARRAY_SIZE(sample); i++)
		sample[i] = COST(iounmap(map_page()));
	bench_point("live", nr_live, sample, ARRAY_SIZE(sample));
}

static void map_until(unsigned int target)
{
	for (; nr_live < target; nr_live++) {
		if (nr_live % CURVE == 0)
			print_point();
		cost[nr_live] = COST(live[nr_live] = map_page());
	}
}

/* Whatever was mapped when, in no order. */
static void unmap_all_in_disorder(void)
{
	while (nr_live) {
		unsigned int victim = below(nr_live--);
		void __iomem *p = live[victim];

		live[victim] = live[nr_live];
		cost[nr_live] = COST(iounmap(p));
	}
}

static void replace_in_disorder(void)
{
	for (unsigned int i = 0; i < CHURN; i++) {
		unsigned int victim = below(LIVE);

		cost[i] = COST({
			iounmap(live[victim]);
			live[victim] = map_page();
		});
	}
}

BENCH(live)
{
	/* Some device is always mapped: what the first mapping of all builds is there. */
	void __iomem *first = map_page();

	live = alloc_array(LIVE * sizeof(*live));
	cost = alloc_array(LIVE * sizeof(*cost));
	map_until(LIVE);
	bench_print("live_map", cost, LIVE);
	print_point();
	MEASURE("live_pair", iounmap(map_page()));
	replace_in_disorder();
	bench_print("live_replace", cost, CHURN);
	unmap_all_in_disorder();
	bench_print("live_unmap", cost, LIVE);
	iounmap(first);
	free_pages(cost, order_of(LIVE * sizeof(*cost)));
	free_pages(live, order_of(LIVE * sizeof(*live)));
}

/* Every second one of many freed: what is left are holes of two pages. */
static void make_holes(unsigned int n)
{
	map_until(n);
	for (unsigned int i = 0; i < n; i += 2)
		iounmap(live[i]);
}

static void measure_in_holes(const char *name, size_t size)
{
	void __iomem *p[BENCH_SAMPLES];

	iounmap(ioremap(DEVICE, size));
	for (unsigned int i = 0; i < BENCH_SAMPLES; i++)
		bench_sample[i] = COST(p[i] = ioremap(DEVICE, size));
	for (unsigned int i = 0; i < BENCH_SAMPLES; i++)
		iounmap(p[i]);
	bench_print(name, bench_sample, BENCH_SAMPLES);
}

BENCH(holes)
{
	const unsigned int n = 10000;

	live = alloc_array(n * sizeof(*live));
	cost = alloc_array(n * sizeof(*cost));
	make_holes(n);
	measure_in_holes("holes_8k", 2 * PAGE_SIZE);
	measure_in_holes("holes_64k", 16 * PAGE_SIZE);
	for (unsigned int i = 1; i < n; i += 2)
		iounmap(live[i]);
	nr_live = 0;
	free_pages(cost, order_of(n * sizeof(*cost)));
	free_pages(live, order_of(n * sizeof(*live)));
}

/* What the records of areas of one page take from the page allocator, in bytes each. */
BENCH(record)
{
	struct vm_struct **area = alloc_array(LIVE * sizeof(*area));
	unsigned long before = nr_free_pages();

	for (unsigned int i = 0; i < LIVE; i++)
		area[i] = get_vm_area(PAGE_SIZE, VM_IOREMAP);
	bench_sample[0] = DIV_ROUND_UP((before - nr_free_pages()) * PAGE_SIZE, LIVE);
	bench_print("record_bytes", bench_sample, 1);
	for (unsigned int i = 0; i < LIVE; i++)
		free_vm_area(area[i]);
	free_pages(area, order_of(LIVE * sizeof(*area)));
}
