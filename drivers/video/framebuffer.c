// SPDX-License-Identifier: MIT
/*
 * The picture that a display shows: checks what a driver says of it, maps it, and draws rectangles and
 * text. The drivers are beside this file; monitor/show.c draws.
 */
#include <bootmap/compiler.h>
#include <bootmap/io.h>
#include <drivers/framebuffer.h>
#include <errno.h>

#define PIXEL_SIZE sizeof(u32)

#define FIRST_CHARACTER ' '
#define LAST_CHARACTER	'~'

/* A font of this machine, see tools/font.awk: which lines differ from the line above, and these lines. */
extern const u16 font_changes[LAST_CHARACTER - FIRST_CHARACTER + 1];
extern const u8 font_lines[];

const struct framebuffer *framebuffer;

/* Why the numbers of a frame buffer cannot be true; NULL if they can. */
static const char *objection(const struct framebuffer *fb)
{
	if (fb->bytes_per_pixel != PIXEL_SIZE)
		return "a pixel must have 4 bytes";
	if (!fb->width || !fb->height)
		return "the picture has no pixels";
	if (fb->stride % PIXEL_SIZE || fb->stride / PIXEL_SIZE < fb->width)
		return "a line does not fit into the stride";
	if ((u64)fb->stride * fb->height > fb->size)
		return "the picture is larger than its memory";
	return NULL;
}

static void forget(void *current)
{
	*(const struct framebuffer **)current = NULL;
}

int framebuffer_register(struct device *dev, struct framebuffer *fb)
{
	const char *why = objection(fb);

	dev_info(dev, "frame buffer 0x%lx: %u x %u x %u, stride %u", fb->phys, fb->width,
		 fb->height, 8 * fb->bytes_per_pixel, fb->stride);
	if (why)
		return dev_err_probe(dev, -EINVAL, why);
	fb->base = devm_ioremap_wc(dev, fb->phys, (u64)fb->stride * fb->height);
	if (!fb->base)
		return -ENOMEM;
	if (framebuffer)
		return 0;
	framebuffer = fb;
	return devm_add_action_or_reset(dev, forget, &framebuffer);
}

void fb_fill(const struct framebuffer *fb, u32 x, u32 y, u32 width, u32 height, u32 colour)
{
	if (x >= fb->width || y >= fb->height)
		return;
	width = min(width, fb->width - x);
	height = min(height, fb->height - y);
	for (u32 line = y; line < y + height; line++) {
		void __iomem *pixel = fb->base + (u64)line * fb->stride + x * PIXEL_SIZE;

		for (u32 i = 0; i < width; i++)
			writel_relaxed(colour, pixel + i * PIXEL_SIZE);
	}
}

static unsigned int count_bits(unsigned int bits)
{
	unsigned int count = 0;

	for (; bits; bits &= bits - 1)
		count++;
	return count;
}

/* The highest bit of a line is the left pixel. */
static void draw_character(const struct framebuffer *fb, u32 x, u32 y, u32 colour, u32 ground,
			   char c)
{
	const u16 *changes = font_changes;
	const u8 *lines = font_lines;
	u8 line = 0;

	if (c < FIRST_CHARACTER || c > LAST_CHARACTER)
		c = '?';
	for (; c > FIRST_CHARACTER; c--)
		lines += count_bits(*changes++);
	for (u32 i = 0; i < FB_FONT_HEIGHT; i++) {
		if (*changes & BIT(i))
			line = *lines++;
		for (u32 bit = 0; bit < FB_FONT_WIDTH; bit++)
			fb_fill(fb, x + bit, y + i, 1, 1, (line & (0x80 >> bit)) ? colour : ground);
	}
}

void fb_text(const struct framebuffer *fb, u32 x, u32 y, u32 colour, u32 ground, const char *text)
{
	for (; *text && x < fb->width; x += FB_FONT_WIDTH)
		draw_character(fb, x, y, colour, ground, *text++);
}
