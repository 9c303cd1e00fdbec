/* SPDX-License-Identifier: MIT */
/*
 * DOC: panels of cells
 *
 * A panel shows addresses as cells, COLUMNS in a row, each in the colour of its kind. A picture is
 * given again and again, cell by cell in ascending order; only what has changed since the picture
 * before is drawn. What was not there before has a frame; of what is gone, only the frame is left.
 * Both last until the next picture.
 */
#ifndef VIDEO_PANEL_H
#define VIDEO_PANEL_H

#include <bootmap/layout.h>
#include <bootmap/types.h>

#define COLUMNS	    64
#define CELL_WIDTH  7
#define CELL_HEIGHT 16
#define ROW_LABEL   13 /* characters to the left of a row */

#define COLOUR_GROUND 0x161a21
#define COLOUR_TEXT   0xe6e9ee
#define COLOUR_NEW    0xffffff

enum kind {
	OUTSIDE, /* no cell */
	EMPTY,
	READ_EXEC,
	READ_ONLY,
	READ_WRITE,
	WRITE_EXEC,
	DEVICE,
	UNCACHED,
	VMALLOC,
	TABLE,
	SLAB,
	USED,
	RESERVED,
	NR_KINDS,
};

/**
 * struct cell - what a panel knows of one place
 * @address: the page-aligned address, and in the low bits the look: [0] of the picture before, [1] of
 *	this one
 * @drawn: the look that is on the display
 */
struct cell {
	unsigned long address[2];
	unsigned long drawn;
};

/**
 * struct panel - a title, and rows of cells below
 * @x: left edge of the first cell, in pixels
 * @y: upper edge of the title
 * @room: how many cells there is room for
 * @has_labels: the first address of each row is written beside it, and rows come and go as a whole
 * @fresh: this is the first picture, so nothing in it is new
 * @now: how many cells of this picture are drawn
 * @before: how many the picture before had
 * @next: of these, the first that is not compared yet
 * @cells: @room of them, cleared at first
 */
struct panel {
	u32 x, y;
	unsigned int room;
	bool has_labels, fresh;
	unsigned int now, before, next;
	struct cell *cells;
};

/** panel_begin() - a new picture begins; @fresh: it has nothing to do with the one before */
void panel_begin(struct panel *panel, bool fresh);

/**
 * panel_put() - the next cell
 * @panel: the panel
 * @address: page aligned, higher than that of the cell before
 * @kind: what is there
 */
void panel_put(struct panel *panel, unsigned long address, enum kind kind);

/** panel_end() - the picture is complete: what it does not contain is removed */
void panel_end(struct panel *panel);

/** panel_legend() - write beside a sample of each kind what it means; @x, @y: where to begin */
void panel_legend(u32 x, u32 y);

#endif
