// SPDX-License-Identifier: MIT
/* Which APICs there are, while boot can still fall back to what came before them. */
#include <bootmap/acpi.h>
#include <bootmap/compiler.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/platform_device.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <string.h>

#include <asm/apic.h>
#include <asm/counter.h>
#include <asm/sysreg.h>

/* Where no device answers, buses read as ones, emulated ones as zeroes. */
static bool __init is_version(u32 value)
{
	return value && value != 0xffffffff;
}

struct apic_config apic_config;

bool apic_option(const char *name)
{
	bool *option = !strcmp(name, "noapic")	    ? &apic_config.noapic :
		       !strcmp(name, "noapictimer") ? &apic_config.noapictimer :
						      NULL;

	if (option)
		*option = true;
	return option;
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
	return why;
}

/* The state of this CPU's own one: registers in memory are those of xAPIC mode. */
static const char __init *look_at_cpu(void)
{
	u64 base;

	if (!(cpuid(CPUID_FEATURES).edx & CPUID_EDX_APIC))
		return "this CPU has none";
	base = rdmsr(MSR_APIC_BASE);
	if (!(base & APIC_BASE_ENABLE))
		return "firmware has switched the local one off";
	if (base & APIC_BASE_X2APIC)
		return "firmware has left the local one in x2APIC mode";
	return NULL;
}

static const char __init *map_apics(void)
{
	const struct madt *madt = &apic_config.madt;

	if (!phys_addr_valid(madt->lapic) || (madt->lapic | madt->ioapic) & ~PAGE_MASK)
		return "their addresses make no sense";
	set_fixmap_io(FIX_APIC_BASE, madt->lapic);
	set_fixmap_io(FIX_IO_APIC_BASE_0, madt->ioapic);
	if (is_version(apic_read(APIC_VERSION)) && is_version(io_apic_read(IO_APIC_VERSION)))
		return NULL;
	clear_fixmap(FIX_APIC_BASE);
	clear_fixmap(FIX_IO_APIC_BASE_0);
	return "no device answers where they should be";
}

static const char __init *find_apics(void)
{
	const char *why = apic_config.noapic ? "so the command line wants it" : look_at_cpu();

	if (!why)
		why = read_madt();
	return why ? why : map_apics();
}

/*
 * The output of the 8259s leads to an input of the local APIC, which has to let it through
 * (virtual wire mode: MultiProcessor Specification 1.4, 3.6.2.2).
 */
static void __init let_8259s_through(void)
{
	if (look_at_cpu())
		return;
	set_fixmap_io(FIX_APIC_BASE, rdmsr(MSR_APIC_BASE) & APIC_BASE_ADDRESS);
	apic_write(APIC_SVR, SVR_ENABLE | VECTOR_SPURIOUS);
	apic_write(APIC_LVT(LVT_LINT0), LVT_EXTINT);
	clear_fixmap(FIX_APIC_BASE);
}

void __init apic_early_init(void)
{
	const char *why = find_apics();

	if (why) {
		pr_warn("apic: not used: %s", why);
		let_8259s_through();
		return;
	}
	apic_config.used = true;
	show_mapping("set_fixmap_io", "local APIC", fix_to_virt(FIX_APIC_BASE), PAGE_SIZE);
	show_mapping("set_fixmap_io", "I/O APIC", fix_to_virt(FIX_IO_APIC_BASE_0), PAGE_SIZE);
	apic_write(APIC_LVT(LVT_TIMER), APIC_MASKED | VECTOR_TIMER);
	apic_write(APIC_TIMER_DCR, APIC_TIMER_DIVIDE_16);
	apic_config.timer_start = read_counter();
	apic_write(APIC_TIMER_ICR, APIC_TIMER_MAX);
}

void __init apic_add_devices(void)
{
	const struct resource registers[] = {
		DEFINE_RES_MEM_NAMED(apic_config.madt.ioapic, IO_APIC_SIZE, "IOAPIC 0"),
		DEFINE_RES_MEM_NAMED(apic_config.madt.lapic, APIC_SIZE, "Local APIC"),
	};

	if (!apic_config.used)
		return;
	platform_device_register_simple("apic", registers, ARRAY_SIZE(registers));
	if (!apic_config.noapictimer)
		platform_device_register_simple("apic_timer", NULL, 0);
}
