// SPDX-License-Identifier: MIT
/*
 * Searches the BIOS's memory for the Root System Description Pointer, the structure from which
 * all ACPI tables are found (ACPI Specification 6.5, 5.2.5.1). boot/x86_64/machine.c calls this
 * when the loader did not pass the pointer.
 */
#include <bootmap/compiler.h>
#include <bootmap/early_ioremap.h>
#include <drivers/acpi.h>
#include <string.h>

#define EBDA_SEGMENT 0x40e /* in the BIOS data area: address of the extended one, divided by 16 */
#define EBDA_SIZE    1024
#define ROM_START    0xe0000
#define ROM_SIZE     0x20000
#define RSDP_ALIGN   16
#define RSDP_SIZE    20

static phys_addr_t __init search(phys_addr_t start, size_t size)
{
	const char *memory = early_memremap_ro(start, size);
	phys_addr_t found = 0;

	if (!memory)
		return 0;
	for (size_t at = 0; at + RSDP_SIZE <= size && !found; at += RSDP_ALIGN)
		if (!memcmp(memory + at, "RSD PTR ", 8) && acpi_checksum_ok(start + at, RSDP_SIZE))
			found = start + at;
	early_memunmap((void *)memory, size);
	return found;
}

phys_addr_t __init acpi_find_rsdp(void)
{
	phys_addr_t found = 0;
	u16 segment;

	if (!copy_from_early_mem(&segment, EBDA_SEGMENT, sizeof(segment)) && segment)
		found = search((phys_addr_t)segment << 4, EBDA_SIZE);
	return found ? found : search(ROM_START, ROM_SIZE);
}
