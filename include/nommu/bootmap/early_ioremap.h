/* SPDX-License-Identifier: MIT */
/* Without an MMU every physical address can be used directly, and no slot is needed. */
#ifndef BOOTMAP_EARLY_IOREMAP_H
#define BOOTMAP_EARLY_IOREMAP_H

#include <bootmap/boot.h>
#include <bootmap/fixmap.h>
#include <bootmap/printk.h>
#include <string.h>

static inline void early_ioremap_init(void)
{
	boot_stage_enter(BOOT_EARLY_IOREMAP);
}

static inline void early_ioremap_report(void)
{
	pr_info("early_ioremap: without an MMU it returns the physical address");
}

static inline void early_ioremap_setup(void)
{
}

static inline void early_ioremap_reset(void)
{
}

static inline void early_ioremap_close(void)
{
}

static inline void early_ioremap_debug(void)
{
}

static inline int check_early_ioremap_leak(void)
{
	return 0;
}

static inline void early_ioremap_reclaim(void)
{
}

/** early_ioremap() - @phys as a pointer */
static inline void __iomem *early_ioremap(phys_addr_t phys, size_t size __attribute__((unused)))
{
	return (void __force __iomem *)(unsigned long)phys;
}

/** early_iounmap() - nothing to do */
static inline void early_iounmap(void __iomem *addr __attribute__((unused)),
				 size_t size __attribute__((unused)))
{
}

static inline void *early_memremap(phys_addr_t phys, size_t size __attribute__((unused)))
{
	return (void *)(unsigned long)phys;
}

static inline void *early_memremap_ro(phys_addr_t phys, size_t size)
{
	return early_memremap(phys, size);
}

static inline void early_memunmap(void *addr __attribute__((unused)),
				  size_t size __attribute__((unused)))
{
}

static inline int copy_from_early_mem(void *dst, phys_addr_t src, size_t size)
{
	memcpy(dst, (const void *)(unsigned long)src, size);
	return 0;
}

#endif
