// SPDX-License-Identifier: MIT
/*
 * Runs an experiment: a wrong thing that is done on purpose, so that its report can be read
 * (command line: break=NAME, monitor: break NAME). The experiments themselves are in the other files
 * of this folder, one for each topic. An experiment is announced with its wrong line. Then come what
 * happens, the reason, and the cure.
 */
#include <bootmap/fault.h>
#include <bootmap/fixmap.h>
#include <bootmap/machine_state.h>
#include <bootmap/printk.h>
#include <bootmap/traps.h>
#include <experiments/experiment.h>
#include <experiments/experiments.h>
#include <string.h>

/* The list in alphabetical order, between bounds of linker.ld. */
extern const struct experiment __start_experiments[], __stop_experiments[];

#define for_each_experiment(experiment)                                 \
	for (const struct experiment *experiment = __start_experiments; \
	     experiment < __stop_experiments; experiment++)

u32 lab_page[PAGE_SIZE / sizeof(u32)] __noinit __aligned(PAGE_SIZE);

void show_wrong_line(const char *file, int line, const char *statement)
{
	pr_info("experiment: %s:%d:", file, line);
	pr_info("experiment:     %s;", statement);
}

pte_t *lab_entry(void)
{
	return &level1_fixmap_pgt[pte_index(fix_to_virt(FIX_LAB))];
}

noinline void store_to(unsigned long va)
{
	OPTIMIZER_HIDE_VAR(va);
	WRITE_ONCE(*(u32 *)va, 0);
}

noinline u32 load_from(unsigned long va)
{
	OPTIMIZER_HIDE_VAR(va);
	return READ_ONCE(*(const u32 *)va);
}

phys_addr_t nowhere(void)
{
	return BIT(phys_addr_bits()) - PAGE_SIZE;
}

const char *experiment_name(unsigned int index)
{
	const struct experiment *experiment = __start_experiments + index;

	return experiment < __stop_experiments ? experiment->name : NULL;
}

void list_experiments(void)
{
	for_each_experiment(experiment) pr_info("  %-10s %s", experiment->name, experiment->what);
}

static const struct experiment *find_experiment(const char *name)
{
	for_each_experiment(experiment) if (!strcmp(name, experiment->name)) return experiment;
	pr_warn("experiment: there is no '%s'; there are:", name);
	list_experiments();
	return NULL;
}

/* Nobody survives it, and who runs this machine shall know that it was wanted. */
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

/* What it leaves behind is put in order, so that the next one finds what it expects. */
static void clean_up(const struct experiment *experiment)
{
	clear_fixmap(FIX_LAB);
	page_fault_handler = NULL;
	if (experiment->clean)
		experiment->clean();
}

static bool survive(const struct experiment *experiment)
{
	struct trap trap;
	bool faulted = SURVIVE_TRAP(&trap, experiment->run()) != TRAP_NONE;

	if (faulted)
		pr_info("experiment: a kernel would stop here; the experiment continues");
	clean_up(experiment);
	return experiment->ending == DEPENDS || faulted == (experiment->ending == FAULTS);
}

/* The reason, and the proof that the remedy is one. */
static bool explain(const struct experiment *experiment)
{
	struct trap trap;
	volatile bool cured = false;

	pr_info("why: %s", experiment->why);
	if (experiment->remedy)
		pr_info("cure: %s", experiment->remedy);
	if (!experiment->cure)
		return true;
	CATCH_TRAP(&trap, cured = experiment->cure());
	clean_up(experiment);
	pr_info("cure: %s", cured ? "done, and it works" : "done, and it does NOT work");
	return cured;
}

int run_experiment(const char *name)
{
	const struct experiment *experiment = find_experiment(name);
	const char *missing;
	bool shown;

	if (!experiment)
		return 1;
	pr_info("experiment: %s: %s", name, experiment->what);
	missing = experiment->missing ? experiment->missing() : NULL;
	if (missing) {
		pr_warn("experiment: not here: %s", missing);
		return 1;
	}
	shown = experiment->ending == ENDS_THE_KERNEL ? end_the_kernel(experiment) :
							survive(experiment);
	if (!shown)
		pr_err("experiment: %s did not end as expected", name);
	return !(explain(experiment) && shown);
}
