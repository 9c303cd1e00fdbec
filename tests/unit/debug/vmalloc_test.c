// SPDX-License-Identifier: MIT
#include "../support.h"

#include <bootmap/ioremap.h>
#include <bootmap/ksyms.h>
#include <bootmap/memblock.h>
#include <bootmap/page_alloc.h>
#include <bootmap/vmalloc.h>
#include <stdio.h>
#include <string.h>
#include <tests/fault_inject.h>

TEST(I13_vfree_and_vunmap_want_what_they_gave)
{
	char *memory = vmalloc(3 * PAGE_SIZE);

	EXPECT_NE(t, memory, NULL);
	vfree(memory + 1);
	EXPECT_WARNING(t, "unknown");
	vunmap(memory);
	EXPECT_WARNING(t, "unknown");
	iounmap((void __iomem *)memory);
	EXPECT_WARNING(t, "not the first page");
	vfree(memory);
	vfree(memory);
	EXPECT_WARNING(t, "unknown");
	vfree(NULL);
	vunmap(NULL);
}

TEST(pitfall_56_addresses_run_out_cleanly)
{
	const size_t size = 256UL << 30;
	void __iomem *taken[8];
	unsigned int n = 0;

	while (n < ARRAY_SIZE(taken) && (taken[n] = ioremap(DEVICE, size)))
		n++;
	EXPECT_LT(t, n, ARRAY_SIZE(taken));
	EXPECT_LT(t, 0, n);
	EXPECT_WARNING(t, "no-va");
	while (n--)
		iounmap(taken[n]);
	taken[0] = ioremap(DEVICE, size);
	EXPECT_NE(t, taken[0], NULL);
	iounmap(taken[0]);
}

/* A region has so few slots of its largest classes that records' heads would take them all. */
TEST(pitfall_56_more_than_any_region_holds_is_refused)
{
	for (size_t size = 512UL << 30; size < 1UL << 63; size *= 2) {
		EXPECT_EQ(t, get_vm_area(size, VM_MAP), NULL);
		EXPECT_EQ(t, get_vm_area(size + PAGE_SIZE, VM_MAP), NULL);
	}
}

TEST(areas_are_listed_and_found)
{
	void __iomem *p = ioremap(DEVICE, PAGE_SIZE);
	char *memory = vmalloc(5 * PAGE_SIZE);
	const struct vm_struct *area = NULL;
	unsigned long last = 0;
	unsigned int found = 0;

	while ((area = vmalloc_next(area))) {
		EXPECT_LT(t, last, area->addr);
		last = area->addr;
		found += area->addr == address_of(p) || area->addr == (unsigned long)memory;
	}
	EXPECT_EQ(t, found, 2);
	EXPECT_EQ(t, find_vm_area(address_of(p))->phys, DEVICE);
	EXPECT_EQ(t, find_vm_area((unsigned long)memory)->nr_pages, 5);
	vfree(memory);
	iounmap(p);
}

static void expect_words(struct test *t, unsigned long va, const char *words)
{
	char text[96];

	vmalloc_describe(text, sizeof(text), va);
	test_expect(t, !strcmp(text, words), __LINE__, words, va, 0);
}

/* Each kind of area, its last byte, and the page behind it. */
TEST(areas_are_described_with_kind_owner_and_size)
{
	static const struct {
		unsigned int flags;
		const char *in, *behind;
	} kinds[] = {
		{ VM_IOREMAP, "in the ioremap area of a test, 0x3000 bytes",
		  "guard page of the ioremap area of a test, 0x3000 bytes" },
		{ VM_ALLOC, "in the vmalloc area of a test, 0x3000 bytes",
		  "guard page of the vmalloc area of a test, 0x3000 bytes" },
		{ VM_MAP, "in the vmap area of a test, 0x3000 bytes",
		  "guard page of the vmap area of a test, 0x3000 bytes" },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct vm_struct *area = get_vm_area(3 * PAGE_SIZE, kinds[i].flags);
		unsigned long va = area->addr;

		ioremap_set_owner((void __iomem *)va, "a test");
		expect_words(t, va, kinds[i].in);
		expect_words(t, va + 3 * PAGE_SIZE - 1, kinds[i].in);
		expect_words(t, va + 3 * PAGE_SIZE, kinds[i].behind);
		free_vm_area(area);
		expect_words(t, va, "vmalloc area, not allocated");
	}
}

TEST(an_area_without_a_name_is_described_with_its_caller)
{
	unsigned long va = (unsigned long)vmalloc(PAGE_SIZE);
	char owner[KSYM_NAME_MAX], words[KSYM_NAME_MAX + 64];

	ksym_format(owner, sizeof(owner), find_vm_area(va)->caller);
	snprintf(words, sizeof(words), "in the vmalloc area of %s, 0x1000 bytes", owner);
	expect_words(t, va, words);
	vfree((void *)va);
}

/*
 * Memory in pieces: each allocation on the way fails once, so one part may be mapped by a
 * block and its neighbour by pages. All of it goes, with the tables.
 */
TEST(vmalloc_of_blocks_beside_pages_goes_completely)
{
	const size_t size = 3 * PMD_SIZE;
	unsigned long before, last;
	bool failed;

	vfree(vmalloc(size));
	before = nr_free_pages();
	for (unsigned int failing = 1;; failing++) {
		allocations_until_failure = failing;
		last = (unsigned long)vmalloc(size) + size - 1;
		failed = !allocations_until_failure;
		allocations_until_failure = 0;
		if (!failed)
			break;
		if (last == size - 1)
			continue;
		EXPECT_NE(t, leads_to(last), NOWHERE);
		vfree((void *)(last + 1 - size));
		EXPECT_EQ(t, leads_to(last), NOWHERE);
		EXPECT_EQ(t, nr_free_pages(), before);
	}
	vfree((void *)(last + 1 - size));
	EXPECT_EQ(t, nr_free_pages(), before);
}

TEST(vmap_shows_pages_side_by_side)
{
	char *page[2] = { alloc_pages(0), alloc_pages(0) };
	phys_addr_t phys[2] = { __pa(page[1]), __pa(page[0]) };
	unsigned long va = (unsigned long)vmap(phys, 2, PAGE_KERNEL);

	EXPECT_EQ(t, leads_to(va), phys[0]);
	EXPECT_EQ(t, leads_to(va + PAGE_SIZE), phys[1]);
	EXPECT_EQ(t, leads_to(va + 2 * PAGE_SIZE), NOWHERE);
	vunmap((void *)va);
	EXPECT_EQ(t, leads_to(va), NOWHERE);
	free_pages(page[0], 0);
	free_pages(page[1], 0);
}

/* More pages than one table holds: memory may end when part of them is shown already. */
TEST(vmap_without_memory_for_tables_shows_nothing)
{
	static phys_addr_t pages[PTRS_PER_TABLE + 1];
	unsigned long before;
	bool failed;

	for (unsigned int i = 0; i < ARRAY_SIZE(pages); i++)
		pages[i] = memblock_start_of_DRAM();
	vunmap(vmap(pages, ARRAY_SIZE(pages), PAGE_KERNEL_RO));
	before = nr_free_pages();
	for (unsigned int failing = 1;; failing++) {
		const void *p;

		allocations_until_failure = failing;
		p = vmap(pages, ARRAY_SIZE(pages), PAGE_KERNEL_RO);
		failed = !allocations_until_failure;
		allocations_until_failure = 0;
		EXPECT_EQ(t, !p, failed);
		vunmap(p);
		EXPECT_EQ(t, nr_free_pages(), before);
		if (!failed)
			break;
		EXPECT_LT(t, failing, 100);
	}
}

/* Where no area ever was, in every region: a wild pointer is refused, not followed. */
TEST(wild_pointers_into_the_vmalloc_area_are_refused)
{
	for (unsigned long va = VMALLOC_START + (1UL << 36); va < VMALLOC_END;
	     va += (1UL << 37) + PAGE_SIZE) {
		char words[80];

		EXPECT_EQ(t, vm_area_around(va), NULL);
		EXPECT_EQ(t, find_vm_area(va), NULL);
		iounmap((void __iomem *)va);
		EXPECT_WARNING(t, "iounmap");
		vfree((void *)va);
		EXPECT_WARNING(t, "vfree");
		vunmap((void *)va);
		EXPECT_WARNING(t, "vunmap");
		vmalloc_describe(words, sizeof(words), va);
		EXPECT_EQ(t, strcmp(words, "vmalloc area, not allocated"), 0);
		EXPECT_EQ(t, unmap_range(va, va + PAGE_SIZE), 0);
	}
}
