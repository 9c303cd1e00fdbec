// SPDX-License-Identifier: MIT
/*
 * Tests of device-managed resources. The registers are at unused addresses, and are not accessed.
 */
#include "../support.h"

#include <bootmap/ioremap.h>
#include <bootmap/slab.h>
#include <drivers/device.h>
#include <drivers/ioport.h>
#include <string.h>
#include <tests/fault_inject.h>

#define DEVICE_SIZE 0x1000
#define UNREACHABLE BIT(phys_addr_bits())

static struct resource registers = DEFINE_RES_MEM_NAMED(DEVICE, DEVICE_SIZE, NULL);

static struct resource *claim_at(phys_addr_t address)
{
	struct resource *claim = &iomem_resource, *inner;

	while ((inner = first_overlap(claim, address, address)))
		claim = inner;
	return claim->flags & IORESOURCE_BUSY ? claim : NULL; /* a window of PCI is no claim */
}

static int error_of(const void __iomem *p)
{
	return IOMEM_IS_ERR(p) ? IOMEM_PTR_ERR(p) : 0;
}

static char order[8];

static void note(void *what)
{
	strcat(order, what);
}

TEST(devres_goes_in_reverse_order)
{
	struct device dev = { .name = "test" };

	order[0] = '\0';
	EXPECT_EQ(t, devm_add_action(&dev, note, "a"), 0);
	EXPECT_EQ(t, devm_add_action(&dev, note, "b"), 0);
	EXPECT_EQ(t, devm_add_action(&dev, note, "c"), 0);
	devres_release_all(&dev);
	EXPECT_TRUE(t, !strcmp(order, "cba"));
	devres_release_all(&dev);
	EXPECT_TRUE(t, !strcmp(order, "cba"));
}

TEST(devm_release_action_does_one_and_forgets_it)
{
	static char a[] = "a", b[] = "b";
	struct device dev = { .name = "test" };

	order[0] = '\0';
	devm_add_action(&dev, note, a);
	devm_add_action(&dev, note, b);
	EXPECT_EQ(t, devm_release_action(&dev, note, a), 0);
	EXPECT_TRUE(t, !strcmp(order, "a"));
	EXPECT_EQ(t, devm_release_action(&dev, note, a), -ENOENT);
	devres_release_all(&dev);
	EXPECT_TRUE(t, !strcmp(order, "ab"));
}

static void note_other(void *what)
{
	(void)what;
	strcat(order, "!");
}

/* Function and data together say which one is meant; of two that agree in both, the newest. */
TEST(devm_release_action_tells_actions_apart)
{
	static char a[] = "a", b[] = "b";
	struct device dev = { .name = "test" };

	order[0] = '\0';
	devm_add_action(&dev, note, a);
	devm_add_action(&dev, note, b);
	devm_add_action(&dev, note, a);
	devm_add_action(&dev, note_other, a);
	EXPECT_EQ(t, devm_release_action(&dev, note, a), 0);
	EXPECT_EQ(t, strcmp(order, "a"), 0);
	EXPECT_EQ(t, devm_release_action(&dev, note_other, b), -ENOENT);
	EXPECT_EQ(t, devm_release_action(&dev, note_other, a), 0);
	EXPECT_EQ(t, strcmp(order, "a!"), 0);
	devres_release_all(&dev);
	EXPECT_EQ(t, strcmp(order, "a!ba"), 0);
}

TEST(devm_add_action_or_reset_leaves_nothing_undone)
{
	struct device dev = { .name = "test" };

	order[0] = '\0';
	allocations_until_failure = 1;
	EXPECT_EQ(t, devm_add_action(&dev, note, "a"), -ENOMEM);
	allocations_until_failure = 1;
	EXPECT_EQ(t, devm_add_action_or_reset(&dev, note, "b"), -ENOMEM);
	EXPECT_TRUE(t, !strcmp(order, "b"));
	EXPECT_EQ(t, dev.devres, NULL);
}

TEST(devm_kzalloc_and_strings)
{
	struct device dev = { .name = "test" };
	u64 *zeroed = devm_kzalloc(&dev, sizeof(*zeroed));
	const char *string = devm_kasprintf(&dev, "%s-%d", "a-string-of-some-length", 42);

	EXPECT_EQ(t, *zeroed, 0);
	EXPECT_TRUE(t, !strcmp(string, "a-string-of-some-length-42"));
	devres_release_all(&dev);
	allocations_until_failure = 2;
	EXPECT_EQ(t, devm_kzalloc(&dev, 8), NULL);
	EXPECT_EQ(t, dev.devres, NULL);
}

TEST(D1_what_is_no_memory_resource_is_invalid)
{
	struct device dev = { .name = "test" };
	struct resource ports = DEFINE_RES_NAMED(0x60, 1, NULL, IORESOURCE_IO);

	EXPECT_EQ(t, error_of(devm_ioremap_resource(&dev, NULL)), -EINVAL);
	EXPECT_EQ(t, error_of(devm_ioremap_resource(&dev, &ports)), -EINVAL);
	EXPECT_EQ(t, dev.devres, NULL);
}

TEST(D2_pitfall_53_66_a_busy_resource_names_its_holder)
{
	struct device first = { .name = "first" }, second = { .name = "second" };

	EXPECT_EQ(t, error_of(devm_ioremap_resource(&first, &registers)), 0);
	EXPECT_EQ(t, error_of(devm_ioremap_resource(&second, &registers)), -EBUSY);
	EXPECT_WARNING(t, "\"first\"");
	EXPECT_EQ(t, second.devres, NULL);
	devres_release_all(&first);
	EXPECT_EQ(t, error_of(devm_ioremap_resource(&second, &registers)), 0);
	devres_release_all(&second);
}

TEST(D3_when_mapping_fails_the_claim_is_given_back)
{
	struct device dev = { .name = "test" };
	struct resource unreachable = DEFINE_RES_MEM_NAMED(UNREACHABLE, DEVICE_SIZE, NULL);

	for (int attempt = 0; attempt < 2; attempt++) {
		EXPECT_EQ(t, error_of(devm_ioremap_resource(&dev, &unreachable)), -ENOMEM);
		EXPECT_WARNING(t, "phys-width");
		EXPECT_EQ(t, claim_at(UNREACHABLE), NULL);
	}
	devres_release_all(&dev);
}

TEST(D4_without_memory_for_the_name_nothing_is_claimed)
{
	struct device dev = { .name = "test" };
	struct resource named = DEFINE_RES_MEM_NAMED(DEVICE, DEVICE_SIZE, "fifo");

	allocations_until_failure = 1;
	EXPECT_EQ(t, error_of(devm_ioremap_resource(&dev, &named)), -ENOMEM);
	EXPECT_EQ(t, claim_at(DEVICE), NULL);
	EXPECT_EQ(t, dev.devres, NULL);
}

/* Is @p mapped as @other, a mapping of the same registers, which this unmaps? */
static bool mapped_as(const void __iomem *p, void __iomem *other)
{
	bool same = entry_of(address_of(p)).val == entry_of(address_of(other)).val;

	iounmap(other);
	return same;
}

TEST(D5_a_nonposted_resource_is_mapped_so_unless_write_combining_is_asked_for)
{
	struct device dev = { .name = "test" };
	struct resource nonposted = DEFINE_RES_NAMED(DEVICE, DEVICE_SIZE, NULL,
						     IORESOURCE_MEM | IORESOURCE_MEM_NONPOSTED);

	EXPECT_TRUE(t, mapped_as(devm_ioremap_resource(&dev, &registers),
				 ioremap(DEVICE, DEVICE_SIZE)));
	devres_release_all(&dev);
	if (PAGE_IO_NP.val)
		EXPECT_TRUE(t, mapped_as(devm_ioremap_resource(&dev, &nonposted),
					 ioremap_np(DEVICE, DEVICE_SIZE)));
	devres_release_all(&dev);
	EXPECT_TRUE(t, mapped_as(devm_ioremap_resource_wc(&dev, &nonposted),
				 ioremap_wc(DEVICE, DEVICE_SIZE)));
	devres_release_all(&dev);
}

TEST(D6_the_claim_bears_the_device_s_name)
{
	struct device dev = { .name = "8000000000.test" };
	struct resource named = DEFINE_RES_MEM_NAMED(DEVICE, DEVICE_SIZE, "fifo");

	devm_ioremap_resource(&dev, &registers);
	EXPECT_TRUE(t, !strcmp(claim_at(DEVICE)->name, "8000000000.test"));
	devres_release_all(&dev);
	devm_ioremap_resource(&dev, &named);
	EXPECT_TRUE(t, !strcmp(claim_at(DEVICE)->name, "8000000000.test fifo"));
	EXPECT_EQ(t, resource_size(claim_at(DEVICE)), DEVICE_SIZE);
	devres_release_all(&dev);
}

TEST(D7_devm_ioremap_fails_with_NULL)
{
	struct device dev = { .name = "test" };

	EXPECT_EQ(t, devm_ioremap(&dev, UNREACHABLE, 4), NULL);
	EXPECT_WARNING(t, "phys-width");
	EXPECT_EQ(t, devm_ioremap_wc(&dev, DEVICE, 0), NULL);
	EXPECT_WARNING(t, "size0");
	EXPECT_EQ(t, devm_ioremap_np(&dev, DEVICE, 0), NULL);
	EXPECT_WARNING(t, "size0");
	EXPECT_EQ(t, dev.devres, NULL);
}

/* Both were undone by hand before, so that each complains: the last complaint is the claim's. */
TEST(D8_unmapped_before_the_claim_is_released)
{
	struct device dev = { .name = "test" };
	void __iomem *base = devm_ioremap_resource(&dev, &registers);
	struct resource *claim = claim_at(DEVICE);

	iounmap(base);
	release_resource(claim);
	devres_release_all(&dev);
	t->warnings_expected++;
	EXPECT_WARNING(t, "nonexistent resource <");
	kfree(claim);
}

TEST(D8_nothing_is_left_after_release)
{
	struct device dev = { .name = "test" };
	void __iomem *base = devm_ioremap_resource(&dev, &registers);

	EXPECT_EQ(t, leads_to(address_of(base)), DEVICE);
	devres_release_all(&dev);
	EXPECT_EQ(t, leads_to(address_of(base)), NOWHERE);
	EXPECT_EQ(t, claim_at(DEVICE), NULL);
}

TEST(devm_iounmap_unmaps_once)
{
	struct device dev = { .name = "test" };
	void __iomem *base = devm_ioremap(&dev, DEVICE, DEVICE_SIZE);

	devm_iounmap(&dev, base);
	EXPECT_EQ(t, leads_to(address_of(base)), NOWHERE);
	EXPECT_EQ(t, dev.devres, NULL);
}

TEST(D9_devm_iounmap_of_another_s_mapping_warns_and_unmaps)
{
	struct device dev = { .name = "test" };
	void __iomem *base = ioremap(DEVICE, DEVICE_SIZE);

	devm_iounmap(&dev, base);
	EXPECT_WARNING(t, "did not map that");
	EXPECT_EQ(t, leads_to(address_of(base)), NOWHERE);
}

TEST(D10_no_device_is_a_bug)
{
	EXPECT_TRAP(t, TRAP_BUG, devm_add_action(NULL, note, NULL));
	EXPECT_TRAP(t, TRAP_BUG, devm_ioremap_resource(NULL, &registers));
}
