// SPDX-License-Identifier: MIT
/* Tests of PCI's BARs: sizes, addresses, what firmware has set, and what has no room. */
#include "fake_pci.h"
#include "host.h"

#include <errno.h>
#include <string.h>

#define COMMAND	  WORD(PCI_COMMAND)
#define WORD(reg) ((reg) / 4)

/* The BAR has an address inside a window, aligned to its size, and the tree says the same. */
static void expect_placed(struct test *t, int line, const struct fake_function *function,
			  unsigned int i, u64 window, u64 size)
{
	u64 address = fake_bar_address(function, i);
	const struct resource *res = &fake_dev(function)->resource[i];

	test_expect(t, address >= window && address + size <= window + FAKE_SIZE, line, "window",
		    address, window);
	test_expect(t, !(address & (size - 1)), line, "alignment", address, size);
	test_expect(t, res->parent && res->start == address && resource_size(res) == size, line,
		    "resource", res->start, address);
}
#define EXPECT_PLACED(t, ...) expect_placed(t, __LINE__, __VA_ARGS__)

TEST_IN_CHILD(pci_bars_get_aligned_addresses)
{
	struct fake_function *device, *other;

	fake_begin(t);
	device = fake_add(NULL, 0x18, 0);
	other = fake_add(NULL, 0x20, 0);
	fake_bar(device, 0, 0x10, 0);
	fake_bar(device, 1, 0x2000000, FAKE_PREFETCH);
	fake_bar(device, 2, 0x4000000, FAKE_64 | FAKE_PREFETCH);
	fake_bar(device, 4, 0x4000, FAKE_64);
	fake_bar(other, 0, 0x20, FAKE_IO);
	other->writable[WORD(PCI_BASE_ADDRESS(0))] &= 0xffff; /* as devices for 16-bit ports do */
	fake_bar(other, 5, 0x1000, 0);
	fake_scan(0);
	EXPECT_PLACED(t, device, 0, FAKE_MEM, 0x10);
	EXPECT_PLACED(t, device, 1, FAKE_MEM, 0x2000000);
	EXPECT_PLACED(t, device, 2, FAKE_HIGH, 0x4000000);
	EXPECT_PLACED(t, device, 4, FAKE_MEM, 0x4000);
	EXPECT_PLACED(t, other, 0, 0, 0x20);
	EXPECT_PLACED(t, other, 5, FAKE_MEM, 0x1000);
	EXPECT_EQ(t, device->regs[COMMAND], PCI_COMMAND_MEMORY | PCI_COMMAND_INTX_DISABLE);
	EXPECT_EQ(t, other->regs[COMMAND], PCI_COMMAND_DECODE | PCI_COMMAND_INTX_DISABLE);
}

TEST_IN_CHILD(pci_firmwares_addresses_are_kept_or_moved)
{
	struct fake_function *kept, *same, *outside;

	fake_begin(t);
	kept = fake_add(NULL, 0x08, 0);
	same = fake_add(NULL, 0x10, 0);
	outside = fake_add(NULL, 0x18, 0);
	fake_bar(kept, 0, 0x1000, 0);
	fake_bar(same, 0, 0x1000, 0);
	fake_bar(outside, 0, 0x1000, 0);
	kept->regs[4] = same->regs[4] = FAKE_MEM + 0x5000;
	outside->regs[4] = 0x5000;
	kept->regs[COMMAND] = same->regs[COMMAND] = outside->regs[COMMAND] = PCI_COMMAND_MEMORY;

	const char *heard = fake_scan(2);

	EXPECT_TRUE(t, strstr(heard, "0000:00:02.0: [mem 0xe0005000-0xe0005fff], set by firmware, "
				     "belongs to 0000:00:01.0: moved"));
	EXPECT_TRUE(t, strstr(heard, "0000:00:03.0: [mem 0x00005000-0x00005fff], set by firmware, "
				     "is not forwarded to its bus: moved"));
	EXPECT_EQ(t, fake_bar_address(kept, 0), FAKE_MEM + 0x5000);
	EXPECT_PLACED(t, same, 0, FAKE_MEM, 0x1000);
	EXPECT_PLACED(t, outside, 0, FAKE_MEM, 0x1000);
}

TEST_IN_CHILD(pci_without_room_the_rest_works)
{
	struct fake_function *huge, *wide, *good;
	const char *heard;

	fake_begin(t);
	huge = fake_add(NULL, 0x08, 0);
	wide = fake_add(NULL, 0x10, 0);
	good = fake_add(NULL, 0x18, 0);
	fake_bar(huge, 0, 2 * FAKE_SIZE, 0);
	fake_bar(huge, 1, 0x1000, 0);
	fake_bar(wide, 0, 1UL << 40, FAKE_64 | FAKE_PREFETCH);
	fake_bar(good, 0, FAKE_SIZE / 2, 0);
	heard = fake_scan(2);
	EXPECT_TRUE(t, strstr(heard, "0000:00:01.0: no room for BAR 0: it needs 0x20000000 bytes"));
	EXPECT_TRUE(t,
		    strstr(heard, "0000:00:02.0: no room for BAR 0: it needs 0x10000000000 bytes"));
	EXPECT_PLACED(t, good, 0, FAKE_MEM, FAKE_SIZE / 2);
	EXPECT_EQ(t, huge->regs[COMMAND] & PCI_COMMAND_DECODE, 0);
	EXPECT_EQ(t, pci_enable(fake_dev(huge)), -ENXIO);
	EXPECT_EQ(t, pci_enable(fake_dev(good)), 0);
}

TEST_IN_CHILD(pci_memory_that_need_not_be_high_uses_the_room_that_is_left)
{
	struct fake_function *low, *high, *narrow;

	fake_begin(t);
	low = fake_add(NULL, 0x08, 0);
	high = fake_add(NULL, 0x10, 0);
	narrow = fake_add(NULL, 0x18, 0);
	fake_bar(low, 0, FAKE_SIZE, FAKE_64); /* all of the lower window */
	fake_bar(high, 0, 0x1000, FAKE_64);
	fake_bar(narrow, 0, 0x1000, 0);
	fake_scan(1);
	EXPECT_PLACED(t, low, 0, FAKE_MEM, FAKE_SIZE);
	EXPECT_PLACED(t, high, 0, FAKE_HIGH, 0x1000);
	EXPECT_TRUE(t, fake_dev(narrow)->unfit);
}

TEST_IN_CHILD(pci_a_bar_that_lies_about_its_size_is_left_out)
{
	struct fake_function *holes, *misaligned;

	fake_begin(t);
	holes = fake_add(NULL, 0x08, 0);
	fake_bar(holes, 0, 0x1000, 0);
	holes->writable[4] = 0xfff0f000;
	fake_bar(holes, 1, 0x1000, 0);
	fake_bar(holes, 2, 0x1000, FAKE_64);
	holes->writable[7] = 0x000000ff;
	misaligned = fake_add(NULL, 0x18, 0);
	fake_bar(misaligned, 0, 0x100000, 0);
	misaligned->regs[4] = FAKE_MEM + 0x1000;
	EXPECT_TRUE(t, strstr(fake_scan(3), "0000:00:01.0: BAR 0 says no size that can be"));
	EXPECT_EQ(t, fake_dev(holes)->resource[0].flags, 0);
	EXPECT_PLACED(t, holes, 1, FAKE_MEM, 0x1000);
	EXPECT_EQ(t, fake_dev(holes)->resource[2].flags, 0);
	EXPECT_EQ(t, fake_dev(holes)->resource[3].flags, 0);
	EXPECT_TRUE(t, fake_dev(holes)->unfit && fake_dev(misaligned)->unfit);
}

TEST_IN_CHILD(pci_addresses_on_the_bus_can_differ_from_the_cpus)
{
	struct pci_host *host = fake_begin(t);
	struct fake_function *device;

	host->windows->next = NULL; /* ports only */
	pci_add_window(host, IORESOURCE_MEM, 0x20000000000, 0x1000000, 0x40000000);
	device = fake_add(NULL, 0x08, 0);
	fake_bar(device, 0, 0x1000, 0);
	fake_bar(device, 1, 0x1000, 0);
	device->regs[5] = 0x40001000; /* by firmware */
	fake_scan(0);
	EXPECT_EQ(t, fake_dev(device)->resource[1].start, 0x20000001000);
	EXPECT_EQ(t, fake_bar_address(device, 0), 0x40000000);
	EXPECT_EQ(t, fake_dev(device)->resource[0].start, 0x20000000000);
}

static const struct pci_dev *probed;

static int probe(struct pci_dev *dev)
{
	probed = dev;
	return IOMEM_IS_ERR(pci_ioremap_bar(dev, 0)) || pci_irq(dev) != 7 ? -EIO : 0;
}

static const struct pci_device_id ids[] = { { 1, 2 }, { 0x0102, 0xabcd }, { 0 } };
static const struct pci_driver driver = {
	.platform = PCI_DRIVER("fake-driver"),
	.id_table = ids,
	.probe = probe,
};
module_pci_driver(driver);

TEST_IN_CHILD(pci_a_driver_gets_what_it_handles_and_gives_it_back)
{
	struct fake_function *bridge, *device;
	struct pci_dev *dev;
	const struct resource *bar;

	fake_begin(t);
	bridge = fake_add(NULL, 3 << 3, FAKE_BRIDGE);
	device = fake_add(bridge, 6 << 3, 0);
	device->regs[0] = 0xabcd0102;
	device->regs[WORD(PCI_INTERRUPT_LINE)] = 0x0300; /* INTC */
	fake_bar(device, 0, 0x1000, 0);
	fake_scan(0);
	dev = fake_dev(device);
	bar = &dev->resource[0];
	platform_probe_devices();
	EXPECT_TRUE(t, probed == dev && dev->pdev.dev.state == DEVICE_BOUND);
	EXPECT_TRUE(t, !strcmp(first_overlap(bar, bar->start, bar->end)->name, "fake-driver"));
	/* INTC of device 6 is INTA of the bridge. */
	EXPECT_EQ(t, fake_pin.devfn, 3 << 3);
	EXPECT_EQ(t, fake_pin.pin, 1);
	EXPECT_EQ(t, device->regs[COMMAND] & PCI_COMMAND_INTX_DISABLE, 0);
	device_release_driver(&dev->pdev.dev);
	EXPECT_TRUE(t, !first_overlap(bar, bar->start, bar->end));
}
