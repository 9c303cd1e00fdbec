// SPDX-License-Identifier: MIT
/* Power State Coordination Interface (Arm DEN 0022): firmware that switches machines off. */
#include <bootmap/of.h>
#include <bootmap/power.h>
#include <bootmap/psci.h>
#include <string.h>

#include <asm/smccc.h>

#define PSCI_SYSTEM_OFF 0x84000008

static void off_by_hvc(void)
{
	smccc_hvc(PSCI_SYSTEM_OFF);
}

static void off_by_smc(void)
{
	smccc_smc(PSCI_SYSTEM_OFF);
}

void psci_init(void)
{
	const struct device_node *node = of_find_compatible(NULL, "arm,psci-0.2");
	const char *method = node ? of_get_string(node, "method") : NULL;

	if (method && !strcmp(method, "hvc"))
		register_power_off(off_by_hvc);
	else if (method && !strcmp(method, "smc"))
		register_power_off(off_by_smc);
}
