// SPDX-License-Identifier: MIT
/* Restarting by one write (ACPI Specification 6.5: 4.8.3.6 and 5.2.9). */
#include "fadt.h"

#include <bootmap/acpi.h>
#include <bootmap/compiler.h>
#include <bootmap/delay.h>
#include <bootmap/io.h>
#include <bootmap/ioremap.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>

#include <asm/acpi.h>

/* How long the machine may take, in milliseconds. */
#define RESET_WAIT 15

static struct acpi_generic_address reset_reg;
static u8 reset_value;

static void reset(struct power_handler *handler __attribute__((unused)))
{
	bool port = reset_reg.space == ACPI_SPACE_IO;
	void __iomem *reg = port ? ioport_map(reset_reg.address, 1) : ioremap(reset_reg.address, 1);

	if (!reg)
		return;
	iowrite8(reset_value, reg);
	mdelay(RESET_WAIT);
	pr_warn("acpi: the reset register does nothing");
}

void __init acpi_reset_init(void)
{
	static struct power_handler handler = { .act = reset, .priority = SYS_OFF_PRIO_FIRMWARE };
	struct acpi_table fadt = acpi_find_table("FACP");
	u32 flags = 0;

	if (!fadt.phys || !acpi_read(&flags, &fadt, FADT_FLAGS, sizeof(flags)) ||
	    !(flags & FADT_RESET_REG_SUP) ||
	    !acpi_read(&reset_reg, &fadt, FADT_RESET_REG, sizeof(reset_reg)) ||
	    !acpi_read(&reset_value, &fadt, FADT_RESET_VALUE, sizeof(reset_value)))
		return;
	if (reset_reg.space > ACPI_SPACE_IO)
		pr_warn("acpi: the reset register is neither memory nor a port: not used");
	else
		register_restart(&handler);
}
