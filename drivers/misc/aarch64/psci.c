// SPDX-License-Identifier: MIT
/* Power State Coordination Interface (Arm DEN 0022): firmware that switches machines off. */
#include <bootmap/of.h>
#include <bootmap/power.h>
#include <bootmap/psci.h>
#include <string.h>

#include <asm/smccc.h>

#define PSCI_SYSTEM_OFF	  0x84000008
#define PSCI_SYSTEM_RESET 0x84000009

/* Calls the firmware, which the device tree says how to reach. */
static long (*psci_call)(u32 function);

static long call_by_hvc(u32 function)
{
	return smccc_hvc(function);
}

static long call_by_smc(u32 function)
{
	return smccc_smc(function);
}

static void system_off(struct power_handler *handler __attribute__((unused)))
{
	psci_call(PSCI_SYSTEM_OFF);
}

static void system_reset(struct power_handler *handler __attribute__((unused)))
{
	psci_call(PSCI_SYSTEM_RESET);
}

void psci_init(void)
{
	static struct power_handler off = { .act = system_off }, reset = { .act = system_reset };
	const struct device_node *node = of_find_compatible(NULL, "arm,psci-0.2");
	const char *method = node ? of_get_string(node, "method") : NULL;

	if (method && !strcmp(method, "hvc"))
		psci_call = call_by_hvc;
	else if (method && !strcmp(method, "smc"))
		psci_call = call_by_smc;
	else
		return;
	register_power_off(&off);
	register_restart(&reset);
}
