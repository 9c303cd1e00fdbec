// SPDX-License-Identifier: MIT
#include <bootmap/bench.h>
#include <bootmap/ioport.h>
#include <bootmap/layout.h>

/* The highest of @siblings + 1 neighbours: the one that a list finds last. */
static void measure_request_region(const char *name, unsigned int siblings)
{
	struct resource root = DEFINE_RES_MEM_NAMED(0, BIT(40), "bench");

	for (unsigned int i = 0; i < siblings; i++)
		__request_region(&root, i * PAGE_SIZE, PAGE_SIZE, "sibling");
	MEASURE(name, {
		__request_region(&root, siblings * PAGE_SIZE, PAGE_SIZE, "highest");
		__release_region(&root, siblings * PAGE_SIZE, PAGE_SIZE);
	});
	for (unsigned int i = 0; i < siblings; i++)
		__release_region(&root, i * PAGE_SIZE, PAGE_SIZE);
}

BENCH(resource)
{
	measure_request_region("request_region", 0);
	measure_request_region("request_region_1k", 1000);
	measure_request_region("request_region_10k", 10000);
}
