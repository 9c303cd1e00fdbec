// SPDX-License-Identifier: MIT
/*
 * A riddle. Six functions change the entries of some buffers. One of them, which the seed chooses,
 * changes one entry too many: that of the page behind the buffers. `make mystery` writes a new seed
 * into the image and records a run; the recording knows who it was (docs/book/mystery.md).
 */
#include <bootmap/fixmap.h>
#include <bootmap/page_alloc.h>
#include <bootmap/printk.h>
#include <bootmap/vmalloc.h>
#include <experiments/experiment.h>

#define BUFFERS 3
#define NOTE	BUFFERS		 /* the page behind them, which belongs to somebody else */
#define VIEW	(NOTE + 1)	 /* other addresses for the buffers */
#define KEPT	(VIEW + BUFFERS) /* stays mapped, so that no table becomes empty and is freed */
#define PAGES	(KEPT + 1)
#define ORDER	2 /* of the memory: the buffers and the note */
#define TEXT	0x600d600d

static_assert(1 << ORDER == BUFFERS + 1, "the memory is for these");

/* tools/mystery.py changes it in the file. */
static const volatile u32 mystery_seed = 1;

static struct vm_struct *area;
static char *memory;
static void (*culprit)(void);

static unsigned long address(unsigned int page)
{
	return area->addr + page * PAGE_SIZE;
}

/* Where the buffers end; or, with the mistake, one page behind it. */
static unsigned long end_of_buffers(bool mistaken)
{
	return address(BUFFERS + mistaken);
}

static int map_at(unsigned int page, unsigned long end, pgprot_t prot)
{
	return map_range(address(page), end, __pa(memory), prot, MAP_PAGES_ONLY);
}

/* Locked buffers can only be read. */
static void lock_buffers(void)
{
	protect_range(address(0), end_of_buffers(culprit == lock_buffers), PAGE_KERNEL_RO);
}

/* Readers use another address, and nobody writes at the first one any more. */
static void publish_buffers(void)
{
	map_at(VIEW, address(VIEW + BUFFERS), PAGE_KERNEL_RO);
	protect_range(address(0), end_of_buffers(culprit == publish_buffers), PAGE_KERNEL_RO);
}

static void release_buffers(void)
{
	unmap_range(address(0), end_of_buffers(culprit == release_buffers));
}

static void move_buffers(void)
{
	map_at(VIEW, address(VIEW + BUFFERS), PAGE_KERNEL);
	unmap_range(address(0), end_of_buffers(culprit == move_buffers));
}

/* Every buffer gets the page of the one before it. */
static void rotate_buffers(void)
{
	unsigned long end = end_of_buffers(culprit == rotate_buffers);

	unmap_range(address(0), end);
	map_range(address(0), address(1), __pa(memory) + (BUFFERS - 1) * PAGE_SIZE, PAGE_KERNEL, 0);
	map_at(1, end, PAGE_KERNEL);
}

/* All of them show the first page. */
static void merge_buffers(void)
{
	unsigned long end = end_of_buffers(culprit == merge_buffers);

	unmap_range(address(0), end);
	for (unsigned long va = address(0); va < end; va += PAGE_SIZE)
		map_range(va, va + PAGE_SIZE, __pa(memory), PAGE_KERNEL, 0);
}

static void (*const suspects[])(void) = {
	lock_buffers, publish_buffers, release_buffers, move_buffers, rotate_buffers, merge_buffers,
};

/* Each of them gets the buffers in the same state. */
static void let_all_work(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(suspects); i++) {
		map_at(0, address(BUFFERS), PAGE_KERNEL);
		suspects[i]();
		unmap_range(address(0), address(BUFFERS));
		unmap_range(address(VIEW), address(VIEW + BUFFERS));
	}
}

static bool get_area(void)
{
	area = get_vm_area(PAGES * PAGE_SIZE, VM_MAP);
	if (!memory)
		memory = alloc_pages(ORDER);
	return area && memory;
}

/* Returns what is read in the note after all have worked, and then writes to it. */
static u32 use_note(void)
{
	u32 *note = (u32 *)(memory + NOTE * PAGE_SIZE), text;

	for (unsigned int i = 0; i < BUFFERS; i++)
		*(u32 *)(memory + i * PAGE_SIZE) = i;
	*note = TEXT;
	map_at(KEPT, address(PAGES), PAGE_KERNEL_RO);
	map_range(address(NOTE), address(NOTE + 1), __pa(note), PAGE_KERNEL, 0);
	pr_info("mystery: the note at 0x%lx says 0x%x", address(NOTE), load_from(address(NOTE)));
	let_all_work();
	text = load_from(address(NOTE));
	pr_info("mystery: after %lu functions it says 0x%x", ARRAY_SIZE(suspects), text);
	store_to(address(NOTE) + sizeof(u32));
	return text;
}

/* The area stays until the next run, so that its entries can be looked at. */
static void let_one_err(void)
{
	if (area)
		free_vm_area(area);
	culprit = suspects[mystery_seed % ARRAY_SIZE(suspects)];
	if (get_area())
		use_note();
}

static bool let_nobody_err(void)
{
	struct vm_struct *evidence = area;
	bool same;

	pr_info("mystery: once more, at another address, where all count right:");
	culprit = NULL;
	same = get_area() && use_note() == TEXT;
	if (area)
		free_vm_area(area);
	area = evidence;
	return same;
}
EXPERIMENT(mystery, .what = "six functions, one of which changes one entry too many",
	   .run = let_one_err, .ending = DEPENDS, .why = "one of them counts one page too many",
	   .remedy = "find out who: make mystery, and docs/book/mystery.md",
	   .cure = let_nobody_err);
