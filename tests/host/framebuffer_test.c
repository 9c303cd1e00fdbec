// SPDX-License-Identifier: MIT
/* Tests of the frame buffer: what is refused, and which pixels are drawn, on an array instead of a display. */
#include "host.h"

#include <bootmap/compiler.h>
#include <drivers/framebuffer.h>
#include <errno.h>
#include <string.h>

#define WIDTH	  40
#define HEIGHT	  24
#define PIXELS	  (WIDTH + 4) /* those of a line, with those that are not shown */
#define UNTOUCHED 0xeeeeeeee
#define INK	  0x123456
#define GROUND	  0x654321

static u32 memory[2 * PAGE_SIZE / sizeof(u32)] __aligned(PAGE_SIZE);
static struct device dev = { .name = "display" };
static struct framebuffer fb;

static void begin(void)
{
	memset(memory, 0xee, sizeof(memory));
	fb = (struct framebuffer){ .phys = __pa_symbol(memory),
				   .size = sizeof(memory),
				   .width = WIDTH,
				   .height = HEIGHT,
				   .stride = PIXELS * sizeof(u32),
				   .bytes_per_pixel = sizeof(u32) };
}

static bool registered(struct test *t)
{
	begin();
	EXPECT_EQ(t, framebuffer_register(&dev, &fb), 0);
	return !t->failed;
}

/* Every pixel of the array, and what is behind it: @ink inside the rectangle, and untouched outside. */
static void expect_rectangle(struct test *t, u32 x, u32 y, u32 width, u32 height)
{
	for (u32 i = 0; i < ARRAY_SIZE(memory); i++) {
		bool inside = i % PIXELS - x < width && i / PIXELS - y < height;

		test_expect(t, memory[i] == (inside ? INK : UNTOUCHED), __LINE__, "pixel", i,
			    memory[i]);
	}
}

static void draw_and_expect(struct test *t, const u32 asked[4], u32 width, u32 height)
{
	if (registered(t)) {
		fb_fill(framebuffer, asked[0], asked[1], asked[2], asked[3], INK);
		expect_rectangle(t, asked[0], asked[1], width, height);
	}
	devres_release_all(&dev);
}

TEST(fb_fills_a_rectangle)
{
	draw_and_expect(t, (u32[]){ 3, 5, 7, 11 }, 7, 11);
	draw_and_expect(t, (u32[]){ 0, 0, WIDTH, HEIGHT }, WIDTH, HEIGHT);
	draw_and_expect(t, (u32[]){ WIDTH - 1, HEIGHT - 1, 1, 1 }, 1, 1);
}

TEST(fb_leaves_out_what_is_outside)
{
	draw_and_expect(t, (u32[]){ WIDTH - 3, 5, 100, 2 }, 3, 2);
	draw_and_expect(t, (u32[]){ 3, HEIGHT - 2, 5, ~0U }, 5, 2);
	draw_and_expect(t, (u32[]){ 1, 1, ~0U, ~0U }, WIDTH - 1, HEIGHT - 1);
	draw_and_expect(t, (u32[]){ WIDTH, 0, 5, 5 }, 0, 0);
	draw_and_expect(t, (u32[]){ 0, HEIGHT, 5, 5 }, 0, 0);
	draw_and_expect(t, (u32[]){ ~0U, ~0U, 5, 5 }, 0, 0);
	draw_and_expect(t, (u32[]){ 3, 3, 0, 5 }, 0, 0);
}

/* The lines of a character at @x, as text: '#' for ink, '.' for ground. */
static void read_character(char *text, u32 x, u32 y)
{
	for (u32 line = 0; line < FB_FONT_HEIGHT; line++, *text++ = '\n')
		for (u32 i = 0; i < FB_FONT_WIDTH; i++) {
			u32 pixel = memory[(y + line) * PIXELS + x + i];

			*text++ = pixel == INK ? '#' : pixel == GROUND ? '.' : '?';
		}
	*text = '\0';
}

TEST(fb_draws_characters)
{
	/* How Unifont draws a one. */
	static const char one[] =
		"........\n........\n........\n........\n....#...\n...##...\n..#.#...\n"
		"....#...\n....#...\n....#...\n....#...\n....#...\n....#...\n..#####.\n"
		"........\n........\n";
	char first[sizeof(one)], second[sizeof(one)];

	if (registered(t)) {
		fb_text(framebuffer, 5, 3, INK, GROUND, "11");
		read_character(first, 5, 3);
		read_character(second, 5 + FB_FONT_WIDTH, 3);
		EXPECT_TRUE(t, !strcmp(first, one));
		EXPECT_TRUE(t, !strcmp(second, one));
		EXPECT_EQ(t, memory[3 * PIXELS + 4], UNTOUCHED);
		EXPECT_EQ(t, memory[3 * PIXELS + 5 + 2 * FB_FONT_WIDTH], UNTOUCHED);
	}
	devres_release_all(&dev);
}

/* Each of the font's characters has a picture of its own; all others share that of '?'. */
TEST(fb_knows_printable_ascii_only)
{
	char seen[256][FB_FONT_HEIGHT * (FB_FONT_WIDTH + 1) + 1];

	if (registered(t))
		for (unsigned int c = 1; c < 256; c++) {
			fb_text(framebuffer, 0, 0, INK, GROUND, (char[]){ c, '\0' });
			read_character(seen[c], 0, 0);
			for (unsigned int other = ' '; other <= '~' && other < c; other++) {
				bool same = !strcmp(seen[c], seen[other]);

				test_expect(t, same == (c > '~' && other == '?'), __LINE__, "alike",
					    c, other);
			}
		}
	devres_release_all(&dev);
}

TEST(fb_text_ends_at_the_edge)
{
	if (registered(t)) {
		fb_text(framebuffer, WIDTH - 4, HEIGHT - 4, INK, GROUND, "1111111111111111");
		for (u32 i = 0; i < ARRAY_SIZE(memory); i++) {
			bool inside = i % PIXELS - (WIDTH - 4) < 4 && i / PIXELS - (HEIGHT - 4) < 4;

			test_expect(t, (memory[i] == UNTOUCHED) == !inside, __LINE__, "pixel", i,
				    memory[i]);
		}
	}
	devres_release_all(&dev);
}

#define EXPECT_OBJECTION(t, words, change)                                    \
	do {                                                                  \
		begin();                                                      \
		change;                                                       \
		host_listen();                                                \
		EXPECT_EQ(t, framebuffer_register(&dev, &fb), -EINVAL);       \
		EXPECT_TRUE(t, strstr(host_heard_unbroken(), words) != NULL); \
		EXPECT_EQ(t, framebuffer, NULL);                              \
		EXPECT_EQ(t, dev.devres, NULL);                               \
	} while (0)

TEST(fb_refuses_what_contradicts_itself)
{
	EXPECT_OBJECTION(t, "not fit into the stride", fb.stride = (WIDTH - 1) * sizeof(u32));
	EXPECT_OBJECTION(t, "not fit into the stride", fb.stride = 0);
	EXPECT_OBJECTION(t, "not fit into the stride", fb.stride++);
	EXPECT_OBJECTION(t, "not fit into the stride", fb.width = ~0U);
	EXPECT_OBJECTION(t, "larger than its memory", fb.stride = 0x80000000);
	EXPECT_OBJECTION(t, "larger than its memory", fb.height = ~0U);
	EXPECT_OBJECTION(t, "larger than its memory", fb.size = fb.stride * HEIGHT - 1);
	EXPECT_OBJECTION(t, "no pixels", fb.width = 0);
	EXPECT_OBJECTION(t, "no pixels", fb.height = 0);
	EXPECT_OBJECTION(t, "4 bytes", fb.bytes_per_pixel = 2);
	EXPECT_OBJECTION(t, "4 bytes", fb.bytes_per_pixel = 0);
}

TEST(fb_the_first_one_is_drawn_to_until_its_driver_ends)
{
	static struct device other = { .name = "another display" };
	static struct framebuffer second;

	if (registered(t)) {
		second = fb;
		second.phys += PAGE_SIZE;
		second.size -= PAGE_SIZE;
		second.height = 8;
		EXPECT_EQ(t, framebuffer_register(&other, &second), 0);
		EXPECT_EQ(t, framebuffer, &fb);
	}
	devres_release_all(&other);
	EXPECT_EQ(t, framebuffer, &fb);
	devres_release_all(&dev);
	EXPECT_EQ(t, framebuffer, NULL);
}
