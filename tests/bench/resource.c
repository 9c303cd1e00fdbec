// SPDX-License-Identifier: MIT
#include <bootmap/layout.h>
#include <drivers/ioport.h>
#include <tests/bench.h>

/* The highest of @siblings + 1 neighbours: the one that a list finds last. */
#define CLAIM_AND_RELEASE(siblings)                                                  \
	do {                                                                         \
		__request_region(&root, (siblings)*PAGE_SIZE, PAGE_SIZE, "highest"); \
		__release_region(&root, (siblings)*PAGE_SIZE, PAGE_SIZE);            \
	} while (0)

static struct resource root = DEFINE_RES_MEM_NAMED(0, BIT(40), "bench");

static void release_all(unsigned int siblings)
{
	while (siblings--)
		__release_region(&root, siblings * PAGE_SIZE, PAGE_SIZE);
}

static void claim(unsigned int number)
{
	__request_region(&root, number * PAGE_SIZE, PAGE_SIZE, "sibling");
}

static void measure_request_region(const char *name, unsigned int siblings)
{
	for (unsigned int i = 0; i < siblings; i++)
		claim(i);
	MEASURE(name, CLAIM_AND_RELEASE(siblings));
	release_all(siblings);
}

static void print_point(unsigned int siblings)
{
	u32 sample[5];

	for (unsigned int i = 0; i < ARRAY_SIZE(sample); i++)
		sample[i] = COST(CLAIM_AND_RELEASE(siblings));
	bench_point("siblings", siblings, sample, ARRAY_SIZE(sample));
}

BENCH(resource)
{
	const unsigned int most = 10000;

	measure_request_region("request_region", 0);
	measure_request_region("request_region_1k", 1000);
	measure_request_region("request_region_10k", most);
	for (unsigned int i = 0; i <= most; claim(i++))
		if (i % 500 == 0)
			print_point(i);
	release_all(most + 1);
}
