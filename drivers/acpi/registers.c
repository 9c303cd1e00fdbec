// SPDX-License-Identifier: MIT
/*
 * The registers that the FADT describes: reads the table once during boot, and maps a register
 * for the drivers in this directory. boot/x86_64/machine.c calls acpi_fadt_init(); the power
 * button, sleep and reset drivers call acpi_map_register().
 */
#include <bootmap/io.h>
#include <bootmap/ioremap.h>
#include <drivers/acpi.h>

struct fadt acpi_fadt;

void __init acpi_fadt_init(void)
{
	struct acpi_table table = acpi_find_table("FACP");
	u32 length = table.length < FADT_SIZE ? table.length : FADT_SIZE;
	u8 bytes[FADT_SIZE];

	if (table.phys && acpi_read(bytes, &table, 0, length))
		fadt_parse(&acpi_fadt, bytes, length);
}

void __iomem *acpi_map_register(const struct acpi_generic_address *reg, size_t size)
{
	if (!reg->address)
		return NULL;
	if (reg->space == ACPI_SPACE_IO)
		return ioport_map(reg->address, size);
	return ioremap(reg->address, size);
}
