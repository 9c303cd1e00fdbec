// SPDX-License-Identifier: MIT
/*
 * Driver of a PC's PCI host: two ports, an index and a data register (PCI Local Bus Specification
 * 3.0, 3.2.2.3.2), and an ECAM if ACPI's table MCFG has one (PCI Firmware Specification 3.3,
 * 4.1.2).
 */
#include <bootmap/io.h>
#include <drivers/acpi.h>
#include <drivers/pci_host.h>
#include <drivers/platform_device.h>
#include <errno.h>

#include <asm/cpu.h>
#include <drivers/pc.h>

#define FOUR_GIB      0x100000000UL
#define CHIPSET_START 0xfec00000UL /* I/O APIC, HPET, local APIC, firmware */

/* The first of MCFG's entries. */
#define MCFG_ENTRY 44

struct mcfg_entry {
	u64 base; /* of bus 0 */
	u16 segment;
	u8 first_bus, last_bus;
} __attribute__((packed));

static u16 ports;

static u32 conf1_read(const struct pci_host *host __attribute__((unused)), u8 bus, u8 devfn,
		      u16 where)
{
	outl(CONF1_ENABLE | bus << 16 | devfn << 8 | where, ports);
	return inl(ports + CONF1_DATA);
}

static void conf1_write(const struct pci_host *host __attribute__((unused)), u8 bus, u8 devfn,
			u16 where, unsigned int size, u32 value)
{
	u16 data = ports + CONF1_DATA + (where & 3);

	outl(CONF1_ENABLE | bus << 16 | devfn << 8 | (where & ~3), ports);
	if (size == 1)
		outb(value, data);
	else if (size == 2)
		outw(value, data);
	else
		outl(value, data);
}

static struct pci_host host = {
	.read = conf1_read, .write = conf1_write, .get_irq = pc_pci_irq, .root.last = 0xff
};

/* The index register keeps a written value. Without a PCI host this is very unlikely. */
static bool conf1_answers(void)
{
	u32 before = inl(ports), kept;

	outl(CONF1_ENABLE, ports);
	kept = inl(ports);
	outl(before, ports);
	return kept == CONF1_ENABLE;
}

/* The ECAM must show the same device as the ports. Otherwise firmware's address is wrong. */
static void use_ecam(struct device *dev, const struct mcfg_entry *entry)
{
	phys_addr_t start = entry->base + PCI_ECAM_OFFSET(entry->first_bus, 0);
	u64 size = PCI_ECAM_OFFSET(entry->last_bus - entry->first_bus + 1, 0);
	struct pci_host ecam = host;

	if (!devm_request_mem_region(dev, start, size, "PCI ECAM"))
		return;
	ecam.read = pci_ecam_read;
	ecam.write = pci_ecam_write;
	ecam.root.number = entry->first_bus;
	ecam.root.last = entry->last_bus;
	ecam.ecam = devm_ioremap(dev, start, size);
	if (!ecam.ecam)
		return;
	if (pci_ecam_read(&ecam, entry->first_bus, 0, PCI_VENDOR_ID) ==
	    conf1_read(&host, entry->first_bus, 0, PCI_VENDOR_ID))
		host = ecam;
	else
		dev_warn(dev, "MCFG: there is no ECAM at 0x%lx: not used", start);
}

static void find_ecam(struct device *dev)
{
	struct acpi_table mcfg = acpi_find_table("MCFG");
	struct mcfg_entry entry;

	if (!mcfg.phys)
		return;
	if (acpi_read(&entry, &mcfg, MCFG_ENTRY, sizeof(entry)) &&
	    entry.first_bus <= entry.last_bus)
		use_ecam(dev, &entry);
	else
		dev_warn(dev, "MCFG: its first entry is invalid");
}

/*
 * ACPI's AML would tell which addresses the host bridge forwards, but this kernel has no interpreter for
 * it. On a PC these are all addresses above the RAM that nothing else has.
 */
static void add_gaps(u64 start, u64 end)
{
	for_each_overlap(&iomem_resource, res, start, end)
		if (res->flags & IORESOURCE_SYSRAM)
			start = res->end + 1;
	while (start && start <= end) {
		const struct resource *next = first_overlap(&iomem_resource, start, end);
		u64 gap_end = next ? next->start : end + 1;

		if (gap_end > start)
			pci_add_window(&host, IORESOURCE_MEM, start, gap_end - start, start);
		start = next ? next->end + 1 : 0;
	}
}

/* All ports but its own. */
static void add_windows(void)
{
	u16 behind = ports + CONF1_PORTS;

	pci_add_window(&host, IORESOURCE_IO, 0, ports, 0);
	pci_add_window(&host, IORESOURCE_IO, behind, IO_SPACE_LIMIT + 1 - behind, behind);
	add_gaps(0, CHIPSET_START - 1);
	add_gaps(FOUR_GIB, BIT(boot_cpu.phys_bits) - 1);
}

static int conf1_probe(struct platform_device *pdev)
{
	int err = devm_platform_request_ports(pdev, "PCI conf1", &ports);

	if (err)
		return err;
	if (!conf1_answers()) {
		dev_info(&pdev->dev, "this machine has no PCI");
		return -ENODEV;
	}
	host.dev = &pdev->dev;
	find_ecam(&pdev->dev);
	add_windows();
	pci_scan(&host);
	return 0;
}

static const struct platform_driver conf1_driver = {
	.driver = { .name = "pci-conf1" },
	.probe = conf1_probe,
};
module_platform_driver(conf1_driver);
