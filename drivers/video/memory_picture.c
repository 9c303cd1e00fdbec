// SPDX-License-Identifier: MIT
/*
 * A picture of memory: on the left the kernel's addresses, on the right RAM. Nothing is recorded for it.
 * Each time, it is read from the page tables, the records of areas, the page allocator's descriptors
 * and memblock. The monitor calls this after each command.
 */
#include "panel.h"

#include <bootmap/cmdline.h>
#include <bootmap/compiler.h>
#include <bootmap/fixmap.h>
#include <bootmap/memblock.h>
#include <bootmap/page_alloc.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <bootmap/vmalloc.h>
#include <drivers/framebuffer.h>
#include <drivers/memory_picture.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define LEFT	      16
#define TOP	      24
#define RAM_X	      568
#define GAP	      6 /* between two panels */
#define CELLS_AN_AREA 8 /* at most */
#define RAM_ROWS      44
#define ROW_PAGES     (COLUMNS * PAGE_SIZE)

enum { LINEAR_MAP, AREAS, RAM = 6, NR_PANELS };

/* Addresses of a panel: a cell is @step bytes. 0: computed when the picture begins. */
static const struct {
	const char *name;
	unsigned long start, step;
	unsigned int rows;
} maps[NR_PANELS] = {
	[LINEAR_MAP] = { "linear map of RAM", 0, 0, 1 },
	[AREAS] = { "vmalloc area, at most 8 cells for each", VMALLOC_START, 0, 6 },
	{ "kernel image", KIMAGE_VADDR, PAGE_SIZE, KIMAGE_MAX_SIZE / ROW_PAGES },
	{ "device tree", FIX_FDT_VADDR, FIX_FDT_TABLES *PMD_SIZE / COLUMNS, 1 },
	{ "early_ioremap, a row is a slot", BTMAP_VADDR, PAGE_SIZE, FIX_BTMAPS_SLOTS },
	{ "fixmap", FIXADDR_TOP + PAGE_SIZE - ROW_PAGES, PAGE_SIZE, 1 },
	[RAM] = { "RAM in use", 0, 0, RAM_ROWS },
};
static_assert(NR_FIX_BTMAPS == COLUMNS, "a row is a slot");

/*
 * The rows of RAM in which something is in use. A cell is 1 << @shift bytes, and cells are numbered from
 * address 0 on. @row: the number of a row's first cell, divided by COLUMNS.
 */
struct ram {
	unsigned int shift, rows;
	unsigned long row[RAM_ROWS];
	u8 kind[RAM_ROWS][COLUMNS];
};

#define ALL_ROWS (1 + 6 + KIMAGE_MAX_SIZE / ROW_PAGES + 1 + FIX_BTMAPS_SLOTS + 1 + RAM_ROWS)

struct picture {
	struct panel panels[NR_PANELS];
	struct ram ram;
	struct cell cells[ALL_ROWS * COLUMNS];
};
static struct picture *picture;

static enum kind permission(pte_t pte)
{
	if (pte_same_type(pte, pte_mkpage(0, PAGE_IO_WC)))
		return UNCACHED;
	if (!pte_same_type(pte, pte_mkpage(0, PAGE_KERNEL)))
		return DEVICE;
	if (cpu_forbids_execution() && pte_executable(pte))
		return pte_writable(pte) ? WRITE_EXEC : READ_EXEC;
	return pte_writable(pte) ? READ_WRITE : READ_ONLY;
}

static enum kind kind_of(const struct pgtable_leaf *leaf)
{
	enum kind kind = permission(leaf->pte);
	bool in_areas = leaf->va >= VMALLOC_START && leaf->va < VMALLOC_END;

	return kind == READ_WRITE && in_areas ? VMALLOC : kind;
}

/* Cells for @start and what follows; of each, the first mapping counts. */
static void put_map(struct panel *panel, unsigned long start, unsigned long step,
		    unsigned int cells)
{
	struct pgtable_leaf leaf = { 0 };
	bool found = true;

	for (unsigned long va = start; cells--; va += step) {
		while (found && leaf.va + leaf.size <= va)
			found = pgtable_next_leaf(max(va, leaf.va + leaf.size), &leaf);
		panel_put(panel, va, found && leaf.va < va + step ? kind_of(&leaf) : EMPTY);
	}
}

/* An area, and its guard page. */
static void put_area(struct panel *panel, const struct vm_struct *area)
{
	unsigned int pages = DIV_ROUND_UP(area->nr_pages, CELLS_AN_AREA);

	put_map(panel, area->addr, pages * PAGE_SIZE, DIV_ROUND_UP(area->nr_pages, pages));
	panel_put(panel, area->addr + vm_area_size(area), EMPTY);
}

static void put_areas(struct panel *panel)
{
	const struct vm_struct *area = NULL;

	while (panel->now < panel->room && (area = vmalloc_next(area)))
		put_area(panel, area);
}

/* A cell in a row that exists, or that is added behind all others; or NULL. */
static u8 *ram_cell(struct ram *ram, unsigned long cell, bool add)
{
	unsigned int i = ram->rows;

	while (i && ram->row[i - 1] > cell / COLUMNS)
		i--;
	if (!i || ram->row[i - 1] != cell / COLUMNS) {
		if (!add || i == RAM_ROWS)
			return NULL;
		ram->row[i] = cell / COLUMNS;
		memset(ram->kind[i], OUTSIDE, COLUMNS);
		ram->rows = ++i;
	}
	return &ram->kind[i - 1][cell % COLUMNS];
}

/* Return: false if there is no room for a row. */
static bool mark(struct ram *ram, phys_addr_t phys, size_t size, enum kind kind, bool add)
{
	phys_addr_t last = phys + size - 1;

	for (unsigned long i = phys >> ram->shift; i <= last >> ram->shift; i++) {
		u8 *cell = ram_cell(ram, i, add);

		if (cell)
			*cell = kind;
		else if (add)
			return false;
	}
	return true;
}

static const u8 kinds_of_blocks[] = {
	[PAGE_RESERVED] = RESERVED, [PAGE_FREE] = EMPTY, [PAGE_POISONED] = EMPTY,
	[PAGE_SPARE] = EMPTY,	    [PAGE_USED] = USED,	 [PAGE_SLAB] = SLAB,
	[PAGE_TABLE] = TABLE,
};

/* Return: false if there are too many rows. */
static bool mark_bank(struct ram *ram, const struct bank *bank)
{
	phys_addr_t phys = bank->start;

	while (phys - bank->start < bank->size) {
		const struct page *page = page_in(bank, phys);
		size_t size = PAGE_SIZE << page->order;
		enum kind kind = kinds_of_blocks[page->state];

		if (kind != EMPTY && !mark(ram, phys, size, kind, true))
			return false;
		phys += size;
	}
	return true;
}

/* RAM that is mapped outside the linear map has the colour of that mapping. */
static void mark_mapped(struct ram *ram)
{
	for_each_leaf(leaf, VMALLOC_START) if (bank_of(pte_phys(leaf.pte)))
		mark(ram, pte_phys(leaf.pte), leaf.size, kind_of(&leaf), false);
}

/* Return: false if a cell must stand for more pages. */
static bool read_ram(struct ram *ram)
{
	ram->rows = 0;
	for (const struct bank *bank = page_banks; bank->size; bank++)
		if (!mark_bank(ram, bank))
			return false;
	mark_mapped(ram);
	return true;
}

static void put_ram(struct panel *panel, const struct ram *ram)
{
	for (unsigned int i = 0; i < ram->rows * COLUMNS; i++) {
		unsigned long cell = ram->row[i / COLUMNS] * COLUMNS + i % COLUMNS;
		enum kind kind = ram->kind[i / COLUMNS][i % COLUMNS];

		if (kind == OUTSIDE && bank_of(cell << ram->shift))
			kind = EMPTY;
		panel_put(panel, cell << ram->shift, kind);
	}
}

/* The name of a panel, and the size of a cell in bytes, unless that differs from cell to cell. */
static void write_title(unsigned int i, unsigned long step)
{
	const struct panel *panel = &picture->panels[i];
	char text[COLUMNS], size[16];

	snprintf(text, sizeof(text), step ? "%s: a cell is %s" : "%s", maps[i].name,
		 format_size(size, sizeof(size), step));
	fb_text(framebuffer, panel->x, panel->y - 2, COLOUR_TEXT, COLOUR_GROUND, text);
}

static void put_panel(unsigned int i, bool fresh)
{
	struct panel *panel = &picture->panels[i];
	unsigned long start = maps[i].start, step = maps[i].step;

	if (i == LINEAR_MAP) {
		phys_addr_t first = memblock_start_of_DRAM() & PAGE_MASK;
		phys_addr_t end = min(memblock_end_of_DRAM(), LINEAR_MAP_LIMIT);

		start = PAGE_OFFSET + first;
		step = ROUND_UP(DIV_ROUND_UP(end - first, COLUMNS), PAGE_SIZE);
	} else if (i == RAM) {
		step = 1UL << picture->ram.shift;
	}
	if (fresh)
		write_title(i, step);
	panel_begin(panel, fresh);
	if (i == RAM)
		put_ram(panel, &picture->ram);
	else if (i == AREAS)
		put_areas(panel);
	else
		put_map(panel, start, step, panel->room);
	panel_end(panel);
}

static void draw(bool fresh)
{
	unsigned int shift = picture->ram.shift;
	char text[32];

	while (!read_ram(&picture->ram))
		picture->ram.shift++;
	for (unsigned int i = 0; i < NR_PANELS; i++)
		put_panel(i, fresh || (i == RAM && picture->ram.shift != shift));
	snprintf(text, sizeof(text), "%10lu free", nr_free_pages());
	fb_text(framebuffer, RAM_X + 40 * FB_FONT_WIDTH, TOP - 2, COLOUR_TEXT, COLOUR_GROUND, text);
}

/* The panels on the left one below the other, that of RAM on the right, the legend below. */
static void arrange(void)
{
	struct cell *cells = picture->cells;
	u32 y = TOP;

	for (unsigned int i = 0; i < NR_PANELS; i++) {
		struct panel *panel = &picture->panels[i];

		panel->room = maps[i].rows * COLUMNS;
		panel->has_labels = i == RAM;
		panel->x = i == RAM ? RAM_X : LEFT;
		panel->y = i == RAM ? TOP : y;
		panel->cells = cells;
		cells += panel->room;
		if (i != RAM)
			y += FB_FONT_HEIGHT + maps[i].rows * CELL_HEIGHT + GAP;
	}
	panel_legend(LEFT, y);
}

static void clear(void)
{
	fb_fill(framebuffer, 0, 0, framebuffer->width, framebuffer->height, COLOUR_GROUND);
}

int memory_picture_begin(void)
{
	if (picture)
		return 0;
	if (!framebuffer) {
		pr_info("there is no display: make FB=1 run adds one (QEMU: -device bochs-display)");
		return -ENODEV;
	}
	/* Not vmalloc(): one more area could change what bench measures. */
	picture = alloc_pages(order_of(sizeof(*picture)));
	if (!picture) {
		pr_info("there is no memory for the picture");
		return -ENOMEM;
	}
	memset(picture, 0, sizeof(*picture));
	picture->ram.shift = PAGE_SHIFT;
	clear();
	arrange();
	draw(true);
	return 0;
}

/* The command line asked for a picture: there will be one as soon as somebody redraws it. */
static bool wanted;

static void __init set_show(const char *value __attribute__((unused)))
{
	wanted = true;
}
CMDLINE_OPTION("show", set_show);

void memory_picture_update(void)
{
	if (wanted)
		memory_picture_begin();
	else if (picture && framebuffer)
		draw(false);
	wanted = false;
}

void memory_picture_end(void)
{
	if (!picture)
		return;
	if (framebuffer)
		clear();
	free_pages(picture, order_of(sizeof(*picture)));
	picture = NULL;
}
