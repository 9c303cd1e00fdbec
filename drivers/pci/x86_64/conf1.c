// SPDX-License-Identifier: MIT
/*
 * Driver of a PC's PCI host: two ports, an index and a data register (PCI Local Bus Specification
 * 3.0, 3.2.2.3.2), and an ECAM if ACPI's table MCFG has one (PCI Firmware Specification 3.3,
 * 4.1.2).
 */
#include <bootmap/io.h>
#include <drivers/acpi.h>
#include <drivers/pci.h>
#include <drivers/platform_device.h>
#include <errno.h>

#define CONF1_ENABLE BIT(31)
#define CONF1_DATA   4

/* The first of MCFG's entries. */
#define MCFG_ENTRY 44

struct mcfg_entry {
	u64 base; /* of bus 0 */
	u16 segment;
	u8 first_bus, last_bus;
} __attribute__((packed));

static u16 ports;

static u32 conf1_read(const struct pci_host *host __attribute__((unused)), u8 bus, u8 devfn,
		      u16 offset)
{
	outl(CONF1_ENABLE | bus << 16 | devfn << 8 | offset, ports);
	return inl(ports + CONF1_DATA);
}

static struct pci_host host = { .read = conf1_read, .last_bus = 0xff };

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
	struct pci_host ecam = { pci_ecam_read, NULL, entry->first_bus, entry->last_bus };

	if (!devm_request_mem_region(dev, start, size, "PCI ECAM"))
		return;
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

static int conf1_probe(struct platform_device *pdev)
{
	int err = devm_platform_request_ports(pdev, "PCI conf1", &ports);

	if (err)
		return err;
	if (!conf1_answers()) {
		dev_info(&pdev->dev, "this machine has no PCI");
		return -ENODEV;
	}
	find_ecam(&pdev->dev);
	pci_list(&host);
	return 0;
}

static const struct platform_driver conf1_driver = {
	.driver = { .name = "pci-conf1" },
	.probe = conf1_probe,
};
module_platform_driver(conf1_driver);
