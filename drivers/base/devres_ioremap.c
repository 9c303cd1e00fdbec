// SPDX-License-Identifier: MIT
/*
 * Registers that a device holds: the claim of their addresses, their mapping, and both in one step. A
 * driver's probe function calls these; what it got is released when the device lets go of its driver
 * (devres.c).
 */
#include <bootmap/bug.h>
#include <bootmap/ioremap.h>
#include <bootmap/ksyms.h>
#include <drivers/device.h>
#include <drivers/ioport.h>

typedef void __iomem *(*ioremap_t)(phys_addr_t phys, size_t size);

static void release(void *data)
{
	const struct resource *region = data;
	bool ports = resource_type(region) == IORESOURCE_IO;

	__release_region(ports ? &ioport_resource : &iomem_resource, region->start,
			 resource_size(region));
}

struct resource *__devm_request_region(struct device *dev, struct resource *parent,
				       resource_size_t start, resource_size_t n, const char *name)
{
	struct resource *region = __request_region(parent, start, n, name);

	if (region && devm_add_action_or_reset(dev, release, region))
		return NULL;
	return region;
}

static void unmap(void *data)
{
	iounmap((void __force __iomem *)data);
}

static void __iomem *remap(struct device *dev, phys_addr_t phys, size_t size, ioremap_t map)
{
	void __iomem *base = map(phys, size);

	if (!base || devm_add_action_or_reset(dev, unmap, (void __force *)base))
		return NULL;
	ioremap_set_owner(base, dev_name(dev));
	return base;
}

void __iomem *devm_ioremap(struct device *dev, phys_addr_t phys, size_t size)
{
	return remap(dev, phys, size, ioremap);
}

void __iomem *devm_ioremap_wc(struct device *dev, phys_addr_t phys, size_t size)
{
	return remap(dev, phys, size, ioremap_wc);
}

void __iomem *devm_ioremap_np(struct device *dev, phys_addr_t phys, size_t size)
{
	return remap(dev, phys, size, ioremap_np);
}

void devm_iounmap(struct device *dev, void __iomem *addr)
{
	char caller[KSYM_NAME_MAX];

	if (!devm_release_action(dev, unmap, (void __force *)addr))
		return;
	dev_warn(dev, "devm_iounmap(0x%lx): it did not map that [caller %s]",
		 (unsigned long)(void __force *)addr,
		 ksym_format(caller, sizeof(caller), CALLER_ADDRESS));
	iounmap(addr);
}

/* The name for the listing of iomem_resource. */
static const char *region_name(struct device *dev, const struct resource *res)
{
	if (!res->name)
		return dev_name(dev);
	return devm_kasprintf(dev, "%s %s", dev_name(dev), res->name);
}

static void __iomem *claim_and_map(struct device *dev, const struct resource *res, ioremap_t map)
{
	char text[RESOURCE_TEXT_MAX];
	struct resource *region;
	void __iomem *base;
	const char *name;

	BUG_ON(!dev);
	if (!res || resource_type(res) != IORESOURCE_MEM) {
		dev_err(dev, "invalid resource");
		return IOMEM_ERR_PTR(-EINVAL);
	}
	name = region_name(dev, res);
	if (!name)
		return IOMEM_ERR_PTR(-ENOMEM);
	region = devm_request_mem_region(dev, res->start, resource_size(res), name);
	if (!region) {
		dev_err(dev, "can't request region for resource %s",
			resource_format(text, sizeof(text), res));
		return IOMEM_ERR_PTR(-EBUSY);
	}
	base = remap(dev, res->start, resource_size(res), map);
	if (base)
		return base;
	dev_err(dev, "can't map %s", resource_format(text, sizeof(text), res));
	devm_release_action(dev, release, region);
	return IOMEM_ERR_PTR(-ENOMEM);
}

void __iomem *devm_ioremap_resource(struct device *dev, const struct resource *res)
{
	bool nonposted = res && res->flags & IORESOURCE_MEM_NONPOSTED;

	return claim_and_map(dev, res, nonposted ? ioremap_np : ioremap);
}

void __iomem *devm_ioremap_resource_wc(struct device *dev, const struct resource *res)
{
	return claim_and_map(dev, res, ioremap_wc);
}
