// SPDX-License-Identifier: MIT
/*
 * QEMU's firmware configuration device (QEMU, docs/specs/fw_cfg). A number selects an item, which
 * is then read from the data register byte by byte. Item 0x19 is the directory of the items with
 * names. Numbers wider than a byte are big-endian.
 */
#include <bootmap/compiler.h>
#include <bootmap/io.h>
#include <drivers/fw_cfg.h>
#include <drivers/platform_device.h>
#include <string.h>

#define FW_CFG_DATA	0x00
#define FW_CFG_SELECTOR 0x08

#define ITEM_SIGNATURE 0x00
#define ITEM_ID	       0x01
#define ITEM_DIRECTORY 0x19

/* One entry of the directory. */
struct fw_cfg_file {
	u32 size;
	u16 select;
	u16 reserved;
	char name[56];
};
static_assert(sizeof(struct fw_cfg_file) == 64, "as the device has it");

static void __iomem *regs;

static void select_item(u16 item)
{
	writew(__builtin_bswap16(item), regs + FW_CFG_SELECTOR);
}

static void read_data(void *buf, size_t size)
{
	for (u8 *byte = buf; size--; byte++)
		*byte = readb(regs + FW_CFG_DATA);
}

/* Items have numbers of 14 bits. */
#define MAX_FILES 0x4000

/* After this call the directory's entries can be read one by one. */
static u32 open_directory(void)
{
	u32 count;

	select_item(ITEM_DIRECTORY);
	read_data(&count, sizeof(count));
	count = __builtin_bswap32(count);
	if (count < MAX_FILES)
		return count;
	pr_warn("fw_cfg: a directory with %u files is invalid", count);
	return 0;
}

static void read_entry(struct fw_cfg_file *file)
{
	read_data(file, sizeof(*file));
	file->size = __builtin_bswap32(file->size);
	file->select = __builtin_bswap16(file->select);
	file->name[sizeof(file->name) - 1] = '\0';
}

int fw_cfg_read_file(const char *name, void *buf, size_t size)
{
	struct fw_cfg_file file;

	if (!regs)
		return -ENODEV;
	for (u32 left = open_directory(); left; left--) {
		read_entry(&file);
		if (strcmp(file.name, name))
			continue;
		select_item(file.select);
		read_data(buf, size < file.size ? size : file.size);
		return file.size;
	}
	return -ENOENT;
}

void show_fw_cfg(void)
{
	struct fw_cfg_file file;

	if (!regs) {
		pr_info("fw_cfg: this machine has none");
		return;
	}
	pr_info("item    bytes  name");
	for (u32 left = open_directory(); left; left--) {
		read_entry(&file);
		pr_info("0x%02x  %7u  %s", file.select, file.size, file.name);
	}
}

static void forget_registers(void *data __attribute__((unused)))
{
	regs = NULL;
}

static int fw_cfg_probe(struct platform_device *pdev)
{
	void __iomem *base = devm_platform_ioremap_resource(pdev, 0);
	char signature[4];
	u32 id;
	int err;

	if (IOMEM_IS_ERR(base))
		return IOMEM_PTR_ERR(base);
	regs = base;
	err = devm_add_action_or_reset(&pdev->dev, forget_registers, NULL);
	if (err)
		return err;
	select_item(ITEM_SIGNATURE);
	read_data(signature, sizeof(signature));
	if (memcmp(signature, "QEMU", sizeof(signature)))
		return -ENODEV;
	select_item(ITEM_ID);
	read_data(&id, sizeof(id)); /* this number alone is little-endian */
	dev_info(&pdev->dev, "signature QEMU, id 0x%x, %u files", id, open_directory());
	return 0;
}

static const struct of_device_id fw_cfg_ids[] = {
	{ .compatible = "qemu,fw-cfg-mmio" },
	{ 0 },
};

static const struct platform_driver fw_cfg_driver = {
	.driver = { .name = "fw_cfg", .of_match_table = fw_cfg_ids },
	.probe = fw_cfg_probe,
};
module_platform_driver(fw_cfg_driver);
