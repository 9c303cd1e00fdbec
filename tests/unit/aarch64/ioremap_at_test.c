// SPDX-License-Identifier: MIT
/* Random tests of ioremap() and iounmap(). Each address is translated by the CPU itself. */
#include <bootmap/compiler.h>
#include <bootmap/ioremap.h>
#include <bootmap/page_alloc.h>
#include <bootmap/vmalloc.h>
#include <tests/test.h>

#include <experiments/translate.h>

/* Nothing is there; nothing is accessed. */
#define DEVICE	   0xc000000000UL
#define MAPPINGS   64
#define OPERATIONS 100000

static struct {
	unsigned long va;
	phys_addr_t phys;
	size_t size;
} mapping[MAPPINGS] __noinit;

/* Reproducible: the same numbers in every run. */
static u32 seed;

static u32 below(u32 limit)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % limit;
}

/* From a byte to 16 MiB, small ones more often, at any offset. */
static size_t random_size(void)
{
	return 1 + below(1U << (4 + below(21)));
}

static void expect_translation(struct test *t, unsigned int i, unsigned long offset)
{
	u64 par = translate_for_read(mapping[i].va + offset);

	EXPECT_TRUE(t, !par_failed(par));
	EXPECT_EQ(t, par_page(par), (mapping[i].phys + offset) & PAGE_MASK);
	EXPECT_EQ(t, par_type(par), 0x04);
}

static void map_one(struct test *t, unsigned int i)
{
	mapping[i].size = random_size();
	mapping[i].phys = DEVICE + below(1U << 30);
	mapping[i].va = (unsigned long)ioremap(mapping[i].phys, mapping[i].size);
	EXPECT_NE(t, mapping[i].va, 0);
	expect_translation(t, i, 0);
	expect_translation(t, i, mapping[i].size - 1);
	expect_translation(t, i, below(mapping[i].size));
}

static void unmap_one(struct test *t, unsigned int i)
{
	unsigned long inside = mapping[i].va + below(mapping[i].size);

	expect_translation(t, i, inside - mapping[i].va);
	iounmap((void __iomem *)mapping[i].va);
	EXPECT_TRUE(t, par_failed(translate_for_read(inside)));
	EXPECT_TRUE(t, par_failed(translate_for_read(mapping[i].va)));
	mapping[i].va = 0;
}

TEST(AT_agrees_with_random_ioremaps)
{
	seed = 1;
	for (unsigned int i = 0; i < MAPPINGS; i++)
		mapping[i].va = 0;
	for (unsigned int n = 0; n < OPERATIONS && !t->failed; n++) {
		unsigned int i = below(MAPPINGS);

		if (mapping[i].va)
			unmap_one(t, i);
		else
			map_one(t, i);
	}
	for (unsigned int i = 0; i < MAPPINGS; i++)
		if (mapping[i].va)
			unmap_one(t, i);
	for (const struct vm_struct *area = NULL; (area = vmalloc_next(area));)
		EXPECT_TRUE(t, area->phys < DEVICE);
}
