// SPDX-License-Identifier: MIT
/*
 * Commands about memory: who owns which addresses, and what is there (md, mw). An access that
 * faults is reported, and the prompt goes on.
 */
#include <bootmap/fault.h>
#include <bootmap/io.h>
#include <bootmap/ksyms.h>
#include <bootmap/memblock.h>
#include <bootmap/page_alloc.h>
#include <bootmap/printk.h>
#include <bootmap/traps.h>
#include <drivers/ioport.h>
#include <errno.h>
#include <monitor/monitor.h>
#include <stdio.h>

#define LINE_BYTES    16
#define DEFAULT_WIDTH 4
#define MAX_BYTES     4096 /* bad_argument() below tells it */

MONITOR_COMMAND(memblock, .show = memblock_dump_all,
		.what = "RAM at boot, and its reserved ranges");
MONITOR_COMMAND(buddy, .show = show_buddy, .what = "free blocks of pages by order");
MONITOR_COMMAND(iomem, .show = show_iomem, .what = "who owns which physical addresses");
static void show_port_owners(void)
{
	show_ioports();
	if (!ioport_resource.children)
		pr_info("no I/O port has an owner");
}
MONITOR_COMMAND(ioports, .show = show_port_owners, .what = "who owns which I/O ports");

static u64 load(unsigned long va, unsigned int width)
{
	const volatile void __iomem *addr = (const volatile void __force __iomem *)va;

	switch (width) {
	case 1:
		return readb(addr);
	case 2:
		return readw(addr);
	case 4:
		return readl(addr);
	default:
		return readq(addr);
	}
}

static void store(unsigned long va, u64 value, unsigned int width)
{
	volatile void __iomem *addr = (volatile void __force __iomem *)va;

	switch (width) {
	case 1:
		writeb(value, addr);
		break;
	case 2:
		writew(value, addr);
		break;
	case 4:
		writel(value, addr);
		break;
	default:
		writeq(value, addr);
	}
}

static int parse_width(const char *word, unsigned long *width)
{
	*width = DEFAULT_WIDTH;
	if (!word)
		return 0;
	if (parse_number(word, width))
		return -EINVAL;
	if (*width == 1 || *width == 2 || *width == 4 || *width == 8)
		return 0;
	return bad_argument(word, "width: 1, 2, 4 or 8 bytes");
}

/* Makes one access. If it fails, the walk through the tables is printed as an explanation. */
static bool try_access(enum trap_kind kind, unsigned long va, u64 *value, unsigned int width)
{
	struct fault fault = { .kind = kind, .address = va, .has_address = true };
	struct trap trap;

	if (kind == TRAP_WRITE)
		CATCH_TRAP(&trap, store(va, *value, width));
	else
		CATCH_TRAP(&trap, *value = load(va, width));
	if (trap.kind == TRAP_NONE)
		return true;
	pr_info("a %s of %u bytes fails:", kind == TRAP_WRITE ? "write" : "read", width);
	show_fault_address(&fault);
	return false;
}

/* Prints up to one line. Return: number of bytes shown; 0 after a fault. */
static unsigned long show_line(unsigned long va, unsigned long bytes, unsigned int width)
{
	char text[80];
	int used = snprintf(text, sizeof(text), "0x%016lx:", va);
	unsigned long done;

	for (done = 0; done < bytes && done < LINE_BYTES; done += width) {
		u64 value = 0;

		if (!try_access(TRAP_READ, va + done, &value, width))
			return 0;
		used += snprintf(text + used, sizeof(text) - used, " %0*lx", 2 * width, value);
	}
	pr_info("%s", text);
	return done;
}

static int md_command(int argc, char **argv)
{
	unsigned long va, width, count, bytes, shown;

	if (parse_address(argv[1], &va) || parse_width(argv[2], &width))
		return -EINVAL;
	count = LINE_BYTES / width;
	if (argc > 3 && parse_number(argv[3], &count))
		return -EINVAL;
	if (!count || count > MAX_BYTES / width)
		return bad_argument(argv[3], "count: 1 or more, and 4096 bytes at most");
	for (bytes = count * width; bytes; bytes -= shown, va += shown) {
		shown = show_line(va, bytes, width);
		if (!shown)
			break;
	}
	return 0;
}
MONITOR_COMMAND(md, .run = md_command, .candidate = ksym_name, .arguments = "VA [1|2|4|8 [COUNT]]",
		.example = "start_kernel", .what = "memory display: read, and show",
		.details =
			"Each access is as wide as said, 4 bytes without; a device's registers may "
			"change when they are read.");

static int mw_command(int argc, char **argv)
{
	unsigned long va, value, width;
	u64 stored;

	(void)argc;
	if (parse_address(argv[1], &va) || parse_number(argv[2], &value) ||
	    parse_width(argv[3], &width))
		return -EINVAL;
	if (width < 8 && value >> (8 * width)) {
		pr_info("0x%lx does not fit into %lu bytes", value, width);
		return -EINVAL;
	}
	stored = value;
	try_access(TRAP_WRITE, va, &stored, width);
	return 0;
}
MONITOR_COMMAND(mw, .run = mw_command, .candidate = ksym_name, .arguments = "VA VALUE [1|2|4|8]",
		.example = "start_kernel 0", .what = "memory write; kernel text is read-only");
