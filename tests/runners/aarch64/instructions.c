// SPDX-License-Identifier: MIT
/*
 * Prepares the Performance Monitors Unit (PMU) to count retired instructions. The benchmarks call
 * instructions_start() before they measure.
 */
#include <bootmap/compiler.h>
#include <tests/instructions.h>

bool instructions_start(void)
{
	unsigned int version = (read_sysreg(id_aa64dfr0_el1) >> DFR0_PMUVER_SHIFT) &
			       GENMASK(DFR0_PMUVER_WIDTH - 1, 0);

	if (version == 0 || version == DFR0_PMUVER_IMPDEF ||
	    !(read_sysreg(pmceid0_el0) & BIT(PMU_INST_RETIRED)))
		return false;
	write_sysreg(pmevtyper0_el0, PMU_INST_RETIRED);
	write_sysreg(pmcntenset_el0, BIT(0));
	write_sysreg(pmcr_el0, PMCR_E);
	isb();
	return true;
}
