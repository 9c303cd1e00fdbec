// SPDX-License-Identifier: MIT
/* Tests with devices that never become ready: drivers print a warning and continue without them. */
#include "../unit/support.h"
#include "fake_gpio.h"
#include "host.h"
#include "tree.h"

#include <bootmap/console.h>
#include <drivers/fw_cfg.h>
#include <bootmap/io.h>
#include <drivers/platform_device.h>
#include <bootmap/printk.h>
#include <drivers/serial.h>
#include <errno.h>
#include <string.h>

void (*host_before_read)(const volatile void __iomem *addr);

#define PL011_DATA	0x00
#define PL011_FLAGS	0x18
#define PL011_INTERRUPT 0x38
#define BREAK		0x400

/* A line that is cut off, or a device that is: one break after the other. */
static void part_breaks(struct test *t)
{
	struct uart uart = { .registers = early_ioremap(scratch_phys(), 0x1000) };

	EXPECT_EQ(t, sbsa_uart_console_init(&uart), 0);
	writel(BREAK, uart.registers + PL011_DATA);
	writel(0, uart.registers + PL011_FLAGS);
	EXPECT_EQ(t, console_getchar_nonblock(), -EAGAIN);
	EXPECT_WARNING(
		t, "pl011: it reports received characters without end: it is not read any more");
	EXPECT_EQ(t, active_console()->receive, NULL);
	host_listen();
	host_heard();
}

TEST(a_uart_that_receives_breaks_for_ever_is_not_asked_any_more)
{
	host_in_child(t, part_breaks);
}

#define UART8250_LINE_STATUS 5
#define ALWAYS_READY	     0x60
#define DATA_WITH_BREAK	     0x11

static void part_breaks_8250(struct test *t)
{
	struct uart uart = { .registers = early_ioremap(scratch_phys(), 0x1000),
			     .access = EARLYCON_MMIO32,
			     .shift = 2 };

	void __iomem *status = uart.registers + (UART8250_LINE_STATUS << uart.shift);

	writel(ALWAYS_READY, status);
	EXPECT_EQ(t, uart8250_console_init(&uart), 0);
	writel(ALWAYS_READY | DATA_WITH_BREAK, status);
	EXPECT_EQ(t, console_getchar_nonblock(), -EAGAIN);
	EXPECT_WARNING(
		t, "uart8250: it reports received characters without end: it is not read any more");
	EXPECT_EQ(t, active_console()->receive, NULL);
	host_listen();
	host_heard();
}

TEST(a_16550_that_receives_breaks_for_ever_is_not_asked_any_more)
{
	host_in_child(t, part_breaks_8250);
}

/* What comes out of the data register, byte by byte; then 0xff, as of a device that has gone. */
static const char fw_cfg_bytes[] = "QEMU\1\0\0\0";
static unsigned int position;

static void next_byte(const volatile void __iomem *addr __attribute__((unused)))
{
	scratch[0] = position < sizeof(fw_cfg_bytes) - 1 ? fw_cfg_bytes[position] : 0xff;
	position++;
}

static void part_directory(struct test *t)
{
	char buf[4];

	tree_begin();
	tree_cells("#address-cells", 2);
	tree_cells("#size-cells", 2);
	tree_node("fw-cfg");
	tree_string("compatible", "qemu,fw-cfg-mmio");
	tree_cells("reg", scratch_phys() >> 32, (u32)scratch_phys(), 0, 0x18);
	tree_end_node();
	host_before_read = next_byte;
	EXPECT_EQ(t, boot_board(t), 0);
	EXPECT_WARNING(t, "fw_cfg: a directory with 4294967295 files is invalid");
	EXPECT_EQ(t, fw_cfg_read_file("etc/table", buf, sizeof(buf)), -ENOENT);
	EXPECT_WARNING(t, "fw_cfg: a directory with 4294967295 files is invalid");
	show_fw_cfg();
	EXPECT_WARNING(t, "fw_cfg: a directory with 4294967295 files is invalid");
	EXPECT_LT(t, position, 100);
}

TEST(a_directory_without_end_is_not_read)
{
	host_in_child(t, part_directory);
}
