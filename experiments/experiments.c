// SPDX-License-Identifier: MIT
/*
 * Experiments: each makes one mistake on purpose, so that the kernel's report of it can be studied.
 * Started by break=NAME on the command line, or by the monitor's command break NAME.
 */
#include <bootmap/boot.h>
#include <bootmap/console.h>
#include <bootmap/delay.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/fixmap.h>
#include <bootmap/io.h>
#include <bootmap/ioremap.h>
#include <bootmap/ktime.h>
#include <bootmap/machine_state.h>
#include <bootmap/paging.h>
#include <bootmap/printk.h>
#include <bootmap/traps.h>
#include <bootmap/vmalloc.h>
#include <experiments/experiments.h>
#include <experiments/stale_tlb.h>
#include <string.h>

#include <experiments/undefined.h>

static noinline void store(unsigned long va)
{
	OPTIMIZER_HIDE_VAR(va);
	WRITE_ONCE(*(u32 *)va, 0);
}

static void use_null(void)
{
	store(0x18);
}

static void write_text(void)
{
	store((unsigned long)run_experiment);
}

static void execute_data(void)
{
	static u32 data[] = { RETURN_INSTRUCTION }; /* if it is executed, it only returns */
	void (*function)(void) = (void (*)(void))(unsigned long)data;

	function();
}

/* Deeper than any stack. Work after each call prevents the compiler from making it a loop. */
static noinline int recurse(const volatile int *depth)
{
	volatile int frame[64];

	frame[0] = *depth - 1;
	return frame[0] ? recurse(frame) + frame[0] : 0;
}

static void overflow_stack(void)
{
	volatile int depth = STACK_SIZE;

	recurse(&depth);
}

static void use_returned_slot(void)
{
	phys_addr_t phys = boot_info.kernel_phys;
	void __iomem *p = early_ioremap(phys, PAGE_SIZE);

	early_iounmap(p, PAGE_SIZE);
	readl(p);
}

static void use_unset_fixmap(void)
{
	store(fix_to_virt(FIX_LAB));
}

/* An unaligned access to Arm's Device memory faults, whatever SCTLR_EL1.A is. */
static void misalign_device_access(void)
{
	readl(set_fixmap_offset_io(FIX_LAB, harmless_register() + 1));
	pr_info("experiment: the unaligned access passed: x86 allows it, and so do emulators of Arm");
}

/* The last physical page that an entry can contain on this CPU: there is no device. */
static phys_addr_t nowhere(void)
{
	return BIT(phys_addr_bits()) - PAGE_SIZE;
}

static void ask_nobody(void)
{
	u32 answer = readl(set_fixmap_offset_io(FIX_LAB, nowhere()));

	pr_info("experiment: there is no device, but the read returned 0x%x: a PC's bus reports no error",
		answer);
}

static void fail_bug_check(void)
{
	virt_to_fix(FIXADDR_TOP);
}

static void unmap_twice(void)
{
	void __iomem *p = early_ioremap(boot_info.kernel_phys, PAGE_SIZE);

	early_iounmap(p, PAGE_SIZE);
	early_iounmap(p, PAGE_SIZE); /* refused: the slot is free */
}

static void leak_slot(void)
{
	if (early_ioremap(boot_info.kernel_phys, 3 * PAGE_SIZE))
		pr_info("experiment: a slot is allocated and never released");
}

static void store_to_null(struct hrtimer *timer)
{
	(void)timer;
	store(0x18);
}

/* The backtrace continues from the handler into the interrupted code. */
static void fault_in_handler(void)
{
	/* Static, because the interrupt may arrive after this function has returned. */
	static struct hrtimer timer = { .function = store_to_null };

	if (hrtimer_start(&timer, 0))
		pr_info("experiment: without a timer there is no interrupt handler that can fault");
	mdelay(1000); /* the interrupt is due at once, but an emulator may be slow */
}

/* Replaces a console at I/O ports, which needs no mapping. */
static void write_where_nothing_is(char c)
{
	writeb(c, (void __force __iomem *)fix_to_virt(FIX_LAB));
}

/* Unmaps the page of the console's registers, so that the fault cannot be printed. */
static void lose_console(void)
{
	static struct console lost = { .name = "lost", .write_char = write_where_nothing_is };
	void __iomem *registers = active_console()->registers;

	clear_fixmap(FIX_EARLYCON_MEM_BASE);
	if (registers)
		iounmap(registers);
	else
		register_console(&lost);
	console_write("nobody will read this\r\n"); /* not affected by loglevel= */
}

/* The walk in the first report follows an entry to an address that is not RAM, and faults again. */
static void break_fault_report(void)
{
	WRITE_ONCE(level3_kernel_pgt[0], pte_mktable(BIT(phys_addr_bits()) - PAGE_SIZE));
	store(TABLE_VADDR(KERNEL_TOP_INDEX, 0, 0));
}

/* Calls a function of boot after its memory was freed. */
static void call_init_function(void)
{
	paging_init();
}

/* The mapping still works, because its tables still exist. A warning says to use ioremap(). */
static void borrow_slot_late(void)
{
	early_ioremap_reset();
	early_iounmap(early_ioremap(nowhere(), PAGE_SIZE), PAGE_SIZE);
}

static void unmap_device_twice(void)
{
	void __iomem *p = ioremap(nowhere(), PAGE_SIZE);

	iounmap(p);
	iounmap(p);
	pr_info("experiment: the second iounmap() was refused, with a warning that names its caller");
}

/* At least one unmapped page follows each area of the vmalloc area. */
static void touch_guard_page(void)
{
	static void *area; /* allocated once: after the fault, vfree() is not reached */

	if (!area)
		area = vmalloc(3 * PAGE_SIZE);
	store((unsigned long)area + 3 * PAGE_SIZE);
}

/* The expected end of an experiment. */
enum ending {
	FAULTS,
	RETURNS,	 /* after a message */
	DEPENDS,	 /* FAULTS or RETURNS, depending on the machine */
	ENDS_THE_KERNEL, /* it damages a part that the kernel needs */
};

static const struct experiment {
	const char *name;
	void (*run)(void);
	enum ending ending;
} experiments[] = {
	{ "null", use_null, FAULTS },
	{ "text", write_text, FAULTS },
	{ "data", execute_data, FAULTS },
	{ "stack", overflow_stack, FAULTS },
	{ "slot", use_returned_slot, FAULTS },
	{ "fixmap", use_unset_fixmap, FAULTS },
	{ "alignment", misalign_device_access, DEPENDS },
	{ "bus", ask_nobody, DEPENDS },
	{ "bug", fail_bug_check, FAULTS },
	{ "undefined", execute_undefined, FAULTS },
	{ "stale", stale_tlb_show, RETURNS },
	{ "unmap", unmap_twice, RETURNS },
	{ "leak", leak_slot, RETURNS },
	{ "handler", fault_in_handler, ENDS_THE_KERNEL },
	{ "console", lose_console, ENDS_THE_KERNEL },
	{ "report", break_fault_report, ENDS_THE_KERNEL },
	{ "init", call_init_function, FAULTS },
	{ "late", borrow_slot_late, RETURNS },
	{ "iounmap", unmap_device_twice, RETURNS },
	{ "guard", touch_guard_page, FAULTS },
};

const char *experiment_name(unsigned int index)
{
	return index < ARRAY_SIZE(experiments) ? experiments[index].name : NULL;
}

static const struct experiment *find_experiment(const char *name)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(experiments); i++)
		if (!strcmp(name, experiments[i].name))
			return &experiments[i];
	pr_warn("experiment: there is no '%s'; there are:", name);
	for (unsigned int i = 0; i < ARRAY_SIZE(experiments); i++)
		pr_info("  break=%s", experiments[i].name);
	return NULL;
}

/* The kernel will stop. The state tells tools/run.py that this is the expected result. */
static bool end_the_kernel(const struct experiment *experiment)
{
	struct trap *survivor = trap_survivor;

	trap_survivor = NULL;
	machine_state = MACHINE_MAY_FAIL;
	experiment->run();
	machine_state = MACHINE_WORKS;
	trap_survivor = survivor;
	return false;
}

/* Restores what the experiment has changed, for the next one. */
static bool survive(const struct experiment *experiment)
{
	struct trap trap;
	bool faulted = SURVIVE_TRAP(&trap, experiment->run()) != TRAP_NONE;

	if (faulted)
		pr_info("experiment: a kernel would stop here; the experiment continues");
	clear_fixmap(FIX_LAB);
	return experiment->ending == DEPENDS || faulted == (experiment->ending == FAULTS);
}

int run_experiment(const char *name)
{
	const struct experiment *experiment = find_experiment(name);
	bool shown;

	if (!experiment)
		return 1;
	pr_info("experiment: %s", name);
	shown = experiment->ending == ENDS_THE_KERNEL ? end_the_kernel(experiment) :
							survive(experiment);
	if (!shown)
		pr_err("experiment: %s did not end as expected", name);
	return !shown;
}
