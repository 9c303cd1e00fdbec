/* SPDX-License-Identifier: MIT */
/*
 * DOC: ioremap
 *
 * ioremap() and its variants map device registers for drivers. They differ in the memory type:
 *
 *   ioremap, ioremap_nocache   Device-nGnRE, UC-: accesses are not merged, writes may be posted
 *   ioremap_np                 Device-nGnRnE: a write completes before the next access; AArch64
 *   ioremap_wc                 Normal non-cacheable: writes may be merged (frame buffers)
 *   ioremap_cache              Normal write-back; RAM through the linear map
 *   ioremap_uc, ioremap_wt     uncached whatever an MTRR says, write-through: x86-64
 *
 * A refused request prints one line with a reason word and the caller. The words are: size0, wrap,
 * phys-width, no-type (not on this architecture), ram, alias, no-va, no-table, too-early. Not from
 * interrupts.
 */
#ifndef BOOTMAP_IOREMAP_H
#define BOOTMAP_IOREMAP_H

#include <bootmap/pgtable.h>
#include <bootmap/types.h>

/**
 * ioremap() - map device registers
 * @phys: physical address of the first one; any offset inside a page
 * @size: bytes
 *
 * Return: the virtual address of @phys, or NULL.
 */
void __iomem *ioremap(phys_addr_t phys, size_t size);
#define ioremap_nocache ioremap
void __iomem *ioremap_wc(phys_addr_t phys, size_t size);
void __iomem *ioremap_np(phys_addr_t phys, size_t size);
void __iomem *ioremap_cache(phys_addr_t phys, size_t size);
void __iomem *ioremap_uc(phys_addr_t phys, size_t size);
void __iomem *ioremap_wt(phys_addr_t phys, size_t size);

/**
 * iounmap() - release a mapping of ioremap()
 * @addr: as ioremap() returned it, or any other address in its first page
 *
 * When this returns, the TLB no longer holds the translation. Any other address is refused with a
 * warning that names the caller. NULL and linear addresses of ioremap_cache() are ignored.
 */
void iounmap(volatile void __iomem *addr);

/**
 * ioremap_set_owner() - set the owner of a mapping
 * @addr: as ioremap() returned it
 * @name: of the device, for listings; it must stay as long as the mapping
 */
void ioremap_set_owner(const volatile void __iomem *addr, const char *name);

/**
 * ioremap_page_range() - map into an area that the caller allocated with VM_IOREMAP
 * @va: first address, page aligned, inside the area
 * @end: exclusive
 * @phys: physical address for @va
 * @prot: attributes
 *
 * Return: 0; -EINVAL if the area is not for VM_IOREMAP; -ERANGE if it does not hold the
 * range; -EBUSY if something is mapped there; -ENOMEM without a page for a table. After an
 * error nothing of it is mapped.
 */
int ioremap_page_range(unsigned long va, unsigned long end, phys_addr_t phys, pgprot_t prot);

/* MAP_… for device memory; the command line's nohugeiomap sets MAP_PAGES_ONLY. */
extern unsigned int ioremap_flags;

#define MEMREMAP_WB BIT(0)
#define MEMREMAP_WT BIT(1)
#define MEMREMAP_WC BIT(2)

/**
 * memremap() - map memory without side effects, for ordinary pointers
 * @phys: physical address
 * @size: bytes
 * @flags: MEMREMAP_…: the first of WB, WT and WC that is set and that the architecture has is used.
 *	If there is none, the request is refused
 *
 * For RAM and MEMREMAP_WB this is the linear map. RAM with another type would be mapped with two
 * types, so that is refused, and so are ranges that are only partly RAM.
 */
void *memremap(phys_addr_t phys, size_t size, unsigned long flags);

/** memunmap() - release a mapping of memremap(); linear addresses and NULL are ignored */
void memunmap(const void *addr);

#endif
