// SPDX-License-Identifier: MIT
/*
 * Experiments with fixmap slots, early_ioremap() and ioremap(): used too early, used after they were
 * given back, given back twice or never. break=NAME runs them.
 */
#include <bootmap/boot.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/fixmap.h>
#include <bootmap/io.h>
#include <bootmap/ioremap.h>
#include <bootmap/printk.h>
#include <experiments/experiment.h>

static void use_returned_slot(void)
{
	void __iomem *p = early_ioremap(boot_info.kernel_phys, PAGE_SIZE);

	early_iounmap(p, PAGE_SIZE);
	WRONG(readl(p));
}

static bool use_slot(void)
{
	int used = early_ioremap_slots_used();
	void __iomem *p = early_ioremap(boot_info.kernel_phys, PAGE_SIZE);

	readl(p);
	early_iounmap(p, PAGE_SIZE);
	return early_ioremap_slots_used() == used;
}
EXPERIMENT(slot, .what = "use a mapping after early_iounmap()", .run = use_returned_slot,
	   .ending = FAULTS,
	   .why = "early_iounmap() makes the entries invalid, and the TLB forgets them",
	   .remedy = "unmap last, after the last access", .cure = use_slot);

static void unmap_slot_twice(void)
{
	void __iomem *p = early_ioremap(boot_info.kernel_phys, PAGE_SIZE);

	early_iounmap(p, PAGE_SIZE);
	WRONG(early_iounmap(p, PAGE_SIZE));
}
EXPERIMENT(unmap, .what = "give a slot back twice", .run = unmap_slot_twice, .ending = RETURNS,
	   .why = "the slot may have another user by then, so the call is refused",
	   .remedy = "one early_iounmap() for each early_ioremap()", .cure = use_slot);

static void leak_slot(void)
{
	WRONG((void)early_ioremap(boot_info.kernel_phys, 3 * PAGE_SIZE));
	pr_info("experiment: a slot is allocated and never released");
}
EXPERIMENT(leak, .what = "never give a slot back", .run = leak_slot, .ending = RETURNS,
	   .why = "the slot is lost for all others; the end of boot names its user",
	   .remedy = "call early_iounmap() on every way out of the function", .cure = use_slot);

static void use_unset_fixmap(void)
{
	WRONG(store_to(fix_to_virt(FIX_LAB)));
}

static bool set_fixmap_first(void)
{
	lab_page[0] = ~0U;
	set_fixmap(FIX_LAB, __pa_symbol(lab_page));
	store_to(fix_to_virt(FIX_LAB));
	return !READ_ONCE(lab_page[0]);
}
EXPERIMENT(fixmap, .what = "use a fixmap slot that maps nothing", .run = use_unset_fixmap,
	   .ending = FAULTS,
	   .why = "the address is a constant, but its entry is invalid until set_fixmap()",
	   .remedy = "set_fixmap() first", .cure = set_fixmap_first);

/* Still served, since its tables are where they were. */
static void use_slot_late(void)
{
	void __iomem *p;

	early_ioremap_reset();
	p = WRONG(early_ioremap(nowhere(), PAGE_SIZE));
	early_iounmap(p, PAGE_SIZE);
}

static bool use_ioremap(void)
{
	void __iomem *p = ioremap(nowhere(), PAGE_SIZE);

	iounmap(p);
	return p;
}
EXPERIMENT(late, .what = "call early_ioremap() after paging_init()", .run = use_slot_late,
	   .ending = RETURNS, .why = "slots are few, and they close at the end of boot",
	   .remedy = "ioremap() has as many addresses as anybody needs", .cure = use_ioremap);

static void unmap_device_twice(void)
{
	void __iomem *p = ioremap(nowhere(), PAGE_SIZE);

	iounmap(p);
	WRONG(iounmap(p));
	pr_info("experiment: the second iounmap() was refused; the warning names its caller");
}
EXPERIMENT(iounmap, .what = "call iounmap() twice", .run = unmap_device_twice, .ending = RETURNS,
	   .why = "the addresses may have another user by then",
	   .remedy = "one iounmap() for each ioremap()", .cure = use_ioremap);
