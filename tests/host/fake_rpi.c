// SPDX-License-Identifier: MIT
#include "fake_rpi.h"

#include "fake_rpi_gpio.h"
#include "tree.h"

#include <bootmap/compiler.h>
#include <bootmap/io.h>
#include <bootmap/layout.h>
#include <bootmap/pgtable.h>
#include <drivers/of.h>
#include <drivers/platform_device.h>
#include <string.h>

#include <asm/counter.h>
#include <asm/page.h>

#define MAIL0_READ   (FAKE_RPI_MAILBOX + 0x00)
#define MAIL0_STATUS (FAKE_RPI_MAILBOX + 0x18)
#define MAIL1_WRITE  (FAKE_RPI_MAILBOX + 0x20)
#define EMPTY	     0x40000000
#define CHANNEL	     8
#define OTHER_WORD   0x1233

#define PM_RSTC (FAKE_RPI_PM + 0x1c)
#define PM_RSTS (FAKE_RPI_PM + 0x20)
#define PM_WDOG (FAKE_RPI_PM + 0x24)

#define SOC_BUS	   0x7e000000 /* the registers on the SoC's bus */
#define RAM_BUS	   0xc0000000 /* memory, as the GPU's devices see it */
#define RAM_WINDOW 0x40000000 /* this program has its RAM between its variables */

struct fake_rpi fake_rpi __aligned(PAGE_SIZE);

/* The message: in the CPU's cache, as it was when both were equal, and in memory. */
#define WORDS 64
static u32 *cached, clean[WORDS], memory[WORDS];
static u32 request; /* that the firmware has to answer; 0: there is none */

static phys_addr_t ram_window(void)
{
	return __pa_symbol(&fake_rpi) - RAM_WINDOW / 2;
}

/* A line that the CPU changed is written back; any line is read again at the next access. */
static void flush(volatile u64 *word)
{
	u32 *line = (u32 *)(unsigned long)word;

	if (!cached && (!line[0] || line[1]))
		return; /* not the start of a request */
	if (!cached)
		cached = line;
	for (unsigned int i = line - cached; i < line - cached + sizeof(*word) / sizeof(u32); i++) {
		if (cached[i] != clean[i])
			memory[i] = cached[i];
		cached[i] = clean[i] = memory[i];
	}
}

/* The values are those of QEMU's raspi3b. Return: bytes of the answer. */
static u32 answer_tag(u32 tag, u32 *values)
{
	switch (tag) {
	case 0x00010002:
		values[0] = 0xa02082;
		return 4;
	case 0x00010005:
		values[0] = 0;
		values[1] = 0x3c000000;
		return 8;
	case 0x00030002:
		values[1] = values[0] == 3 ? 700000000 : 1;
		return 8;
	case 0x00040001:
		values[0] = FAKE_RPI_FRAMEBUFFER;
		values[1] = 640 * 480 * 4;
		return 8;
	case 0x00040008:
		values[0] = 640 * 4;
		return 4;
	case 0x00048003:
	case 0x00048004:
		values[0] = 640;
		values[1] = 480;
		return 8;
	case 0x00048005:
		return 4;
	}
	return 0;
}

static void receive_message(u32 word)
{
	fake_rpi.messages++;
	if (!fake_rpi.silent && (word & 0xf) == CHANNEL && cached &&
	    (word & ~0xf) == __pa_symbol(cached) - ram_window() + RAM_BUS)
		request = word;
}

/* What the CPU reads next from the mailbox. */
static u32 answer(void)
{
	u32 word = request;

	if (fake_rpi.other_words) {
		fake_rpi.other_words--;
		return OTHER_WORD;
	}
	for (u32 *tag = memory + 2; *tag && tag < memory + WORDS; tag += 3 + tag[1] / 4)
		if (*tag != fake_rpi.refused)
			tag[2] = 0x80000000 | answer_tag(*tag, tag + 3);
	memory[1] = 0x80000000 | fake_rpi.confused;
	request = 0;
	return word;
}

/* A register of the power management was written. Its old value stays without the password. */
static void write_pm(unsigned int offset)
{
	static u32 values[3];
	u32 *value = &values[(offset - PM_RSTC) / 4], written = *fake_rpi_register(offset);
	u32 rsts;

	if (written >> 24 == 0x5a)
		*value = written & 0xffffff;
	*fake_rpi_register(offset) = *value;
	rsts = *fake_rpi_register(PM_RSTS);
	if (offset != PM_RSTC || (*value & 0x30) != 0x20 || !*fake_rpi_register(PM_WDOG))
		return;
	fake_rpi.resets++;
	fake_rpi.partition = 0;
	for (unsigned int i = 0; i < 6; i++)
		fake_rpi.partition |= (rsts >> (2 * i) & 1) << i;
}

static unsigned int offset_of(const volatile void __iomem *addr)
{
	return (unsigned long)addr & ~PAGE_MASK;
}

static void before_read(const volatile void __iomem *addr)
{
	fake_rpi_gpio_before_read(offset_of(addr));
	if (offset_of(addr) == MAIL0_STATUS)
		*fake_rpi_register(MAIL0_STATUS) = request ? 0 : EMPTY;
	if (offset_of(addr) == MAIL0_READ)
		*fake_rpi_register(MAIL0_READ) = answer();
}

static void after_write(volatile void __iomem *addr)
{
	fake_rpi_gpio_after_write(offset_of(addr));
	if (offset_of(addr) == MAIL1_WRITE)
		receive_message(*fake_rpi_register(MAIL1_WRITE));
	if (offset_of(addr) >= PM_RSTC && offset_of(addr) <= PM_WDOG)
		write_pm(offset_of(addr));
}

void fake_rpi_begin(bool reachable)
{
	static u64 now;
	phys_addr_t phys = __pa_symbol(&fake_rpi), ram = ram_window();

	fake_rpi = (struct fake_rpi){ 0 };
	fake_rpi_gpio = (struct fake_rpi_gpio){ 0 };
	host_before_read = before_read;
	host_after_write = after_write;
	host_ask_bus = flush;
	host_clock = &now;
	host_clock_step = 1000;
	tree_begin();
	tree_cells("#address-cells", 2);
	tree_cells("#size-cells", 2);
	tree_node("soc");
	tree_string("compatible", "simple-bus");
	tree_cells("#address-cells", 1);
	tree_cells("#size-cells", 1);
	tree_cells("ranges", SOC_BUS, phys >> 32, (u32)phys, PAGE_SIZE);
	tree_cells("dma-ranges", RAM_BUS, ram >> 32, (u32)ram, reachable ? RAM_WINDOW : 0x1000);
}

void fake_rpi_mailbox(void)
{
	tree_node("mailbox@7e000880");
	tree_string("compatible", "brcm,bcm2835-mbox");
	tree_cells("reg", SOC_BUS + FAKE_RPI_MAILBOX, 0x40);
	tree_end_node();
	tree_node("firmware");
	tree_bytes("compatible", "raspberrypi,bcm2835-firmware\0simple-mfd", 40);
	tree_end_node();
}

void fake_rpi_watchdog(bool may_switch_off)
{
	tree_node("watchdog@7e000400");
	tree_string("compatible", "brcm,bcm2835-pm-wdt");
	tree_cells("reg", SOC_BUS + FAKE_RPI_PM, 0x114);
	if (may_switch_off)
		tree_bytes("system-power-controller", "", 0);
	tree_end_node();
}

unsigned int fake_rpi_probe(struct test *t)
{
	const char *why;

	tree_end_node();
	EXPECT_EQ(t, of_unflatten(tree_finish(), &why), 0);
	of_platform_populate();
	return platform_probe_devices();
}
