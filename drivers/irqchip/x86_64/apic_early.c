// SPDX-License-Identifier: MIT
/*
 * Finds out from ACPI's MADT which interrupt controllers (APICs) there are, and checks them, while boot can
 * still choose the older 8259 instead. boot/x86_64/machine.c calls apic_early_init(); the drivers
 * apic.c and io_apic.c use what it found.
 */
#include <bootmap/cmdline.h>
#include <bootmap/compiler.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/irq.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <drivers/acpi.h>
#include <drivers/platform_device.h>

#include <asm/counter.h>
#include <asm/sysreg.h>
#include <drivers/apic.h>
#include <drivers/i8259.h>

struct apic_config apic_config;

/* The entry of an I/O APIC has eight bits for the number of the local APIC. */
#define MAX_APIC_ID 0xff

static void __init forbid_apic(const char *value __attribute__((unused)))
{
	apic_config.noapic = true;
}
CMDLINE_OPTION("noapic", forbid_apic);

static void __init forbid_apic_timer(const char *value __attribute__((unused)))
{
	apic_config.noapictimer = true;
}
CMDLINE_OPTION("noapictimer", forbid_apic_timer);

/*
 * The system control interrupt uses a line of the ISA bus, but not that bus's default type, because
 * it is shared (ACPI Specification 6.5: 5.2.9, SCI_INT).
 */
static void __init set_sci_type(struct madt *madt)
{
	u16 line = acpi_fadt.sci;

	if (line && line < NR_ISA_IRQS && !madt->isa[line].has_type)
		madt->isa[line].type = IRQ_TYPE_LEVEL_LOW;
}

static const char __init *read_madt(void)
{
	struct acpi_table table = acpi_find_table("APIC");
	const char *why;
	void *bytes;

	if (!table.phys)
		return "ACPI has no table of them";
	bytes = early_memremap_ro(table.phys, table.length);
	if (!bytes)
		return "their table cannot be read";
	why = madt_parse(&apic_config.madt, bytes, table.length);
	early_memunmap(bytes, table.length);
	set_sci_type(&apic_config.madt);
	return why;
}

/* Checks whether this CPU's local APIC is enabled, and reads its mode. */
static const char __init *look_at_cpu(void)
{
	u64 base;

	if (!(cpuid(CPUID_FEATURES).edx & CPUID_EDX_APIC))
		return "this CPU has none";
	base = rdmsr(MSR_APIC_BASE);
	if (!(base & APIC_BASE_ENABLE))
		return "firmware has switched the local one off";
	apic_config.x2apic = base & APIC_BASE_X2APIC;
	return NULL;
}

/* The CPU itself gives the address of its registers; the table's value could be wrong. */
static void __init map_local(void)
{
	if (!apic_config.x2apic)
		set_fixmap_io(FIX_APIC_BASE, rdmsr(MSR_APIC_BASE) & APIC_BASE_ADDRESS);
}

static void __init unmap_local(void)
{
	if (!apic_config.x2apic)
		clear_fixmap(FIX_APIC_BASE);
}

static const char __init *map_apics(void)
{
	phys_addr_t io_apic = apic_config.madt.ioapics[0].address;
	const char *why = "no device answers where they should be";

	if (io_apic % IO_APIC_SIZE)
		return "their addresses are invalid";
	map_local();
	apic_config.io_apic = set_fixmap_offset_io(FIX_IO_APIC_BASE_0, io_apic);
	if (apic_config.x2apic && apic_read(APIC_ID) > MAX_APIC_ID)
		why = "an I/O APIC cannot name this CPU";
	else if (apic_is_version(apic_read(APIC_VERSION)) &&
		 apic_is_version(io_apic_read(apic_config.io_apic, IO_APIC_VERSION)))
		return NULL;
	unmap_local();
	clear_fixmap(FIX_IO_APIC_BASE_0);
	return why;
}

static const char __init *find_apics(void)
{
	const char *why = apic_config.noapic ? "so the command line wants it" : look_at_cpu();

	if (!why)
		why = read_madt();
	return why ? why : map_apics();
}

/*
 * The output of the 8259s leads to an input of the local APIC, which must forward it
 * (virtual wire mode: MultiProcessor Specification 1.4, 3.6.2.2).
 */
static void __init let_8259s_through(void)
{
	if (look_at_cpu())
		return;
	map_local();
	apic_write(APIC_SVR, SVR_ENABLE | VECTOR_SPURIOUS);
	apic_write(APIC_LVT(LVT_LINT0), LVT_EXTINT);
	unmap_local();
}

void __init apic_early_init(void)
{
	const char *why;

	i8259_early_init();
	why = find_apics();
	if (why) {
		pr_warn("apic: not used: %s", why);
		let_8259s_through();
		return;
	}
	apic_config.used = true;
	if (!apic_config.x2apic)
		show_mapping("set_fixmap_io", "local APIC", fix_to_virt(FIX_APIC_BASE), PAGE_SIZE);
	show_mapping("set_fixmap_io", "I/O APIC", fix_to_virt(FIX_IO_APIC_BASE_0), PAGE_SIZE);
	apic_write(APIC_LVT(LVT_TIMER), APIC_MASKED | VECTOR_TIMER);
	apic_write(APIC_TIMER_DCR, APIC_TIMER_DIVIDE_16);
	apic_config.timer_start = read_counter();
	apic_write(APIC_TIMER_ICR, APIC_TIMER_MAX);
}

void __init apic_add_devices(void)
{
	struct resource registers[MADT_MAX_IOAPICS + 1];
	const struct madt *madt = &apic_config.madt;

	if (!apic_config.used)
		return;
	for (unsigned int i = 0; i < madt->nr_ioapics; i++)
		registers[i] = (struct resource)DEFINE_RES_MEM_NAMED(madt->ioapics[i].address,
								     IO_APIC_SIZE, "IOAPIC");
	registers[madt->nr_ioapics] = (struct resource)DEFINE_RES_MEM_NAMED(
		rdmsr(MSR_APIC_BASE) & APIC_BASE_ADDRESS, APIC_SIZE, "Local APIC");
	platform_device_register_simple("apic", registers, madt->nr_ioapics + 1);
	if (!apic_config.noapictimer)
		platform_device_register_simple("apic_timer", NULL, 0);
}
