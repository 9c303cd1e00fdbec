/* SPDX-License-Identifier: MIT */
/*
 * DOC: frame buffer
 *
 * A linear frame buffer is memory that a display shows: 4 bytes for each pixel (blue, green, red, and
 * one unused), line after line. It is device memory that behaves like RAM, so it is mapped with
 * ioremap_wc(): the CPU may join neighbouring stores into one transfer.
 *
 *   base  | line 0: pixel pixel … pixel | unused |
 *         | line 1                      | unused |
 *         |<----- width pixels ------->|        |
 *         |<----------- stride bytes ----------->|
 */
#ifndef DRIVERS_FRAMEBUFFER_H
#define DRIVERS_FRAMEBUFFER_H

#include <drivers/device.h>

/**
 * struct framebuffer - a picture in memory
 * @phys: physical address of the first pixel
 * @size: bytes of memory from there on
 * @width: pixels in a line
 * @height: lines
 * @stride: bytes from one line to the next
 * @bytes_per_pixel: must be 4
 * @base: its mapping
 */
struct framebuffer {
	phys_addr_t phys;
	u64 size;
	u32 width, height, stride, bytes_per_pixel;
	void __iomem *base;
};

/* The first one that a driver registered; NULL: there is none. */
extern const struct framebuffer *framebuffer;

/**
 * framebuffer_register() - map a frame buffer, and offer it to those who draw
 * @dev: its device, which holds the mapping; its driver has requested the memory
 * @fb: filled in except @base; it must stay as long as the driver
 *
 * If there is a frame buffer already, this one is only mapped.
 * Return: 0; -EINVAL after a message if the numbers contradict each other; -ENOMEM.
 */
int framebuffer_register(struct device *dev, struct framebuffer *fb);

/**
 * fb_fill() - fill a rectangle; what lies outside the picture is left out
 * @fb: the frame buffer
 * @x: left edge
 * @y: upper edge
 * @width: pixels
 * @height: lines
 * @colour: 0xRRGGBB
 */
void fb_fill(const struct framebuffer *fb, u32 x, u32 y, u32 width, u32 height, u32 colour);

#define FB_FONT_WIDTH  8
#define FB_FONT_HEIGHT 16

/**
 * fb_text() - draw characters, FB_FONT_WIDTH by FB_FONT_HEIGHT pixels each
 * @fb: the frame buffer
 * @x: left edge of the first character
 * @y: its upper edge
 * @colour: of the characters
 * @ground: the colour between and around them
 * @text: printable ASCII; any other character is drawn as '?'
 */
void fb_text(const struct framebuffer *fb, u32 x, u32 y, u32 colour, u32 ground, const char *text);

#endif
