// SPDX-License-Identifier: MIT
/* Commands that make mappings and end them. */
#include <bootmap/ioremap.h>
#include <bootmap/monitor.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <bootmap/test.h>
#include <errno.h>
#include <string.h>

#include <asm/example.h>

static const struct {
	const char *name;
	void __iomem *(*map)(phys_addr_t phys, size_t size);
} types[] = {
	{ "nc", ioremap },	    { "np", ioremap_np }, { "wc", ioremap_wc },
	{ "cache", ioremap_cache }, { "wt", ioremap_wt }, { "uc", ioremap_uc },
};

static int ioremap_command(int argc, char **argv)
{
	unsigned long phys, size;
	void __iomem *addr;
	unsigned int type = 0;

	if (argc < 3 || argc > 4 || parse_number(argv[1], &phys) || parse_number(argv[2], &size))
		return -EINVAL;
	while (argc == 4 && strcmp(types[type].name, argv[3]))
		if (++type == ARRAY_SIZE(types))
			return -EINVAL;
	addr = types[type].map(phys, size);
	mapped_by_hand |= addr != NULL;
	if (addr)
		show_mapping("ioremap", "monitor", (unsigned long)(__force void *)addr, size);
	return 0;
}
MONITOR_COMMAND(
	ioremap, .run = ioremap_command, .arguments = "PA SIZE [nc|np|wc|cache|wt|uc]",
	.example = EXAMPLE_DEVICE " 0x1000", .what = "map device registers",
	.details = "Without a memory type it is device memory, as for ioremap(). Nobody is asked "
		   "whether the registers are in use: see iomem.");

static int iounmap_command(int argc, char **argv)
{
	unsigned long va;

	if (argc != 2 || parse_number(argv[1], &va))
		return -EINVAL;
	iounmap((void __force __iomem *)va);
	return 0;
}
MONITOR_COMMAND(iounmap, .run = iounmap_command, .arguments = "VA", .example = "0xffffc00000000000",
		.what = "the end of ioremap");
