// SPDX-License-Identifier: MIT
/*
 * Experiments with CR4.SMAP and CR4.SMEP: the kernel neither reads pages of user mode nor executes them by
 * mistake (SDM volume 3, 4.6). break=smap and break=smep run them.
 */
#include <bootmap/printk.h>
#include <experiments/experiment.h>
#include <experiments/user_space.h>

#include <experiments/switch_space.h>
#include <experiments/undefined.h>

#define CPUID_LEAF_7   7
#define CPUID_EBX_SMEP BIT(7)
#define CPUID_EBX_SMAP BIT(20)
#define CR4_SMEP       BIT(20)
#define CR4_SMAP       BIT(21)
#define USER_NUMBER    0x7053

/* Sets a bit of CR4, if the CPU has it, and makes a page of user mode. */
static bool make_page(u32 feature, u64 cr4, u64 prot, u32 content)
{
	if (cpuid(0).eax >= CPUID_LEAF_7 && cpuid(CPUID_LEAF_7).ebx & feature)
		write_cr(4, read_cr(4) | cr4);
	if (!make_user_space(0, __pgprot(prot), content))
		return false;
	enter_user_space(0, 1);
	return true;
}

static void clean(void)
{
	write_cr(4, read_cr(4) & ~(CR4_SMAP | CR4_SMEP));
	leave_user_spaces();
}

static bool make_data(void)
{
	return make_page(CPUID_EBX_SMAP, CR4_SMAP, PROT_USER, USER_NUMBER);
}

static void read_as_kernel(void)
{
	u32 number;

	if (!make_data())
		return;
	number = WRONG(load_from(USER_ADDRESS));
	pr_info("experiment: this CPU has no SMAP; the load finds 0x%x", number);
}

/* STAC sets EFLAGS.AC, which allows it for the moment; CLAC clears it. */
static bool read_between_stac_and_clac(void)
{
	u32 number;

	if (!make_data())
		return false;
	if (!(read_cr(4) & CR4_SMAP))
		return load_from(USER_ADDRESS) == USER_NUMBER;
	__asm__ volatile("stac" ::: "memory", "cc");
	number = load_from(USER_ADDRESS);
	__asm__ volatile("clac" ::: "memory", "cc");
	return number == USER_NUMBER;
}
EXPERIMENT(smap, .what = "read a page of user mode with CR4.SMAP set", .run = read_as_kernel,
	   .ending = DEPENDS,
	   .why = "a kernel that follows a user's pointer by mistake would not notice",
	   .remedy = "STAC before the access, CLAC after it", .cure = read_between_stac_and_clac,
	   .clean = clean);

static void call(unsigned long va)
{
	((void (*)(void))va)();
}

static void execute_as_kernel(void)
{
	if (!make_page(CPUID_EBX_SMEP, CR4_SMEP, PROT_USER & ~PTE_NX, RETURN_INSTRUCTION))
		return;
	WRONG(call(USER_ADDRESS));
	pr_info("experiment: this CPU has no SMEP: its kernel runs what a user wrote");
}

static void do_nothing(void)
{
}

static bool call_kernel(void)
{
	call((unsigned long)do_nothing);
	return true;
}
EXPERIMENT(smep, .what = "execute a page of user mode with CR4.SMEP set", .run = execute_as_kernel,
	   .ending = DEPENDS, .why = "a damaged function pointer could lead to code of the user's",
	   .remedy = "the kernel executes its own pages", .cure = call_kernel, .clean = clean);
