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

/* From a font of this machine, see tools/font.awk: a byte for each line, its highest bit is the left pixel. */
extern const u8 font_8x16[LAST_CHARACTER - FIRST_CHARACTER + 1][FB_FONT_HEIGHT];

const struct framebuffer *framebuffer;

/* Why the numbers of a frame buffer cannot be true; NULL if they can. */
static const char *objection(const struct framebuffer *fb)
{
	if (fb->bytes_per_pixel != PIXEL_SIZE)
		return "a pixel must have 4 bytes";
	if (!fb->width || !fb->height)
		return "the picture has no pixels";
	if (fb->stride % PIXEL_SIZE || fb->stride / PIXEL_SIZE < fb->width)
		return "a line is longer than the stride, or the stride is no multiple of 4";
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

	dev_info(dev, "frame buffer at 0x%lx: %u x %u pixels of %u bytes, stride %u", fb->phys,
		 fb->width, fb->height, fb->bytes_per_pixel, fb->stride);
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

static void draw_character(const struct framebuffer *fb, u32 x, u32 y, u32 colour, u32 ground,
			   char c)
{
	const u8 *glyph =
		font_8x16[(c < FIRST_CHARACTER || c > LAST_CHARACTER ? '?' : c) - FIRST_CHARACTER];

	for (u32 line = 0; line < FB_FONT_HEIGHT; line++)
		for (u32 i = 0; i < FB_FONT_WIDTH; i++)
			fb_fill(fb, x + i, y + line, 1, 1,
				(glyph[line] & (0x80 >> i)) ? colour : ground);
}

void fb_text(const struct framebuffer *fb, u32 x, u32 y, u32 colour, u32 ground, const char *text)
{
	for (; *text && x < fb->width; x += FB_FONT_WIDTH)
		draw_character(fb, x, y, colour, ground, *text++);
}
