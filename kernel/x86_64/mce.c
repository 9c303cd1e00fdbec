// SPDX-License-Identifier: MIT
/*
 * Machine checks: exceptions with which the CPU reports errors of the hardware. Banks of registers,
 * one for each part of the CPU, have the details (SDM volume 3, chapter 16).
 */
#include <bootmap/compiler.h>
#include <bootmap/printk.h>

#include <asm/mce.h>
#include <asm/sysreg.h>

#define MCG_CAP_BANKS GENMASK(7, 0)

#define STATUS_VALID	     BIT(63)
#define STATUS_OVERFLOW	     BIT(62) /* another error came before this one was read */
#define STATUS_UNCORRECTED   BIT(61)
#define STATUS_ADDRESS_VALID BIT(58)
#define STATUS_CODE	     GENMASK(15, 0)

#define ALL_ERRORS ~0UL

static unsigned int banks(void)
{
	bool has_banks = cpuid(CPUID_FEATURES).edx & CPUID_EDX_MCA;

	return has_banks ? FIELD_GET(MCG_CAP_BANKS, rdmsr(MSR_MCG_CAP)) : 0;
}

/* Clears old errors in the banks, so that a report shows only new ones. */
void __init mce_init(void)
{
	if (!(cpuid(CPUID_FEATURES).edx & CPUID_EDX_MCE))
		return;
	for (unsigned int bank = 0; bank < banks(); bank++) {
		wrmsr(MSR_MC_CTL(bank), ALL_ERRORS);
		wrmsr(MSR_MC_STATUS(bank), 0);
	}
	write_cr(4, read_cr(4) | CR4_MCE);
}

static void report_bank(unsigned int bank, u64 status)
{
	pr_err("machine check: bank %u: %s error, code 0x%04lx, status 0x%016lx%s", bank,
	       status & STATUS_UNCORRECTED ? "uncorrected" : "corrected",
	       FIELD_GET(STATUS_CODE, status), status,
	       status & STATUS_OVERFLOW ? ", and others before it" : "");
	if (status & STATUS_ADDRESS_VALID)
		pr_err("machine check: bank %u: at address 0x%lx", bank, rdmsr(MSR_MC_ADDR(bank)));
}

void mce_report(void)
{
	for (unsigned int bank = 0; bank < banks(); bank++) {
		u64 status = rdmsr(MSR_MC_STATUS(bank));

		if (status & STATUS_VALID)
			report_bank(bank, status);
	}
}
