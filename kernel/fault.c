// SPDX-License-Identifier: MIT
/*
 * What an address means to the kernel: which region it lies in, who owns it, and why an access to
 * it probably failed. Called for fault reports, by the monitor and by the audit.
 */
#include <bootmap/boot.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/fault.h>
#include <bootmap/fixmap.h>
#include <bootmap/table.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <bootmap/vmalloc.h>
#include <stdio.h>

/* Parts of the image, each from @start to the start of the next. */
static const struct {
	const char *start;
	const char *name;
} image_parts[] = {
	{ _head, "boot code, freed after boot" },
	{ _einittext, "kernel text" },
	{ _rodata, "kernel read-only data" },
	{ _data, "kernel data" },
	{ boot_stack_guard, "guard page below the boot stack" },
	{ boot_stack, "boot stack" },
	{ emergency_stack_guard, "guard page below the emergency stack" },
	{ emergency_stack, "emergency stack" },
	{ boot_tables, "boot page tables" },
	{ _brk, "brk, records of boot" },
};

static const char *image_part(unsigned long va)
{
	unsigned int i = 0;

	while (i + 1 < ARRAY_SIZE(image_parts) && va >= (unsigned long)image_parts[i + 1].start)
		i++;
	return image_parts[i].name;
}

static bool in_image_window(unsigned long va)
{
	return va >= KIMAGE_VADDR && va < KIMAGE_VADDR + KIMAGE_MAX_SIZE;
}

static bool in_fixmap(unsigned long va)
{
	return va >= FIXADDR_TOT_START && va < FIXADDR_TOP + PAGE_SIZE;
}

static bool in_guard_page(unsigned long va)
{
	return (va >= (unsigned long)boot_stack_guard && va < (unsigned long)boot_stack) ||
	       (va >= (unsigned long)emergency_stack_guard && va < (unsigned long)emergency_stack);
}

static bool in_lower_half(unsigned long va)
{
	return va >> FIRST_EQUAL_BIT == 0;
}

static bool in_upper_half(unsigned long va)
{
	return in_lower_half(~va);
}

static bool in_vmalloc_area(unsigned long va)
{
	return va >= VMALLOC_START && va < VMALLOC_END;
}

/* Below the kernel's half. */
static void describe_foreign_address(char *buf, size_t size, unsigned long va)
{
	if (va < PAGE_SIZE)
		snprintf(buf, size, "the page at address 0, to which NULL pointers point");
	else if (!in_lower_half(va))
		snprintf(buf, size, "not a valid address: bits %d to 63 must be equal",
			 FIRST_EQUAL_BIT);
	else
		snprintf(buf, size, "lower half: %s",
			 linear_map_ready ? "not the kernel's since paging_init()" :
					    "only the identity page of the boot code is mapped");
}

void describe_region(char *buf, size_t size, unsigned long va)
{
	if (!in_upper_half(va))
		describe_foreign_address(buf, size, va);
	else if (in_fixmap(va))
		fixmap_describe(buf, size, va);
	else if (in_image_window(va))
		snprintf(buf, size, "%s", image_part(va));
	else if (in_vmalloc_area(va))
		vmalloc_describe(buf, size, va);
	else if (in_linear_map(va))
		snprintf(buf, size, "linear map, physical 0x%lx", __pa(va));
	else
		snprintf(buf, size, "kernel half, not allocated");
}

void show_region(unsigned long va)
{
	char region[REGION_TEXT_MAX];

	describe_region(region, sizeof(region), va);
	pr_err("address  0x%016lx: %s", va, region);
}

void show_fault_address(const struct fault *fault)
{
	if (!fault->has_address)
		return;
	show_region(fault->address);
	show_walk(fault->address);
}

static const char *foreign_address_reason(unsigned long va)
{
	if (va < PAGE_SIZE)
		return "a NULL pointer was used, perhaps with a member's offset added";
	if (in_lower_half(va))
		return "a physical address was used as a pointer: map it first";
	return "the pointer is damaged: no table can map such an address";
}

static const char *fixmap_reason(unsigned long va)
{
	unsigned long idx = __virt_to_fix(va);

	if (idx >= FIX_BTMAP_END && idx <= FIX_BTMAP_BEGIN)
		return "an early mapping was used after early_iounmap() or past its end";
	return "a fixmap slot was used before set_fixmap() or after clearing";
}

/* Why nothing is mapped at @va. */
static const char *translation_reason(unsigned long va)
{
	if (!in_upper_half(va))
		return foreign_address_reason(va);
	if (in_fixmap(va))
		return fixmap_reason(va);
	if (in_guard_page(va))
		return "the stack overflowed: deep recursion, or a large local variable";
	if (in_image_window(va) && va < (unsigned long)_einittext)
		return "a function for booting only (__init) was called after boot";
	if (in_vmalloc_area(va))
		return "an access past the end of an area, after iounmap() or vfree()";
	return "nothing was ever mapped there";
}

const char *likely_reason(const struct fault *fault)
{
	switch (fault->cause) {
	case CAUSE_TRANSLATION:
		return translation_reason(fault->address);
	case CAUSE_PERMISSION:
		return fault->kind == TRAP_EXEC ?
			       "data was executed: a wrong function pointer or return address" :
		       fault->kind == TRAP_WRITE ?
			       "something read-only was written: text, constants, a mapping" :
			       "the mapping does not allow this access";
	case CAUSE_ALIGNMENT:
		return "an unaligned access to Device memory, or an unaligned SP";
	case CAUSE_ASYNC:
		return FAULT_REASON_ASYNC;
	case CAUSE_EXTERNAL:
		return "no device answers at that physical address";
	case CAUSE_ENTRY:
		return "an entry has a reserved bit, a bad address, or no accessed bit";
	case CAUSE_NO_ADDRESS:
		return "a damaged pointer: no table can map such an address";
	default:
		break;
	}
	switch (fault->kind) {
	case TRAP_BUG:
		return "a BUG_ON() check failed in the function that is named first";
	case TRAP_UNDEFINED:
		return "an instruction that this CPU does not have, or does not allow";
	default:
		return "an exception that this kernel does not expect";
	}
}
