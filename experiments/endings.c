// SPDX-License-Identifier: MIT
/*
 * Experiments that the kernel does not survive: a fault in an interrupt handler, in the console, and
 * in the report of a fault. They show that even then the reason is not lost. break=NAME runs them.
 */
#include <bootmap/console.h>
#include <bootmap/delay.h>
#include <bootmap/fixmap.h>
#include <bootmap/io.h>
#include <bootmap/ioremap.h>
#include <bootmap/ktime.h>
#include <bootmap/printk.h>
#include <experiments/experiment.h>

static void store_to_null(struct hrtimer *timer)
{
	(void)timer;
	WRONG(store_to(0x18));
}

/* The backtrace continues from the handler to the code that it interrupted. */
static void fault_in_handler(void)
{
	/* Static: however late the interrupt comes, it finds its timer. */
	static struct hrtimer timer = { .function = store_to_null };

	if (hrtimer_start(&timer, 0))
		pr_info("experiment: without a timer there is no interrupt handler that can fault");
	mdelay(1000); /* the interrupt comes at once; a busy emulator may take its time */
}
EXPERIMENT(handler, .what = "store to NULL in an interrupt handler (ends the kernel)",
	   .run = fault_in_handler, .ending = ENDS_THE_KERNEL,
	   .why = "a device would stay half served, so a kernel cannot continue",
	   .remedy = "a handler does little, and checks what it uses");

/* In the place of a console at I/O ports, which have no mapping. */
static void write_to_unmapped(char c)
{
	writeb(c, (void __force __iomem *)fix_to_virt(FIX_LAB));
}

/* The page of the active console disappears. A fault in the console cannot be printed. */
static void lose_console(void)
{
	static struct console lost = { .name = "lost", .write_char = write_to_unmapped };
	void __iomem *registers = active_console()->registers;

	if (!is_ioport(registers))
		WRONG(iounmap(registers));
	else
		WRONG(register_console(&lost));
	clear_fixmap(FIX_EARLYCON_MEM_BASE);
	console_write("nobody will read this\r\n"); /* whatever loglevel= hides */
}
EXPERIMENT(console, .what = "unmap the console's registers (ends the kernel)", .run = lose_console,
	   .ending = ENDS_THE_KERNEL,
	   .why = "the report of the fault would use the console that caused it",
	   .remedy = "a faulty console is dropped first; boot_failure keeps the reason");

/* The walk of the first report follows a table entry into nowhere, and faults again. */
static void break_fault_report(void)
{
	WRONG(WRITE_ONCE(level3_kernel_pgt[0], pte_mktable(nowhere())));
	store_to(TABLE_VADDR(KERNEL_TOP_INDEX, 0, 0));
}
EXPERIMENT(report, .what = "damage what the report of a fault needs (ends the kernel)",
	   .run = break_fault_report, .ending = ENDS_THE_KERNEL,
	   .why = "the report walks the page tables, and an entry leads to no memory",
	   .remedy = "each report within a report does less than the one before");
