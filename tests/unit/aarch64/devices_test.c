// SPDX-License-Identifier: MIT
/* Tests of the drivers, on the machine's own devices. */
#include <bootmap/layout.h>
#include <drivers/fw_cfg.h>
#include <drivers/ioport.h>
#include <drivers/of.h>
#include <errno.h>
#include <string.h>
#include <tests/test.h>

/* Exactly this window has an owner, a device of this kind. */
static bool claimed(phys_addr_t start, u64 size, const char *kind)
{
	const struct resource *owner = first_overlap(&iomem_resource, start, start + size - 1);

	return owner && owner->start == start && resource_size(owner) == size &&
	       strstr(owner->name, kind);
}

TEST(each_virtio_window_is_claimed_though_eight_share_a_page)
{
	const struct device_node *node = NULL;
	unsigned int windows = 0, in_first_page = 0;
	phys_addr_t start, first = 0;
	u64 size;

	while ((node = of_find_compatible(node, "virtio,mmio"))) {
		if (of_get_address(node, 0, &start, &size))
			continue;
		EXPECT_TRUE(t, claimed(start, size, "virtio_mmio"));
		first = first ? first : start;
		in_first_page += (start & PAGE_MASK) == (first & PAGE_MASK);
		windows++;
	}
	if (!windows)
		t->skip = "this machine has none";
	else
		EXPECT_EQ(t, in_first_page, 8);
}

/* QEMU: -fw_cfg name=opt/bootmap/test,string=… */
TEST(a_file_of_the_emulators_is_read)
{
	char text[8] = "-------";

	SKIP_UNLESS(t, fw_cfg_read_file("opt/bootmap/test", text, 5) >= 0,
		    "QEMU has no file for this test");
	EXPECT_TRUE(t, !strcmp(text, "hello--"));
	EXPECT_EQ(t, fw_cfg_read_file("opt/bootmap/test", text, sizeof(text)),
		  strlen("hello, bootmap"));
	EXPECT_EQ(t, fw_cfg_read_file("opt/bootmap/tes", text, sizeof(text)), -ENOENT);
	EXPECT_TRUE(t, !memcmp(text, "hello, b", sizeof(text)));
}
