// SPDX-License-Identifier: MIT
/*
 * Sizes of BARs and of bridges' windows (PCI Local Bus Specification 3.0, 6.2.5.1; PCI-to-PCI Bridge
 * Architecture Specification 1.2, 3.2.5). The lower bits of a BAR are always 0: as many as its size needs. So
 * a size is found by writing ones.
 */
#include <bootmap/pgtable.h>
#include <drivers/pci_host.h>

/* Bits that a BAR does not have count as ones. A device for 16-bit ports may lack half of them. */
#define UPPER_ONES    GENMASK(63, 32)
#define IO_UPPER_ONES GENMASK(63, 16)

#define BARS_OF_BRIDGE 2

/* Return: which bits can be written; the register is as before. */
static u64 writable_bits(const struct pci_dev *dev, u16 where, u32 value)
{
	u32 bits;

	pci_write32(dev, where, ~0U);
	bits = pci_read32(dev, where);
	pci_write32(dev, where, value);
	return bits;
}

void pci_set_size(struct resource *res, u64 size, u64 align)
{
	res->flags |= IORESOURCE_UNSET;
	res->start = align;
	res->end = align + size - 1;
}

/* Return: false if the bits say no size, which is a power of two. */
static bool set_bar(struct resource *res, u32 flags, u64 address, u64 bits, u64 ones)
{
	u64 size = bits & -bits;

	if (!bits)
		return true; /* the function does not have it */
	if (size != -(bits | ones) || address & (size - 1))
		return false;
	res->flags = flags;
	res->start = address;
	res->end = address + size - 1;
	if (!address)
		pci_set_size(res, size, flags & IORESOURCE_MEM ? max(size, PAGE_SIZE) : size);
	return true;
}

/* Return: whether the next BAR is this one's upper half. */
static bool size_bar(struct pci_dev *dev, unsigned int i, bool is_last)
{
	u16 where = PCI_BASE_ADDRESS(i);
	u64 value = pci_read32(dev, where), bits = writable_bits(dev, where, value);
	u64 mask = PCI_BAR_MEM_MASK, ones = UPPER_ONES;
	u32 flags = IORESOURCE_MEM;
	bool wide = !is_last && (value & (PCI_BAR_IO | PCI_BAR_TYPE)) == PCI_BAR_64;

	if (value & PCI_BAR_IO) {
		flags = IORESOURCE_IO;
		mask = PCI_BAR_IO_MASK;
		ones = IO_UPPER_ONES;
	} else if (value & PCI_BAR_PREFETCH) {
		flags |= IORESOURCE_PREFETCH;
	}
	if (wide) {
		u32 upper = pci_read32(dev, where + 4);

		flags |= IORESOURCE_MEM_64;
		ones = 0;
		value |= (u64)upper << 32;
		bits |= writable_bits(dev, where + 4, upper) << 32;
	}
	if (!set_bar(&dev->resource[i], flags, value & mask, bits & mask, ones)) {
		dev_warn(&dev->pdev.dev, "BAR %u says no size that can be: left out", i);
		dev->unfit = true;
	}
	return wide;
}

/*
 * A window of a bridge. Base and limit are in units of @unit: the lower bits of both are not stored.
 * A base of 0 is the value after reset.
 */
static void set_window(struct resource *res, u32 flags, u64 base, u64 limit, u64 unit)
{
	res->flags = flags;
	res->start = base;
	res->end = limit + unit - 1;
	if (!base || base > limit)
		pci_set_size(res, 0, 0);
}

static void read_windows(struct pci_dev *dev)
{
	u32 io = pci_read16(dev, PCI_IO_BASE), mem = pci_read32(dev, PCI_MEMORY_BASE);
	u32 prefetch = pci_read32(dev, PCI_PREFETCH_BASE);
	u64 base = (prefetch & 0xfff0) << 16, limit = prefetch & 0xfff00000;
	u32 flags = IORESOURCE_MEM | IORESOURCE_PREFETCH;
	struct resource *window = dev->resource;

	set_window(&window[PCI_WINDOW_IO], IORESOURCE_IO, (io & 0xf0) << 8, io & 0xf000,
		   PCI_IO_UNIT);
	set_window(&window[PCI_WINDOW_MEM], IORESOURCE_MEM, (mem & 0xfff0) << 16, mem & 0xfff00000,
		   PCI_MEMORY_UNIT);
	if (prefetch & PCI_PREFETCH_64) {
		base |= (u64)pci_read32(dev, PCI_PREFETCH_BASE_UPPER) << 32;
		limit |= (u64)pci_read32(dev, PCI_PREFETCH_LIMIT_UPPER) << 32;
		flags |= IORESOURCE_MEM_64;
	}
	set_window(&window[PCI_WINDOW_PREFETCH], flags, base, limit, PCI_MEMORY_UNIT);
	/* Without 64 bits it is of no use: the other window forwards all kinds of memory. */
	if (window[PCI_WINDOW_PREFETCH].flags == (flags | IORESOURCE_UNSET) &&
	    !(flags & IORESOURCE_MEM_64))
		window[PCI_WINDOW_PREFETCH].flags = 0;
}

/* While a BAR has a wrong value, the function must not answer. Without a driver, it must not interrupt. */
void pci_size_bars(struct pci_dev *dev)
{
	u16 command = pci_read16(dev, PCI_COMMAND) | PCI_COMMAND_INTX_DISABLE;
	unsigned int bars = pci_is_bridge(dev)		       ? BARS_OF_BRIDGE :
			    dev->header & PCI_HEADER_TYPE_MASK ? 0 :
								 PCI_BARS;

	pci_write16(dev, PCI_COMMAND, command & ~PCI_COMMAND_DECODE);
	for (unsigned int i = 0; i < bars; i++)
		i += size_bar(dev, i, i + 1 == bars);
	pci_write16(dev, PCI_COMMAND, command);
	if (pci_is_bridge(dev))
		read_windows(dev);
}
