// SPDX-License-Identifier: MIT
/*
 * Restarts the machine by one write to the register that ACPI's fixed table names (ACPI Specification
 * 6.5: 4.8.3.6 and 5.2.9). machine_restart() in kernel/power.c calls the handler that is registered here.
 */
#include <bootmap/compiler.h>
#include <bootmap/delay.h>
#include <bootmap/io.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>

#include <drivers/acpi.h>

/* How long the machine may take, in milliseconds. */
#define RESET_WAIT 15

static void reset(struct power_handler *handler __attribute__((unused)))
{
	void __iomem *reg = acpi_map_register(&acpi_fadt.reset, 1);

	if (!reg)
		return;
	iowrite8(acpi_fadt.reset_value, reg);
	mdelay(RESET_WAIT);
	pr_warn("acpi: the reset register does nothing");
}

void __init acpi_reset_init(void)
{
	static struct power_handler handler = { .act = reset,
						.priority = SYS_OFF_PRIO_FIRMWARE,
						.method = 'a' };

	if (!(acpi_fadt.flags & FADT_RESET_REG_SUP))
		return;
	if (acpi_fadt.reset.address)
		register_restart(&handler);
	else
		pr_warn("acpi: the reset register is neither memory nor a port: not used");
}
