// SPDX-License-Identifier: MIT
/* The power button, as an event of PM1 that an interrupt tells (ACPI Specification 6.5: 4.8.3.1, 5.2.9). */
#include "fadt.h"

#include <bootmap/acpi.h>
#include <bootmap/err.h>
#include <bootmap/platform_device.h>
#include <bootmap/power.h>

#include <asm/acpi.h>
#include <asm/io.h>

#define PM1_SCI_EN BIT(0) /* events interrupt the kernel, and no longer firmware */

/* The block of events: what has happened, where writing a one clears; then, of what to tell. */
#define PM1_POWER_BUTTON BIT(8)

/* More polls than firmware ever took. */
#define POLL_LIMIT 1000000

static struct {
	u32 event, control, smi_command;
	u16 sci;
	u8 event_length, enable;
} pm1;

void __init acpi_button_init(void)
{
	struct acpi_table fadt = acpi_find_table("FACP");
	u32 flags = FADT_OTHER_BUTTON, event = 0;

	acpi_read(&flags, &fadt, FADT_FLAGS, sizeof(flags));
	acpi_read(&event, &fadt, FADT_PM1A_EVT, sizeof(event));
	acpi_read(&pm1.event_length, &fadt, FADT_PM1_EVT_LEN, sizeof(pm1.event_length));
	acpi_read(&pm1.control, &fadt, FADT_PM1A_CNT, sizeof(pm1.control));
	acpi_read(&pm1.smi_command, &fadt, FADT_SMI_CMD, sizeof(pm1.smi_command));
	acpi_read(&pm1.enable, &fadt, FADT_ACPI_ENABLE, sizeof(pm1.enable));
	acpi_read(&pm1.sci, &fadt, FADT_SCI_INT, sizeof(pm1.sci));
	if (!(flags & (FADT_OTHER_BUTTON | FADT_HW_REDUCED)))
		pm1.event = event;
}

void __init acpi_button_add_device(void)
{
	const struct resource resources[] = {
		DEFINE_RES_IO_NAMED(pm1.event, pm1.event_length, "ACPI PM1a_EVT_BLK"),
		DEFINE_RES_IRQ(pm1.sci),
	};

	if (pm1.event && pm1.control && pm1.event_length)
		platform_device_register_simple("power_button", resources, ARRAY_SIZE(resources));
}

static irqreturn_t button_interrupt(unsigned int irq __attribute__((unused)), void *dev)
{
	if (!(inw(pm1.event) & PM1_POWER_BUTTON))
		return IRQ_NONE;
	outw(PM1_POWER_BUTTON, pm1.event);
	dev_info((struct device *)dev, "pressed");
	machine_off(0);
}

/* Return: whether firmware leaves the events to us. */
static bool take_events(void)
{
	if (!(inw(pm1.control) & PM1_SCI_EN) && pm1.smi_command)
		outb(pm1.enable, pm1.smi_command);
	for (int polls = 0; polls < POLL_LIMIT; polls++)
		if (inw(pm1.control) & PM1_SCI_EN)
			return true;
	return false;
}

static int button_probe(struct platform_device *pdev)
{
	int irq = platform_get_irq(pdev, 0), err;
	u16 first;

	if (irq < 0)
		return irq;
	err = devm_platform_request_ports(pdev, dev_name(&pdev->dev), &first);
	if (err)
		return err;
	if (!take_events())
		return dev_err_probe(&pdev->dev, -EIO, "firmware does not hand over its events");
	outw(PM1_POWER_BUTTON, pm1.event);
	outw(PM1_POWER_BUTTON, pm1.event + pm1.event_length / 2);
	return devm_request_irq(&pdev->dev, irq, button_interrupt, dev_name(&pdev->dev),
				&pdev->dev);
}

static const struct platform_driver button_driver = {
	.driver = { .name = "power_button" },
	.probe = button_probe,
};
module_platform_driver(button_driver);
