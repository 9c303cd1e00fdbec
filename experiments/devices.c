// SPDX-License-Identifier: MIT
/*
 * Experiments with device registers: an unaligned access, and an access where no device is. What
 * happens depends on the machine. break=NAME runs them.
 */
#include <bootmap/fixmap.h>
#include <bootmap/io.h>
#include <bootmap/printk.h>
#include <experiments/experiment.h>
#include <experiments/experiments.h>

static bool read_a_register(void)
{
	readl(set_fixmap_offset_io(FIX_LAB, harmless_register()));
	return true;
}

/* Arm's Device memory tolerates no unaligned access, whatever SCTLR_EL1.A says. */
static void misalign_device_access(void)
{
	void __iomem *reg = set_fixmap_offset_io(FIX_LAB, harmless_register() + 1);

	WRONG(readl(reg));
	pr_info("experiment: the unaligned access passed: x86 allows it, and so does QEMU");
}
EXPERIMENT(alignment, .what = "read a device register at an odd address",
	   .run = misalign_device_access, .ending = DEPENDS,
	   .why = "Device memory of Arm allows aligned accesses only",
	   .remedy = "the address of a register of 32 bits is a multiple of 4",
	   .cure = read_a_register);

static void read_nowhere(void)
{
	void __iomem *reg = set_fixmap_offset_io(FIX_LAB, nowhere());
	u32 answer = WRONG(readl(reg));

	pr_info("experiment: the read returned 0x%x: a PC's bus reports no error", answer);
}
EXPERIMENT(bus, .what = "read a register where no device is", .run = read_nowhere,
	   .ending = DEPENDS, .why = "the tables map the page, but nothing on the bus answers",
	   .remedy = "take addresses of devices from the device tree or from firmware",
	   .cure = read_a_register);
