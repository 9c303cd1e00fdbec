/* SPDX-License-Identifier: MIT */
/*
 * DOC: early_ioremap
 *
 * Maps device registers and firmware tables before any allocator exists. Eight slots of 64
 * fixmap pages can be allocated, and must be released with the same pointer and size. A slot
 * that is not released at the end of boot is reported as a leak, with its user.
 *
 * Each refusal prints one line with a reason word and the caller:
 *
 *   size0 wrap phys-width too-big no-slot too-late     by the mapping functions
 *   unknown size-mismatch                              by the unmapping ones
 */
#ifndef BOOTMAP_EARLY_IOREMAP_H
#define BOOTMAP_EARLY_IOREMAP_H

#include <bootmap/fixmap.h>
#include <bootmap/types.h>

/* The slots' page table and book-keeping, for debuggers and dumps. */
extern pte_t bm_pte[PTRS_PER_TABLE];
extern unsigned long slot_virt[FIX_BTMAPS_SLOTS];
extern void __iomem *prev_map[FIX_BTMAPS_SLOTS];
extern size_t prev_size[FIX_BTMAPS_SLOTS];

/**
 * early_ioremap_init() - hook bm_pte into the tables and prepare the slots
 *
 * Boot, once, after head.S built the fixmap chain.
 */
void early_ioremap_init(void);

/** early_ioremap_report() - one line about what early_ioremap_init() has done */
void early_ioremap_report(void);

/**
 * early_ioremap_setup() - compute the address of each slot, and open the slots
 *
 * Part of early_ioremap_init(). Called again for jobs that use the slots after boot. Warns if slots
 * are in use.
 */
void early_ioremap_setup(void);

/**
 * early_ioremap_close() - boot has ended: refuse every later request as too late
 *
 * Existing mappings can still be released. early_ioremap_setup() opens the slots again.
 */
void early_ioremap_close(void);

/**
 * early_ioremap_reset() - paging_init() has replaced the boot tables
 *
 * From here on mapping still works, through the same fixmap entries, but new
 * users should use ioremap().
 */
void early_ioremap_reset(void);

/**
 * early_ioremap() - map device registers in a slot
 * @phys: physical address of the first byte, any alignment
 * @size: bytes; together with @phys's page offset at most 64 pages
 *
 * Device-nGnRE, never executable. Boot only.
 * Return: pointer to the first byte, or NULL after a message with the reason.
 */
void __iomem *early_ioremap(phys_addr_t phys, size_t size);

/**
 * early_memremap() - map RAM or a firmware table in a slot
 * @phys: physical address of the first byte
 * @size: bytes; limits as in early_ioremap()
 * Return: pointer to the first byte, normal cacheable memory, or NULL.
 */
void *early_memremap(phys_addr_t phys, size_t size);

/** early_memremap_ro() - as early_memremap(), but a write faults */
void *early_memremap_ro(phys_addr_t phys, size_t size);

/**
 * early_memremap_prot() - as early_memremap(), with chosen attributes
 * @phys: physical address of the first byte
 * @size: bytes
 * @prot: attributes of each page
 */
void *early_memremap_prot(phys_addr_t phys, size_t size, pgprot_t prot);

/**
 * early_iounmap() - release a mapping
 * @addr: exactly as early_ioremap() returned it
 * @size: exactly as passed to early_ioremap()
 *
 * On return the pages are unmapped and flushed: an access faults. A call that matches no slot
 * changes nothing, and prints a warning.
 */
void early_iounmap(void __iomem *addr, size_t size);

/** early_memunmap() - release a mapping of early_memremap() or one of its variants */
static inline void early_memunmap(void *addr, size_t size)
{
	early_iounmap((void __force __iomem *)addr, size);
}

/**
 * copy_from_early_mem() - read physical memory of any length
 * @dst: receives the bytes
 * @src: physical address, any alignment
 * @size: bytes, may be 0
 * Return: 0, or -ENOMEM if a part could not be mapped; @dst is then filled up to that part.
 */
int copy_from_early_mem(void *dst, phys_addr_t src, size_t size);

/**
 * check_early_ioremap_leak() - report the slots that were not released, at the end of boot
 *
 * Prints caller, physical address and size of each.
 * Return: the number of these slots.
 */
int check_early_ioremap_leak(void);

/**
 * early_ioremap_reclaim() - release all slots
 *
 * For callers that continue after check_early_ioremap_leak(). The pointers of the former users
 * become invalid.
 */
void early_ioremap_reclaim(void);

/**
 * early_ioremap_slots_used() - the number of allocated slots
 */
int early_ioremap_slots_used(void);

/**
 * early_ioremap_describe() - the owner of an address in the slots, in words
 * @buf: receives the text
 * @size: of @buf in bytes
 * @va: the address
 */
void early_ioremap_describe(char *buf, size_t size, unsigned long va);

/**
 * early_ioremap_debug() - log each map and unmap from now on
 */
void early_ioremap_debug(void);

#endif
