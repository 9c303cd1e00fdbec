// SPDX-License-Identifier: MIT
/*
 * Experiments with a second core: it keeps a TLB entry that the first core has changed; and it faults.
 * The first core posts one function at a time. The release that posts a function, and the acquire with
 * which the other core takes it, order everything that was stored before (Arm ARM, B2.3; on x86 every
 * store is a release, SDM volume 3, 8.2.2). The same holds for the way back.
 */
#include <asm/tlbflush.h>
#include <bootmap/fault.h>
#include <bootmap/fixmap.h>
#include <bootmap/ksyms.h>
#include <bootmap/ktime.h>
#include <bootmap/page_alloc.h>
#include <bootmap/printk.h>
#include <bootmap/traps.h>
#include <experiments/experiment.h>
#include <experiments/other_core.h>
#include <string.h>

#include <asm/ptrace.h>
#include <experiments/rest.h>

/* An emulator that has other things to do takes its time; a core that does not come never comes. */
#define ANSWER_LIMIT (5 * NSEC_PER_SEC)

/* The tables of the identity map below the root, and the memory for them. */
#define IDENTITY_TABLES (PGTABLE_LEVELS - 1)
#define IDENTITY_ORDER	2

char other_core_stack[OTHER_STACK_SIZE] __noinit __aligned(16);

static u64 other;		    /* its number */
static bool lost;		    /* it was started, and never answered */
static void (*posted)(void);	    /* NULL: it is done */
static const struct pt_regs *fault; /* of the other core, which has left then */

/* Runs on both cores: true for exceptions of the other one. */
static bool take_exception(struct pt_regs *regs)
{
	if (this_core() != other)
		return false;
	if (is_message(regs))
		return true;
	__atomic_store_n(&fault, regs, __ATOMIC_RELEASE);
	leave_other_core();
}

void other_core_main(void)
{
	while (true) {
		void (*function)(void) = __atomic_load_n(&posted, __ATOMIC_ACQUIRE);
		if (!function) {
			rest_until_posted();
			continue;
		}
		function();
		__atomic_store_n(&posted, NULL, __ATOMIC_RELEASE);
	}
}

static void report_fault(const struct pt_regs *regs)
{
	struct fault seen = exception_to_fault(regs);
	char text[FAULT_TEXT_MAX], where[KSYM_NAME_MAX];

	exception_describe(text, sizeof(text), regs);
	ksym_format(where, sizeof(where), regs_pc(regs));
	pr_err("core 0x%lx: %s", other, text);
	pr_err("core 0x%lx: in %s; it is off now", other, where);
	show_fault_address(&seen);
}

/* Waits until the other core is done. Return: whether it is. */
static bool wait_for_answer(void)
{
	u64 end = ktime_get_ns() + ANSWER_LIMIT;

	while (__atomic_load_n(&posted, __ATOMIC_ACQUIRE)) {
		const struct pt_regs *regs = __atomic_load_n(&fault, __ATOMIC_ACQUIRE);
		if (regs) {
			report_fault(regs);
			return false;
		}
		if (ktime_get_ns() > end) {
			pr_err("core 0x%lx does not answer", other);
			lost = true;
			return false;
		}
		cpu_relax();
	}
	return true;
}

static bool run_there(void (*function)(void))
{
	__atomic_store_n(&posted, function, __ATOMIC_RELEASE);
	tell_that_posted();
	return wait_for_answer();
}

/* The entry of the root that leads to the identity map. The root stays in use by both cores. */
static pte_t *identity_entry(void)
{
	pte_t *root = __va(pgtable_root(first_code_page()));

	return &root[table_index(first_code_page(), LEVEL_TOP)];
}

/*
 * Maps the page in which the other core turns its MMU on at its physical address, as head.S did for
 * the first core. Return: the memory of the tables; NULL if there is none.
 */
static pte_t *map_identity(void)
{
	phys_addr_t phys = first_code_page();
	pte_t *tables = alloc_pages(IDENTITY_ORDER), entry = pte_mkpage(phys, PAGE_KERNEL_ROX);

	if (!tables)
		return NULL;
	memset(tables, 0, PAGE_SIZE << IDENTITY_ORDER);
	for (int level = LEVEL_PTE; level > LEVEL_TOP; level--) {
		pte_t *table = tables + (level - 1) * PTRS_PER_TABLE;

		set_pte(&table[table_index(phys, level)], entry);
		entry = pte_mktable(__pa(table));
	}
	order_table_before_link();
	set_pte(identity_entry(), entry);
	sync_new_entries();
	return tables;
}

static void forget_identity(void)
{
	set_pte(identity_entry(), PTE_NONE);
	flush_tlb_kernel_all();
}

static void say_hello(void)
{
}

/*
 * Starts the other core. When it has answered, it no longer needs the identity map; it then forgets
 * its translations, too, before the tables are used for something else.
 */
static bool bring_up(void)
{
	pte_t *tables = lost ? NULL : map_identity();
	const char *why = lost ? "it has not answered before" : "there is no memory for its tables";
	bool up;

	if (tables) {
		fault = NULL;
		posted = say_hello;
		other_core_exception = take_exception;
		why = start_other_core(other);
	}
	if (why)
		pr_err("core 0x%lx cannot be started: %s", other, why);
	up = !why && wait_for_answer();
	if (tables)
		forget_identity();
	other_core_is_up();
	up = up && run_there(flush_tlb_kernel_all);
	if (!lost)
		free_pages(tables, IDENTITY_ORDER);
	return up;
}

/* One that has faulted has left already. */
static void take_down(void)
{
	if (!fault) {
		__atomic_store_n(&posted, leave_other_core, __ATOMIC_RELEASE);
		tell_that_posted();
	}
	stop_other_core(other);
	other_core_exception = NULL;
}

static const char *no_other_core(void)
{
	return find_other_core(&other);
}

#define OLD_CONTENT 0xaaaaaaaa
#define NEW_CONTENT 0xbbbbbbbb

static u32 new_page[PAGE_SIZE / sizeof(u32)] __noinit __aligned(PAGE_SIZE);
static u32 loaded;

static void load(void)
{
	loaded = load_from(fix_to_virt(FIX_LAB));
}

static u32 load_there(void)
{
	return run_there(load) ? loaded : 0;
}

/* The other core uses the entry of FIX_LAB, so its TLB has it. Then this core changes the entry. */
static void change_what_it_uses(void)
{
	lab_page[0] = OLD_CONTENT;
	new_page[0] = NEW_CONTENT;
	set_fixmap(FIX_LAB, __pa_symbol(lab_page));
	pr_info("shootdown: core 0x%lx loads 0x%x", other, load_there());
	set_pte(lab_entry(), pte_mkpage(__pa_symbol(new_page), PAGE_KERNEL));
	sync_new_entries();
	pr_info("shootdown: core 0x%lx maps another page there", this_core());
}

static void flush_too_little(void)
{
	u32 there;

	if (!bring_up())
		return;
	change_what_it_uses();
	WRONG(flush_here(fix_to_virt(FIX_LAB)));
	there = load_there();
	pr_info("shootdown: core 0x%lx loads 0x%x, core 0x%lx loads 0x%x", this_core(),
		load_from(fix_to_virt(FIX_LAB)), other, there);
	if (there == NEW_CONTENT)
		pr_info("shootdown: this time its TLB had dropped the old entry by itself");
	take_down();
}

static bool flush_enough(void)
{
	u32 there;
	bool flushed;

	if (!bring_up())
		return false;
	change_what_it_uses();
	flushed = flush_everywhere(fix_to_virt(FIX_LAB), other);
	there = load_there();
	pr_info("shootdown: after %s, core 0x%lx loads 0x%x", flush_everywhere_name, other, there);
	take_down();
	return flushed && there == NEW_CONTENT;
}
EXPERIMENT(shootdown, .what = "change an entry that another core has in its TLB",
	   .missing = no_other_core, .run = flush_too_little, .ending = RETURNS,
	   .why = "each core has a TLB of its own, and only one of them was told",
	   .remedy = FLUSH_EVERYWHERE_REMEDY, .cure = flush_enough);

static void store_nowhere(void)
{
	WRITE_ONCE(*(u32 *)fix_to_virt(FIX_LAB), 0);
}

static void fault_there(void)
{
	if (!bring_up())
		return;
	clear_fixmap(FIX_LAB);
	if (run_there(store_nowhere))
		pr_err("core 0x%lx did not fault", other);
	take_down();
}

static bool start_it_again(void)
{
	bool up = bring_up();

	if (up)
		take_down();
	return up;
}
EXPERIMENT(corefault, .what = "a fault on another core", .missing = no_other_core,
	   .run = fault_there, .ending = RETURNS,
	   .why = "an exception is taken by the core that caused it; the others run on",
	   .remedy = "report it with the number of the core; that one can be started again",
	   .cure = start_it_again);
