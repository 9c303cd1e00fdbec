// SPDX-License-Identifier: MIT
/*
 * An experiment with PSTATE.PAN, "privileged access never": the kernel does not reach pages of user mode
 * by mistake (FEAT_PAN, Arm ARM DDI 0487J.a, D8.4.2). break=pan runs it.
 */
#include <bootmap/printk.h>
#include <experiments/experiment.h>
#include <experiments/user_space.h>

#include <experiments/switch_space.h>

#define MMFR1_PAN   GENMASK(23, 20)
#define PSTATE_PAN  BIT(22)
#define USER_NUMBER 0x7053

static bool cpu_has_pan(void)
{
	return read_sysreg(id_aa64mmfr1_el1) & MMFR1_PAN;
}

/* By its encoding, which assemblers for older CPUs take, too. */
static void set_pan(u64 pan)
{
	if (cpu_has_pan())
		write_sysreg(s3_0_c4_c2_3, pan);
}

static bool make_page(void)
{
	if (!make_user_space(0, __pgprot(PROT_USER), USER_NUMBER))
		return false;
	enter_user_space(0, 1);
	set_pan(PSTATE_PAN);
	return true;
}

static void clean(void)
{
	set_pan(0);
	leave_user_spaces();
}

static void read_as_kernel(void)
{
	u32 number;

	if (!make_page())
		return;
	number = WRONG(load_from(USER_ADDRESS));
	pr_info("experiment: this CPU has no PAN; the load finds 0x%x", number);
}

/* LDTR has the rights of user mode: a kernel's address would fault. */
static bool read_as_user(void)
{
	u32 number = 0;

	if (make_page())
		__asm__ volatile("ldtr %w0, [%1]" : "=r"(number) : "r"(USER_ADDRESS) : "memory");
	return number == USER_NUMBER;
}
EXPERIMENT(pan, .what = "read a page of user mode with PSTATE.PAN set", .run = read_as_kernel,
	   .ending = DEPENDS,
	   .why = "a kernel that follows a user's pointer by mistake would not notice",
	   .remedy = "LDTR and STTR access memory as user mode does", .cure = read_as_user,
	   .clean = clean);
