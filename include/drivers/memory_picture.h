/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_MEMORY_PICTURE_H
#define DRIVERS_MEMORY_PICTURE_H

#include <bootmap/types.h>

/**
 * memory_picture_begin() - draw the address map and RAM on the frame buffer
 *
 * From here on, memory_picture_redraw() draws what has changed. Not from interrupts.
 * Return: 0, also if it is drawn already; -ENODEV without a frame buffer, -ENOMEM: after a message.
 */
int memory_picture_begin(void);

void memory_picture_update(void);

/**
 * memory_picture_redraw() - draw what has changed in the tables and allocators
 *
 * All tables and page descriptors are read, but only cells that changed are drawn. Without a picture
 * nothing happens, unless the command line says `show`: then the first call begins one.
 */
static inline void memory_picture_redraw(void)
{
	if (CONFIG_MMU)
		memory_picture_update();
}

/** memory_picture_end() - clear the display, and free the memory that the picture needed */
void memory_picture_end(void);

#endif
