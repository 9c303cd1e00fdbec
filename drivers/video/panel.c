// SPDX-License-Identifier: MIT
/* Draws panels of cells on the frame buffer, as far as they have changed. memory_picture.c says what is in them. */
#include "panel.h"

#include <bootmap/compiler.h>
#include <drivers/framebuffer.h>
#include <stdio.h>
#include <string.h>

/* A look: the kind, and at most one of these. */
#define LOOK_NEW  BIT(6)
#define LOOK_GONE BIT(7)
#define LOOK_KIND (LOOK_NEW - 1)

/* Those that the pictures of tools/gdb have, too, have the same colour there. */
static const u32 colours[NR_KINDS] = {
	[OUTSIDE] = COLOUR_GROUND, [EMPTY] = 0x2f3743,	    [READ_EXEC] = 0x2e9e5b,
	[READ_ONLY] = 0x3b7dd8,	   [READ_WRITE] = 0xe0a030, [WRITE_EXEC] = 0xd62828,
	[DEVICE] = 0x9b5de5,	   [UNCACHED] = 0x18a0a8,   [VMALLOC] = 0xff7f50,
	[TABLE] = 0xb8bec8,	   [SLAB] = 0xe377c2,	    [USED] = 0xc5d86d,
	[RESERVED] = 0x66708a,
};

/* What they mean, from EMPTY on, one after the other. Then come the two frames. */
static const char meanings[] = "free, or not mapped\0"
			       "executable, read-only\0"
			       "read-only\0"
			       "writable\0"
			       "writable, executable\0"
			       "device registers\0"
			       "memory, not cached\0"
			       "vmalloc() and vmap()\0"
			       "page table\0"
			       "small objects\0"
			       "other pages in use\0"
			       "reserved at boot\0"
			       "new since the last command\0"
			       "gone since then";

static bool is_empty(enum kind kind)
{
	return kind <= EMPTY;
}

static unsigned long address_of(unsigned long cell)
{
	return cell & PAGE_MASK;
}

void panel_begin(struct panel *panel, bool fresh)
{
	for (unsigned int i = 0; i < panel->now; i++)
		panel->cells[i].address[0] = panel->cells[i].address[1];
	panel->fresh = fresh;
	panel->before = panel->now;
	panel->now = 0;
	panel->next = 0;
}

static void draw_sample(u32 x, u32 y, u8 look)
{
	u32 colour = colours[look & LOOK_KIND];

	fb_fill(framebuffer, x, y, CELL_WIDTH - 1, CELL_HEIGHT - 2,
		(look & LOOK_NEW) ? COLOUR_NEW : colour);
	if (look & (LOOK_NEW | LOOK_GONE))
		fb_fill(framebuffer, x + 1, y + 1, CELL_WIDTH - 3, CELL_HEIGHT - 4,
			(look & LOOK_NEW) ? colour : COLOUR_GROUND);
}

static u32 row_of(const struct panel *panel, unsigned int place)
{
	return panel->y + FB_FONT_HEIGHT + place / COLUMNS * CELL_HEIGHT;
}

static void draw(struct panel *panel, unsigned int place, u8 look)
{
	if (panel->cells[place].drawn == look)
		return;
	panel->cells[place].drawn = look;
	draw_sample(panel->x + place % COLUMNS * CELL_WIDTH, row_of(panel, place), look);
}

static void draw_label(const struct panel *panel, unsigned long address)
{
	char text[ROW_LABEL + 1];

	snprintf(text, sizeof(text), "%12lx ", address);
	fb_text(framebuffer, panel->x - ROW_LABEL * FB_FONT_WIDTH, row_of(panel, panel->now),
		COLOUR_TEXT, COLOUR_GROUND, text);
}

static void append(struct panel *panel, unsigned long address, u8 look)
{
	unsigned int place = panel->now;

	if (place == panel->room)
		return;
	if (panel->has_labels && place % COLUMNS == 0 &&
	    (panel->fresh || place >= panel->before ||
	     address_of(panel->cells[place].address[0]) != address))
		draw_label(panel, address);
	panel->cells[place].address[1] = address | look;
	draw(panel, place, look);
	panel->now++;
}

/* The next cell of the picture before is not in this one. */
static void miss(struct panel *panel)
{
	unsigned long cell = panel->cells[panel->next++].address[0];

	if (!panel->has_labels && !panel->fresh && !(cell & LOOK_GONE) &&
	    !is_empty(cell & LOOK_KIND))
		append(panel, address_of(cell), (cell & LOOK_KIND) | LOOK_GONE);
}

/* What the picture before had at an address. All lower addresses are done with. */
static enum kind kind_before(struct panel *panel, unsigned long address)
{
	unsigned long cell;

	while (panel->next < panel->before &&
	       address_of(panel->cells[panel->next].address[0]) < address)
		miss(panel);
	if (panel->next == panel->before ||
	    address_of(panel->cells[panel->next].address[0]) != address)
		return OUTSIDE;
	cell = panel->cells[panel->next++].address[0];
	return (cell & LOOK_GONE) ? OUTSIDE : cell & LOOK_KIND;
}

void panel_put(struct panel *panel, unsigned long address, enum kind kind)
{
	enum kind before = kind_before(panel, address);

	if (panel->fresh || before == kind || (is_empty(before) && is_empty(kind)))
		append(panel, address, kind);
	else if (is_empty(kind))
		append(panel, address, before | LOOK_GONE);
	else
		append(panel, address, kind | LOOK_NEW);
}

void panel_end(struct panel *panel)
{
	unsigned int end;

	while (panel->next < panel->before)
		miss(panel);
	end = panel->now;
	for (; panel->now < panel->before; panel->now++) {
		if (panel->has_labels && panel->now % COLUMNS == 0)
			fb_fill(framebuffer, panel->x - ROW_LABEL * FB_FONT_WIDTH,
				row_of(panel, panel->now), ROW_LABEL * FB_FONT_WIDTH, CELL_HEIGHT,
				COLOUR_GROUND);
		draw(panel, panel->now, OUTSIDE);
	}
	panel->now = end;
}

#define LEGEND_ROWS  7
#define LEGEND_WIDTH 216 /* of a column */

void panel_legend(u32 x, u32 y)
{
	const char *text = meanings;

	for (unsigned int i = 0; i < NR_KINDS + 1; i++, text += strlen(text) + 1) {
		u32 left = x + i / LEGEND_ROWS * LEGEND_WIDTH,
		    top = y + i % LEGEND_ROWS * CELL_HEIGHT;
		u8 look = i + EMPTY < NR_KINDS	? i + EMPTY :
			  i + EMPTY == NR_KINDS ? READ_WRITE | LOOK_NEW :
						  READ_WRITE | LOOK_GONE;

		draw_sample(left, top + 1, look);
		fb_text(framebuffer, left + 2 * CELL_WIDTH, top, COLOUR_TEXT, COLOUR_GROUND, text);
	}
}
