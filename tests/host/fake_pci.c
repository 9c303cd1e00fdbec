// SPDX-License-Identifier: MIT
#include "fake_pci.h"
#include "host.h"

#include <bootmap/printk.h>
#include <string.h>

#define MAX_FUNCTIONS 300

#define WORD(where)  ((where) / 4)
#define BUS_NUMBERS  WORD(0x18)
#define HEADER	     WORD(0x0c)
#define COMMAND	     WORD(PCI_COMMAND)
#define FIRST_BAR    WORD(PCI_BASE_ADDRESS(0))
#define WINDOW_IO    WORD(PCI_IO_BASE)
#define ALL_COMMANDS 0x7ff

static struct test *test;
static struct pci_host host;
static struct device host_device = { .name = "fake-pci" };
static struct fake_function functions[MAX_FUNCTIONS];
static unsigned int count;
struct fake_pin fake_pin;

/* Is this the number of a bus behind the bridge, and of that directly behind it? 0 is the root bus. */
static bool forwards(const struct fake_function *bridge, u8 bus, bool directly)
{
	u8 first = bridge->regs[BUS_NUMBERS] >> 8, last = bridge->regs[BUS_NUMBERS] >> 16;

	return bus && bus >= first && bus <= last && (!directly || bus == first);
}

static bool is_on(const struct fake_function *function, u8 bus)
{
	const struct fake_function *bridge = function->bridge;

	if (!bridge)
		return bus == host.root.number;
	if (!forwards(bridge, bus, true))
		return false;
	for (; bridge; bridge = bridge->bridge)
		if (!forwards(bridge, bus, false))
			return false;
	return true;
}

/* Two functions that answer to one number would be a mistake of who gave numbers to the buses. */
static struct fake_function *find(u8 bus, u8 devfn)
{
	struct fake_function *found = NULL;

	for (unsigned int i = 0; i < count; i++)
		if (functions[i].devfn == devfn && is_on(&functions[i], bus)) {
			EXPECT_TRUE(test, !found);
			found = &functions[i];
		}
	return found;
}

static u32 fake_read(const struct pci_host *unused __attribute__((unused)), u8 bus, u8 devfn,
		     u16 where)
{
	const struct fake_function *function = find(bus, devfn);

	EXPECT_EQ(test, where % 4, 0);
	return function ? function->regs[WORD(where)] : ~0U;
}

static void fake_write(const struct pci_host *unused __attribute__((unused)), u8 bus, u8 devfn,
		       u16 where, unsigned int size, u32 value)
{
	struct fake_function *function = find(bus, devfn);
	unsigned int shift = where % 4 * 8, word = WORD(where);
	u32 mask = (u32)(GENMASK(8 * size - 1, 0) << shift);

	EXPECT_TRUE(test, function);
	if (!function)
		return;
	/* A BAR that is written while the function answers would answer at wrong addresses. */
	if (word >= FIRST_BAR && word < BUS_NUMBERS)
		EXPECT_EQ(test, function->regs[COMMAND] & PCI_COMMAND_DECODE, 0);
	mask &= function->writable[word];
	function->regs[word] = (function->regs[word] & ~mask) | ((value << shift) & mask);
}

static int fake_irq(const struct pci_dev *dev __attribute__((unused)), u8 devfn, u8 pin)
{
	fake_pin = (struct fake_pin){ devfn, pin };
	return 7;
}

struct pci_host *fake_begin(struct test *t)
{
	test = t;
	count = 0;
	memset(functions, 0, sizeof(functions));
	host = (struct pci_host){ .dev = &host_device,
				  .read = fake_read,
				  .write = fake_write,
				  .get_irq = fake_irq,
				  .root.last = 0xff };
	EXPECT_EQ(t, pci_add_window(&host, IORESOURCE_IO, 0, 0x10000, 0), 0);
	EXPECT_EQ(t, pci_add_window(&host, IORESOURCE_MEM, FAKE_MEM, FAKE_SIZE, FAKE_MEM), 0);
	EXPECT_EQ(t, pci_add_window(&host, IORESOURCE_MEM, FAKE_HIGH, FAKE_SIZE, FAKE_HIGH), 0);
	return &host;
}

struct fake_function *fake_add(struct fake_function *bridge, u8 devfn, u8 type)
{
	struct fake_function *function = &functions[count++];

	function->bridge = bridge;
	function->devfn = devfn;
	function->regs[0] = 0xabcd0000 | (0x100 + count);
	function->regs[HEADER] = type << 16;
	function->writable[COMMAND] = ALL_COMMANDS;
	function->regs[WORD(PCI_INTERRUPT_LINE)] = 0x0100; /* INTA */
	if ((type & ~FAKE_MULTI) != FAKE_BRIDGE)
		return function;
	function->writable[BUS_NUMBERS] = 0xffffff;
	function->writable[WINDOW_IO] = 0xf0f0;
	function->writable[WORD(PCI_MEMORY_BASE)] = 0xfff0fff0;
	function->writable[WORD(PCI_PREFETCH_BASE)] = 0xfff0fff0;
	function->regs[WORD(PCI_PREFETCH_BASE)] = 0x00010001; /* 64 bits */
	function->writable[WORD(PCI_PREFETCH_BASE_UPPER)] = ~0U;
	function->writable[WORD(PCI_PREFETCH_LIMIT_UPPER)] = ~0U;
	return function;
}

void fake_bar(struct fake_function *function, unsigned int i, u64 size, u32 flags)
{
	function->regs[FIRST_BAR + i] = flags;
	function->writable[FIRST_BAR + i] = -size & ~(flags & FAKE_IO ? 3UL : 15UL);
	if (flags & FAKE_64)
		function->writable[FIRST_BAR + i + 1] = -size >> 32;
}

u64 fake_bar_address(const struct fake_function *function, unsigned int i)
{
	const u32 *bar = &function->regs[FIRST_BAR + i];
	u64 upper = *bar & FAKE_64 && !(*bar & FAKE_IO) ? bar[1] : 0;

	return upper << 32 | (*bar & ~(*bar & FAKE_IO ? 3U : 15U));
}

const char *fake_scan(unsigned int warnings)
{
	unsigned int before = log_count(LOG_WARN);

	const char *heard;

	host_listen();
	pci_scan(&host);
	heard = host_heard_unbroken();
	EXPECT_EQ(test, log_count(LOG_WARN) - before, warnings);
	test->warnings_expected += warnings;
	if (test->failed)
		pr_info("%s", heard);
	return heard;
}

static struct pci_dev *find_dev(const struct pci_bus *bus, u32 id)
{
	struct pci_dev *found = NULL;

	for_each_pci_dev(dev, bus) {
		if (((u32)dev->device << 16 | dev->vendor) == id)
			found = dev;
		else if (!found && dev->behind)
			found = find_dev(dev->behind, id);
	}
	return found;
}

struct pci_dev *fake_dev(const struct fake_function *function)
{
	return find_dev(&host.root, function->regs[0]);
}
