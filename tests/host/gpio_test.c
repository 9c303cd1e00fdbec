// SPDX-License-Identifier: MIT
/* Tests of gpiolib: lines, their users, and their description in the device tree. */
#include "fake_gpio.h"
#include "host.h"
#include "tree.h"

#include <drivers/gpio.h>
#include <drivers/of.h>

#define NO_CHIP	  2
#define WIDE_CHIP 3

static struct gpio_desc *get(const char *path, struct device *dev, enum gpiod_flags flags)
{
	return devm_gpiod_get(dev, of_find_node(path), flags);
}

static void part_values(struct test *t)
{
	struct device dev = { .name = "user" };
	struct gpio_desc *high, *low;

	tree_begin();
	chip_node();
	user_node("test,user", "high", CHIP, 1, 0);
	user_node("test,user-low", "low", CHIP, 2, 1);
	EXPECT_EQ(t, boot_board(t), 0);
	high = get("/test,user/high", &dev, GPIOD_OUT_HIGH);
	low = get("/test,user-low/low", &dev, GPIOD_OUT_HIGH);
	EXPECT_TRUE(t, wires[1].level && wires[1].driven && gpiod_get_value(high));
	EXPECT_TRUE(t, !wires[2].level && wires[2].driven && gpiod_get_value(low));
	gpiod_set_value(high, false);
	gpiod_set_value(low, false);
	EXPECT_TRUE(t, !wires[1].level && wires[2].level && !gpiod_get_value(high) &&
			       !gpiod_get_value(low));
	gpiod_direction_input(low);
	EXPECT_TRUE(t, !wires[2].driven);
	wires[2].level = false;
	EXPECT_TRUE(t, gpiod_get_value(low));
	EXPECT_EQ(t, gpio_to_desc(1), high);
	EXPECT_EQ(t, gpio_to_desc(LINES), NULL);
	devres_release_all(&dev);
	/* A free line knows no active level but the usual one. */
	EXPECT_TRUE(t, !gpiod_get_value(gpio_to_desc(2)));
}

TEST(gpiolib_values_are_logical)
{
	host_in_child(t, part_values);
}

static void part_one_user(struct test *t)
{
	struct device first = { .name = "first" }, second = { .name = "second" };

	tree_begin();
	chip_node();
	user_node("test,user", "line", CHIP, 3, 0);
	boot_board(t);
	EXPECT_TRUE(t, !IS_ERR(get("/test,user/line", &first, GPIOD_IN)));
	EXPECT_EQ(t, PTR_ERR(get("/test,user/line", &second, GPIOD_OUT_HIGH)), -EBUSY);
	EXPECT_WARNING(t, "second requests line 3, but first uses it");
	EXPECT_TRUE(t, !wires[3].driven);
	EXPECT_EQ(t, gpiod_request(gpio_to_desc(3), "monitor"), -EBUSY);
	EXPECT_WARNING(t, "monitor requests line 3, but first uses it");
	devres_release_all(&first);
	EXPECT_EQ(t, gpiod_request(gpio_to_desc(3), "monitor"), 0);
	EXPECT_EQ(t, PTR_ERR(get("/test,user/line", &second, GPIOD_IN)), -EBUSY);
	EXPECT_WARNING(t, "but monitor uses it");
	gpiod_free(gpio_to_desc(3));
	EXPECT_TRUE(t, !IS_ERR(get("/test,user/line", &second, GPIOD_IN)));
}

TEST(gpiolib_a_line_has_one_user)
{
	host_in_child(t, part_one_user);
}

#define EXPECT_REFUSED_LINE(t, node, error, words)                             \
	do {                                                                   \
		EXPECT_EQ(t, PTR_ERR(get(node, &dev, GPIOD_OUT_HIGH)), error); \
		EXPECT_WARNING(t, words);                                      \
	} while (0)

static void part_nonsense(struct test *t)
{
	struct device dev = { .name = "user" };

	tree_begin();
	chip_node();
	user_node("a", "range", CHIP, LINES, 0);
	user_node("b", "nowhere", 99, 0, 0);
	user_node("c", "no-controller", NO_CHIP, 0, 0);
	tree_node("no-controller");
	tree_cells("phandle", NO_CHIP);
	tree_end_node();
	user_node("d", "three-cells", WIDE_CHIP, 0, 0);
	tree_node("wide");
	tree_cells("phandle", WIDE_CHIP);
	tree_bytes("gpio-controller", "", 0);
	tree_cells("#gpio-cells", 3);
	tree_end_node();
	tree_node("short");
	tree_cells("gpios", CHIP, 0);
	tree_end_node();
	tree_node("none");
	tree_end_node();
	boot_board(t);
	EXPECT_REFUSED_LINE(t, "/a/range", -EINVAL, "no such line");
	EXPECT_REFUSED_LINE(t, "/b/nowhere", -EINVAL, "no gpio-controller");
	EXPECT_REFUSED_LINE(t, "/c/no-controller", -EINVAL, "no gpio-controller");
	EXPECT_REFUSED_LINE(t, "/d/three-cells", -EINVAL, "two cells");
	EXPECT_REFUSED_LINE(t, "/short", -EINVAL, "two cells");
	EXPECT_REFUSED_LINE(t, "/none", -ENOENT, "there are none");
	EXPECT_EQ(t, dev.devres, NULL);
	EXPECT_EQ(t, wires[0].history[0], 0);
}

TEST(gpiolib_refuses_what_makes_no_sense)
{
	host_in_child(t, part_nonsense);
}
