// SPDX-License-Identifier: MIT
/*
 * Where the interrupt pins of PCI devices lead on a PC. ACPI's AML says it (_PRT), but this kernel has no
 * interpreter for AML. Two sources are left:
 *
 *   Firmware writes the number of the 8259's input into each device's register Interrupt Line. Such an
 *   input is also one of the I/O APIC: the table MADT says which.
 *
 *   On a q35 the four pins of the devices 0 to 24 lead to the chipset's lines PIRQE to PIRQH, which are
 *   inputs 20 to 23 of its I/O APIC (Intel ICH9 datasheet 316972, 5.9.2; which pin leads to which line is
 *   the main board's choice, here that of QEMU).
 */
#include <bootmap/err.h>
#include <bootmap/io.h>
#include <drivers/pci_host.h>

#include <drivers/apic.h>
#include <drivers/pc.h>

#define ICH9_LPC   0x29188086U /* IDs of the chipset, in device 31 */
#define ICH9_DEVFN (31 << 3)
#define ICH9_OWN   25 /* from this device on, the chipset's own */
#define GSI_PIRQE  20
#define ELCR	   0x4d0 /* a bit for each input of the 8259s: level-triggered */

int pc_pci_irq(const struct pci_dev *dev, u8 devfn, u8 pin)
{
	const struct pci_host *host = dev->bus->host;
	u32 input = pci_read8(dev, PCI_INTERRUPT_LINE);

	if (!input || input >= NR_ISA_IRQS)
		return -ENXIO;
	if (!apic_config.used)
		outb(inb(ELCR + input / 8) | BIT(input % 8), ELCR + input / 8);
	else if (host->read(host, 0, ICH9_DEVFN, PCI_VENDOR_ID) == ICH9_LPC &&
		 PCI_SLOT(devfn) < ICH9_OWN)
		input = GSI_PIRQE + (PCI_SLOT(devfn) + pin - 1) % 4;
	return irq_create_of_mapping(NULL, &input, 1);
}
