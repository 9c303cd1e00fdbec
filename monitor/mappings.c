// SPDX-License-Identifier: MIT
/* Commands that map a device with one of the ioremap() family, or memory with vmalloc(), and unmap it. */
#include <bootmap/ioremap.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <bootmap/vmalloc.h>
#include <errno.h>
#include <monitor/monitor.h>
#include <string.h>
#include <tests/test.h>

#include <monitor/example.h>

static const struct {
	const char *name;
	void __iomem *(*map)(phys_addr_t phys, size_t size);
	pgprot_t prot;
	const char *what;
} types[] = {
	{ "device", ioremap, PAGE_IO, "registers; a write may complete later" },
	{ "np", ioremap_np, PAGE_IO_NP, "registers; no early write acknowledgement" },
	{ "wc", ioremap_wc, PAGE_IO_WC, "not cached, but writes may be merged" },
	{ "nc", ioremap_wc, PAGE_IO_WC, "the same; Arm's Normal Non-cacheable" },
	{ "cache", ioremap_cache, PAGE_KERNEL, "cached, as RAM is" },
	{ "wt", ioremap_wt, PAGE_IO_WT, "cached; each write also goes to memory" },
	{ "uc", ioremap_uc, PAGE_IO_UC, "not cached, whatever an MTRR says" },
};

static const char *type_name(unsigned int index)
{
	return index < ARRAY_SIZE(types) ? types[index].name : NULL;
}

void show_memory_types(void)
{
	pr_info("memory types of ioremap, and the attributes in the tables:");
	for (unsigned int i = 0; i < ARRAY_SIZE(types); i++) {
		char attributes[64] = "not on this architecture";

		if (types[i].prot.val)
			pte_describe_attributes(attributes, sizeof(attributes),
						pte_mkpage(0, types[i].prot));
		pr_info("  %-6s  %-26s  %s", types[i].name, attributes, types[i].what);
	}
}

static int ioremap_command(int argc, char **argv)
{
	unsigned long phys, size;
	void __iomem *addr;
	unsigned int type = 0;

	if (parse_number(argv[1], &phys) || parse_number(argv[2], &size))
		return -EINVAL;
	while (argc == 4 && strcmp(types[type].name, argv[3]))
		if (!type_name(++type))
			return bad_argument(argv[3], "memory type: see help types");
	addr = types[type].map(phys, size);
	mapped_by_hand |= addr != NULL;
	if (addr)
		show_mapping("ioremap", "monitor", (unsigned long)(__force void *)addr, size);
	return 0;
}
MONITOR_COMMAND(
	ioremap, .run = ioremap_command, .arguments = "PA SIZE [TYPE]",
	.example = EXAMPLE_DEVICE " 0x1000", .what = "map device registers",
	.details = "Without TYPE it is device memory; help types: the others; iomem: whose it is.");

static int iounmap_command(int argc, char **argv)
{
	unsigned long va;

	(void)argc;
	if (parse_address(argv[1], &va))
		return -EINVAL;
	iounmap((void __force __iomem *)va);
	return 0;
}
MONITOR_COMMAND(iounmap, .run = iounmap_command, .arguments = "VA", .example = "0xffffc00000000000",
		.what = "release a mapping of ioremap");

static int vmalloc_command(int argc, char **argv)
{
	unsigned long size;
	const void *addr;

	(void)argc;
	if (parse_number(argv[1], &size))
		return -EINVAL;
	addr = vmalloc(size);
	if (addr)
		show_mapping("vmalloc", "monitor", (unsigned long)addr, size);
	else
		pr_info("vmalloc() returned NULL");
	return 0;
}
MONITOR_COMMAND(vmalloc, .run = vmalloc_command, .arguments = "SIZE", .example = "0x3000",
		.what = "allocate memory");

static int vfree_command(int argc, char **argv)
{
	unsigned long va;

	(void)argc;
	if (parse_address(argv[1], &va))
		return -EINVAL;
	vfree((const void *)va);
	return 0;
}
MONITOR_COMMAND(vfree, .run = vfree_command, .arguments = "VA", .example = "0xffffc00000000000",
		.what = "free memory of vmalloc");
