// SPDX-License-Identifier: MIT
/*
 * Power State Coordination Interface (Arm DEN 0022): firmware calls that switch the machine off or
 * restart it, and start other cores. boot/aarch64/machine.c calls psci_init(), which registers the first
 * two with kernel/power.c; the others are for experiments.
 */
#include <bootmap/compiler.h>
#include <bootmap/pgtable.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <bootmap/traps.h>
#include <drivers/of.h>
#include <drivers/psci.h>
#include <string.h>

#include <drivers/smccc.h>

/* Function numbers, fixed since version 0.2. Before, the device tree had to give them. */
#define PSCI_CPU_OFF	   0x84000002
#define PSCI_CPU_ON	   0xc4000003
#define PSCI_AFFINITY_INFO 0xc4000004
#define PSCI_SYSTEM_OFF	   0x84000008
#define PSCI_SYSTEM_RESET  0x84000009

/* Results. AFFINITY_INFO has two more for a core that is, or will be, on. */
#define PSCI_ALREADY_ON -4
#define PSCI_IS_ON	0
#define PSCI_IS_COMING	2

static u64 off_call = PSCI_SYSTEM_OFF, reset_call = PSCI_SYSTEM_RESET;
static u64 cpu_on_call = PSCI_CPU_ON, cpu_off_call = PSCI_CPU_OFF;

/* Calls the firmware by the method that the device tree gives. */
static long (*psci_call)(u32 function, u64 a, u64 b, u64 c);

static void (*code_to_el1)(void);

static long call_by_hvc(u32 function, u64 a, u64 b, u64 c)
{
	return smccc_hvc(function, a, b, c);
}

static long call_by_smc(u32 function, u64 a, u64 b, u64 c)
{
	return smccc_smc(function, a, b, c);
}

/* Where the level that the instruction calls does not exist, the instruction does not, either. */
static bool call_firmware(long *result, u32 function, u64 a, u64 b, u64 c)
{
	struct trap trap;

	if (!CATCH_TRAP(&trap, *result = psci_call(function, a, b, c)))
		return true;
	pr_warn("psci: this machine cannot be called by the method that the tree names");
	return false;
}

/* For calls that do not return when they work. */
static void call_for_good(u32 function)
{
	long result;

	if (call_firmware(&result, function, 0, 0, 0))
		pr_warn("psci: firmware returns, with %ld", result);
}

static void system_off(struct power_handler *handler __attribute__((unused)))
{
	call_for_good(off_call);
}

static void system_reset(struct power_handler *handler __attribute__((unused)))
{
	call_for_good(reset_call);
}

/* The newest version in `compatible`, which may have more than one. */
static const struct device_node *find_psci(void)
{
	static const char *const versions[] = { "arm,psci-1.0", "arm,psci-0.2", "arm,psci" };
	const struct device_node *node = NULL;

	for (unsigned int i = 0; i < ARRAY_SIZE(versions) && !node; i++)
		node = of_find_compatible(NULL, versions[i]);
	return node;
}

static bool set_method(const struct device_node *node)
{
	const char *method = of_get_string(node, "method");

	if (method && !strcmp(method, "hvc"))
		psci_call = call_by_hvc;
	else if (method && !strcmp(method, "smc"))
		psci_call = call_by_smc;
	else
		pr_warn("%s: cannot be called: its method is neither hvc nor smc", node->name);
	return psci_call;
}

void psci_init(void (*to_el1)(void))
{
	static struct power_handler off = { .act = system_off }, reset = { .act = system_reset };
	const struct device_node *node = find_psci();
	bool numbers_are_fixed;

	code_to_el1 = to_el1;
	if (!node || !set_method(node))
		return;
	numbers_are_fixed =
		of_is_compatible(node, "arm,psci-1.0") || of_is_compatible(node, "arm,psci-0.2");
	if (numbers_are_fixed || of_get_number(node, "sys_poweroff", &off_call))
		register_power_off(&off);
	else
		pr_info("%s: of version 0.1, without a function to switch off", node->name);
	if (numbers_are_fixed || of_get_number(node, "sys_reset", &reset_call))
		register_restart(&reset);
	if (!numbers_are_fixed) {
		of_get_number(node, "cpu_on", &cpu_on_call);
		of_get_number(node, "cpu_off", &cpu_off_call);
	}
}

bool psci_available(void)
{
	return psci_call;
}

phys_addr_t psci_to_el1(void)
{
	return __pa_symbol(code_to_el1);
}

const char *psci_cpu_on(u64 cpu, phys_addr_t entry, u64 context)
{
	long result;

	if (!call_firmware(&result, cpu_on_call, cpu, entry, context))
		return "there is no firmware";
	if (result)
		pr_warn("psci: firmware returns, with %ld", result);
	return !result ? NULL : result == PSCI_ALREADY_ON ? "it is on already" : "firmware refuses";
}

/* Version 0.1 has no such function, and answers with an error. */
bool psci_cpu_is_on(u64 cpu)
{
	long result;

	return call_firmware(&result, PSCI_AFFINITY_INFO, cpu, 0, 0) &&
	       (result == PSCI_IS_ON || result == PSCI_IS_COMING);
}

/* Another core than the first executes this, so it arms no trap. */
void psci_cpu_off(void)
{
	psci_call(cpu_off_call, 0, 0, 0);
}
