// SPDX-License-Identifier: MIT
/* Power State Coordination Interface (Arm DEN 0022): firmware that switches machines off. */
#include <bootmap/of.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <errno.h>
#include <string.h>

#include <asm/smccc.h>

#define PSCI_SYSTEM_OFF 0x84000008

static enum { CONDUIT_NONE, CONDUIT_HVC, CONDUIT_SMC } conduit;

void psci_init(void)
{
	const struct device_node *node = of_find_compatible(NULL, "arm,psci-0.2");
	const char *method = node ? of_get_string(node, "method") : NULL;

	if (method && !strcmp(method, "hvc"))
		conduit = CONDUIT_HVC;
	else if (method && !strcmp(method, "smc"))
		conduit = CONDUIT_SMC;
}

int psci_system_off(void)
{
	if (conduit == CONDUIT_NONE)
		return -ENODEV;
	if (conduit == CONDUIT_HVC)
		smccc_hvc(PSCI_SYSTEM_OFF);
	else
		smccc_smc(PSCI_SYSTEM_OFF);
	return -EIO;
}
