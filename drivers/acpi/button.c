// SPDX-License-Identifier: MIT
/*
 * The power button, as an event of PM1, signalled by an interrupt (ACPI Specification 6.5: 4.8.3.1,
 * 5.2.9). Each press switches the machine off. drivers/base/x86_64/pc.c makes the device.
 */
#include <bootmap/err.h>
#include <bootmap/io.h>
#include <bootmap/power.h>
#include <drivers/platform_device.h>

#include <drivers/acpi.h>

#define PM1_SCI_EN BIT(0) /* events interrupt the kernel instead of firmware */

/* The event block: a status register, in which writing a one clears, and an enable register. */
#define PM1_POWER_BUTTON BIT(8)

/* More polls than any firmware needs. */
#define POLL_LIMIT 1000000

/* The block's first register, and the control register. */
static void __iomem *event, *control;

void __init acpi_button_add_device(void)
{
	const struct acpi_generic_address *block = &acpi_fadt.pm1a_event;
	u32 kind = block->space == ACPI_SPACE_IO ? IORESOURCE_IO : IORESOURCE_MEM;
	const struct resource resources[] = {
		DEFINE_RES_NAMED(block->address, acpi_fadt.pm1_event_size, "ACPI PM1a_EVT_BLK",
				 kind),
		DEFINE_RES_IRQ(acpi_fadt.sci),
	};

	if (acpi_fadt.flags & (FADT_OTHER_BUTTON | FADT_HW_REDUCED))
		return;
	if (block->address && acpi_fadt.pm1a_control.address && acpi_fadt.pm1_event_size)
		platform_device_register_simple("power_button", resources, ARRAY_SIZE(resources));
}

static irqreturn_t button_interrupt(unsigned int irq __attribute__((unused)), void *dev)
{
	if (!(ioread16(event) & PM1_POWER_BUTTON))
		return IRQ_NONE;
	iowrite16(PM1_POWER_BUTTON, event);
	dev_info((struct device *)dev, "pressed");
	machine_off(0);
}

/* Return: whether firmware has handed over the events. */
static bool take_events(void)
{
	if (!(ioread16(control) & PM1_SCI_EN) && acpi_fadt.smi_command)
		outb(acpi_fadt.acpi_enable, acpi_fadt.smi_command);
	for (int polls = 0; polls < POLL_LIMIT; polls++)
		if (ioread16(control) & PM1_SCI_EN)
			return true;
	return false;
}

/* Return: 0 after the block was requested and both registers were mapped. */
static int reach_registers(struct platform_device *pdev)
{
	if (acpi_fadt.pm1a_event.space == ACPI_SPACE_IO) {
		u16 first;
		int err = devm_platform_request_ports(pdev, dev_name(&pdev->dev), &first);

		if (err)
			return err;
		event = ioport_map(first, acpi_fadt.pm1_event_size);
	} else {
		event = devm_platform_ioremap_resource(pdev, 0);
		if (IOMEM_IS_ERR(event))
			return IOMEM_PTR_ERR(event);
	}
	control = acpi_map_register(&acpi_fadt.pm1a_control, sizeof(u16));
	return control ? 0 : -ENOMEM;
}

static int button_probe(struct platform_device *pdev)
{
	int irq = platform_get_irq(pdev, 0), err;

	if (irq < 0)
		return irq;
	err = reach_registers(pdev);
	if (err)
		return err;
	if (!take_events())
		return dev_err_probe(&pdev->dev, -EIO, "firmware does not hand over its events");
	iowrite16(PM1_POWER_BUTTON, event);
	iowrite16(PM1_POWER_BUTTON, event + acpi_fadt.pm1_event_size / 2);
	return devm_request_irq(&pdev->dev, irq, button_interrupt, dev_name(&pdev->dev),
				&pdev->dev);
}

static const struct platform_driver button_driver = {
	.driver = { .name = "power_button" },
	.probe = button_probe,
};
module_platform_driver(button_driver);
