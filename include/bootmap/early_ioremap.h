/* SPDX-License-Identifier: MIT */
/*
 * DOC: early_ioremap
 *
 * Device registers and firmware tables before any allocator exists: eight slots
 * of 64 fixmap pages are lent out and must be returned with the same pointer and
 * size. What is still lent at the end of boot is reported as a leak, by name.
 *
 * Each refusal prints one line with one word for the reason, and the caller:
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
 * early_ioremap_setup() - compute where each slot begins
 *
 * Part of early_ioremap_init(); opens for business, and again later, as if boot were young: for
 * jobs that are about the slots. Warns about slots already in use.
 */
void early_ioremap_setup(void);

/**
 * early_ioremap_close() - boot is over: refuse every later request as too late
 *
 * Mappings still lent can be returned. early_ioremap_setup() would open again.
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
 * early_ioremap() - borrow a mapping of device registers
 * @phys: physical address of the first byte, any alignment
 * @size: bytes; together with @phys's page offset at most 64 pages
 *
 * Device-nGnRE, never executable. Boot only.
 * Return: pointer to the first byte, or NULL after one line that says why.
 */
void __iomem *early_ioremap(phys_addr_t phys, size_t size);

/**
 * early_memremap() - borrow a mapping of RAM or of a firmware table
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
 * early_iounmap() - give a mapping back
 * @addr: exactly what early_ioremap() returned
 * @size: exactly what it was asked for
 *
 * On return the pages are unmapped and flushed: an access faults. A call that
 * fits no slot changes nothing but the log.
 */
void early_iounmap(void __iomem *addr, size_t size);

/** early_memunmap() - give back what early_memremap() and its variants lent */
static inline void early_memunmap(void *addr, size_t size)
{
	early_iounmap((void __force __iomem *)addr, size);
}

/**
 * copy_from_early_mem() - read physical memory of any length
 * @dst: gets the bytes
 * @src: physical address, any alignment
 * @size: bytes, 0 is allowed and does nothing
 * Return: 0, or -ENOMEM when a piece could not be mapped; @dst is then filled up to there.
 */
int copy_from_early_mem(void *dst, phys_addr_t src, size_t size);

/**
 * check_early_ioremap_leak() - the end of boot: everything must be back
 *
 * Names caller, physical address and size of each mapping still lent.
 * Return: how many there are.
 */
int check_early_ioremap_leak(void);

/**
 * early_ioremap_reclaim() - take back what is lent
 *
 * For who goes on after a check_early_ioremap_leak(): whoever borrowed it may not touch it any more.
 */
void early_ioremap_reclaim(void);

/**
 * early_ioremap_slots_used() - how many slots are lent now
 */
int early_ioremap_slots_used(void);

/**
 * early_ioremap_describe() - who owns an address of the slots
 * @buf: gets the words
 * @size: of @buf in bytes
 * @va: the address
 */
void early_ioremap_describe(char *buf, size_t size, unsigned long va);

/**
 * early_ioremap_debug() - log each map and unmap from now on
 */
void early_ioremap_debug(void);

#endif
