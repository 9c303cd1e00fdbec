// SPDX-License-Identifier: MIT
/*
 * Power State Coordination Interface (Arm DEN 0022): firmware calls that switch the machine off or
 * restart it. boot/aarch64/machine.c calls psci_init(), which registers both with kernel/power.c.
 */
#include <bootmap/compiler.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <bootmap/traps.h>
#include <drivers/of.h>
#include <drivers/psci.h>
#include <string.h>

#include <drivers/smccc.h>

/* Function numbers, fixed since version 0.2. Before, the device tree had to give them. */
#define PSCI_SYSTEM_OFF	  0x84000008
#define PSCI_SYSTEM_RESET 0x84000009

static u64 off_call = PSCI_SYSTEM_OFF, reset_call = PSCI_SYSTEM_RESET;

/* Calls the firmware by the method that the device tree gives. */
static long (*psci_call)(u32 function);

static long call_by_hvc(u32 function)
{
	return smccc_hvc(function);
}

static long call_by_smc(u32 function)
{
	return smccc_smc(function);
}

/* Where the level that the instruction calls does not exist, the instruction does not, either. */
static void call_firmware(u32 function)
{
	volatile long result = 0; /* volatile: it outlives a longjmp() */
	struct trap trap;

	if (CATCH_TRAP(&trap, result = psci_call(function)))
		pr_warn("psci: this machine cannot be called by the method that the tree names");
	else
		pr_warn("psci: firmware returns, with %ld", result);
}

static void system_off(struct power_handler *handler __attribute__((unused)))
{
	call_firmware(off_call);
}

static void system_reset(struct power_handler *handler __attribute__((unused)))
{
	call_firmware(reset_call);
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

void psci_init(void)
{
	static struct power_handler off = { .act = system_off }, reset = { .act = system_reset };
	const struct device_node *node = find_psci();
	bool numbers_are_fixed;

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
}
