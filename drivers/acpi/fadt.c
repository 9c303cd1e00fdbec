// SPDX-License-Identifier: MIT
/*
 * Reads ACPI's Fixed ACPI Description Table (ACPI Specification 6.5, 5.2.9), which says where the
 * power management registers are. The table is given as bytes, so this code needs no hardware and
 * is tested on the host. Called by acpi_fadt_init() in registers.c.
 */
#include <drivers/fadt.h>
#include <string.h>

/* Offsets of the fields. */
#define DSDT	       40
#define SCI_INT	       46
#define SMI_CMD	       48
#define ACPI_ENABLE    52
#define PM1A_EVT_BLK   56
#define PM1A_CNT_BLK   64
#define PM1B_CNT_BLK   68
#define PM1_EVT_LEN    88
#define FLAGS	       112
#define RESET_REG      116
#define RESET_VALUE    128
#define X_DSDT	       140
#define X_PM1A_EVT_BLK 148
#define X_PM1A_CNT_BLK 172
#define X_PM1B_CNT_BLK 184
#define SLEEP_CONTROL  244
static_assert(SLEEP_CONTROL + sizeof(struct acpi_generic_address) == FADT_SIZE, "the last one");

#define PORTS 0x10000

struct bytes {
	const u8 *start;
	size_t length;
};

/* A field beyond the end of the table stays 0. */
static void __init copy(void *field, const struct bytes *table, size_t at, size_t size)
{
	if (table->length >= at + size)
		memcpy(field, table->start + at, size);
}

#define COPY(field, table, at) copy(&(field), table, at, sizeof(field))

/* Do @bits bits from the address on fit into memory or into the I/O ports? */
static bool __init makes_sense(const struct acpi_generic_address *reg, unsigned int bits)
{
	u64 limit = reg->space == ACPI_SPACE_IO ? PORTS : UINT64_MAX;

	return reg->space <= ACPI_SPACE_IO && reg->address && reg->address < limit &&
	       bits / 8 <= limit - reg->address;
}

/* A register with one description. Its width is that of the specification, not of the table. */
static struct acpi_generic_address __init single(const struct bytes *table, size_t at,
						 unsigned int bits)
{
	struct acpi_generic_address reg = { 0 };

	COPY(reg, table, at);
	if (!makes_sense(&reg, bits))
		reg.address = 0;
	return reg;
}

/* A register with an older field (a port) and a newer field (an address of any kind). */
static struct acpi_generic_address __init twofold(const struct bytes *table, size_t older,
						  size_t newer, unsigned int bits)
{
	struct acpi_generic_address port = { .space = ACPI_SPACE_IO, .width = bits };
	struct acpi_generic_address reg = single(table, newer, bits);
	u32 address = 0;

	COPY(address, table, older);
	port.address = address;
	if (makes_sense(&port, bits) && (!reg.address || reg.width < bits))
		return port;
	return reg;
}

void __init fadt_parse(struct fadt *fadt, const void *start, size_t length)
{
	const struct bytes table = { start, length };
	u32 dsdt = 0;

	*fadt = (struct fadt){ 0 };
	COPY(dsdt, &table, DSDT);
	fadt->dsdt = dsdt;
	COPY(fadt->x_dsdt, &table, X_DSDT);
	COPY(fadt->sci, &table, SCI_INT);
	COPY(fadt->smi_command, &table, SMI_CMD);
	COPY(fadt->acpi_enable, &table, ACPI_ENABLE);
	COPY(fadt->flags, &table, FLAGS);
	COPY(fadt->pm1_event_size, &table, PM1_EVT_LEN);
	COPY(fadt->reset_value, &table, RESET_VALUE);
	if (fadt->smi_command >= PORTS)
		fadt->smi_command = 0;
	fadt->pm1a_event = twofold(&table, PM1A_EVT_BLK, X_PM1A_EVT_BLK, 32);
	fadt->pm1a_control = twofold(&table, PM1A_CNT_BLK, X_PM1A_CNT_BLK, 16);
	fadt->pm1b_control = twofold(&table, PM1B_CNT_BLK, X_PM1B_CNT_BLK, 16);
	if (fadt->pm1_event_size < 4)
		fadt->pm1_event_size = fadt->pm1a_event.width / 8;
	fadt->reset = single(&table, RESET_REG, 8);
	fadt->sleep_control = single(&table, SLEEP_CONTROL, 8);
}
