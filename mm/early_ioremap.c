// SPDX-License-Identifier: MIT
#include <bootmap/boot.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/ksyms.h>
#include <bootmap/printk.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define MAX_MAP_CHUNK ((size_t)NR_FIX_BTMAPS << PAGE_SHIFT)

pte_t bm_pte[PTRS_PER_TABLE] __page_aligned_bss;

/*
 * A slot is free when its prev_map is NULL. The rest describes the latest loan; its
 * physical address stands in bm_pte.
 */
unsigned long slot_virt[FIX_BTMAPS_SLOTS];
void __iomem *prev_map[FIX_BTMAPS_SLOTS];
size_t prev_size[FIX_BTMAPS_SLOTS];
static unsigned long prev_caller[FIX_BTMAPS_SLOTS];

/*
 * The highest physical address that may be asked for: what the CPU has, and 0 before
 * early_ioremap_setup() and once boot is over. So one comparison asks two questions.
 */
static phys_addr_t phys_limit;

/* What makes early_ioremap() and early_iounmap() talk; 0 is the usual case. */
static enum { TALK_DEBUG = 1, TALK_AFTER_PAGING_INIT = 2 } talk;

void early_ioremap_init(void)
{
	boot_stage_enter(BOOT_EARLY_IOREMAP);
	early_ioremap_setup();
	pmd_populate_kernel(&level2_fixmap_pgt[BTMAP_PMD_INDEX], bm_pte);
}

void early_ioremap_report(void)
{
	pr_info("early_ioremap: %d slots of %d pages at 0x%lx, bm_pte hooked into level2_fixmap_pgt[%d]",
		FIX_BTMAPS_SLOTS, NR_FIX_BTMAPS, BTMAP_VADDR, BTMAP_PMD_INDEX);
}

void early_ioremap_setup(void)
{
	if (early_ioremap_slots_used())
		pr_warn("early_ioremap_setup: slots are in use already [caller 0x%lx]",
			CALLER_ADDRESS);
	for (int slot = 0; slot < FIX_BTMAPS_SLOTS; slot++)
		slot_virt[slot] = __fix_to_virt(FIX_BTMAP_BEGIN - NR_FIX_BTMAPS * slot);
	phys_limit = GENMASK(phys_addr_bits() - 1, 0);
	talk &= ~TALK_AFTER_PAGING_INIT;
}

void early_ioremap_reset(void)
{
	talk |= TALK_AFTER_PAGING_INIT;
}

void early_ioremap_close(void)
{
	phys_limit = 0;
	if (!early_ioremap_slots_used())
		pr_info("early_ioremap: all %d slots returned; from here on they are closed",
			FIX_BTMAPS_SLOTS);
}

void early_ioremap_debug(void)
{
	talk |= TALK_DEBUG;
}

/* A slot's entries: slot 0 begins both the table and the addresses that it maps. */
static inline pte_t *slot_ptes(unsigned long slot)
{
	return &bm_pte[slot * NR_FIX_BTMAPS];
}

static phys_addr_t slot_phys(unsigned long slot)
{
	return pte_phys(*slot_ptes(slot)) | ((unsigned long)prev_map[slot] & ~PAGE_MASK);
}

static inline unsigned long find_slot(const void __iomem *addr)
{
	unsigned long slot = 0;

	while (slot < FIX_BTMAPS_SLOTS && prev_map[slot] != addr)
		slot++;
	return slot;
}

/* The one line that every refusal prints. Returns what the refused call returns. */
static noinline void __iomem *refuse(const char *function, const char *reason, phys_addr_t address,
				     size_t size, unsigned long caller)
{
	char who[KSYM_NAME_MAX];

	pr_warn("%s(0x%lx, 0x%zx) refused: %s [caller %s]", function, address, size, reason,
		ksym_format(who, sizeof(who), caller));
	return NULL;
}

/*
 * Pages that the @size > 0 bytes from @phys on touch. In 64 bits throughout: Linux
 * counts in unsigned int, where 2^44 bytes become no page at all.
 */
static inline unsigned long pages_touched(phys_addr_t phys, size_t size)
{
	phys_addr_t last = phys + size - 1;

	return (last >> PAGE_SHIFT) - (phys >> PAGE_SHIFT) + 1;
}

/* Most devices' registers lie in one page, and then the rest is simple. Not for @size 0. */
static inline bool one_page(unsigned long start, size_t size)
{
	return !((start ^ (start + size - 1)) >> PAGE_SHIFT);
}

/*
 * May this be mapped, provided that a slot is free? A range that wraps needs no
 * question of its own: it starts beyond all physical addresses.
 */
static inline bool mappable(phys_addr_t phys, size_t size)
{
	if (unlikely(!size))
		return false;
	if (likely(one_page(phys, size)))
		return phys <= phys_limit;
	return pages_touched(phys, size) <= NR_FIX_BTMAPS &&
	       (phys | (phys + size - 1)) <= phys_limit;
}

/*
 * The word for why not. The arguments come first and the slots last: a size of 0 is
 * reported as such even when all slots are lent.
 */
static noinline void __iomem *refuse_mapping(phys_addr_t phys, size_t size, const char *function,
					     unsigned long caller)
{
	phys_addr_t last = phys + size - 1;
	const char *reason = !phys_limit	   ? "too-late" :
			     !size		   ? "size0" :
			     last < phys	   ? "wrap" :
			     last > phys_limit	   ? "phys-width" :
			     !mappable(phys, size) ? "too-big" :
						     "no-slot";

	return refuse(function, reason, phys, size, caller);
}

/* What early_ioremap_debug shows, and what late users are told. Returns the mapping. */
static noinline void __iomem *comment_on(const char *function, unsigned long slot)
{
	char who[KSYM_NAME_MAX];

	ksym_format(who, sizeof(who), prev_caller[slot]);
	if (talk & TALK_DEBUG)
		pr_info("%s: slot %lu, 0x%lx, 0x%zx bytes at %p [%s]", function, slot,
			slot_phys(slot), prev_size[slot], (void __force *)prev_map[slot], who);
	/* Legal, since the same fixmap entries serve it; but by now there is ioremap(). */
	if (talk & TALK_AFTER_PAGING_INIT)
		pr_warn("%s after paging_init: ioremap() is the one to use [caller %s]", function,
			who);
	return prev_map[slot];
}

/* All but the usual path ends in tail calls: nothing needs saving on the stack. */
static __always_inline void __iomem *__early_ioremap(const char *function, phys_addr_t phys,
						     size_t size, pgprot_t prot,
						     unsigned long caller)
{
	unsigned long slot = find_slot(NULL);

	if (unlikely(slot == FIX_BTMAPS_SLOTS || !mappable(phys, size)))
		return refuse_mapping(phys, size, function, caller);

	if (likely(one_page(phys, size)))
		set_ptes(slot_ptes(slot), phys, 1, prot);
	else
		set_ptes(slot_ptes(slot), phys, pages_touched(phys, size), prot);
	prev_size[slot] = size;
	prev_caller[slot] = caller;
	prev_map[slot] =
		(void __force __iomem *)((slot_virt[slot] & PAGE_MASK) | (phys & ~PAGE_MASK));
	if (unlikely(talk))
		return comment_on(function, slot);
	return prev_map[slot];
}

static noinline void return_pages(unsigned long slot)
{
	unsigned long va = (unsigned long)prev_map[slot];

	clear_ptes(slot_ptes(slot), va & PAGE_MASK, pages_touched(va, prev_size[slot]));
	prev_map[slot] = NULL;
}

static __always_inline void return_slot(unsigned long slot)
{
	unsigned long va = (unsigned long)prev_map[slot];

	if (unlikely(!one_page(va, prev_size[slot]))) {
		return_pages(slot);
		return;
	}
	clear_ptes(slot_ptes(slot), va & PAGE_MASK, 1);
	prev_map[slot] = NULL;
}

static noinline void comment_and_return(const char *function, unsigned long slot)
{
	if (talk & TALK_DEBUG)
		comment_on(function, slot);
	return_slot(slot);
}

static __always_inline void __early_iounmap(const char *function, void __iomem *addr, size_t size,
					    unsigned long caller)
{
	/* NULL marks free slots: it must not find one. */
	unsigned long slot = likely(addr) ? find_slot(addr) : FIX_BTMAPS_SLOTS;

	if (unlikely(slot == FIX_BTMAPS_SLOTS))
		refuse(function, "unknown", (unsigned long)addr, size, caller);
	else if (unlikely(prev_size[slot] != size))
		refuse(function, "size-mismatch", (unsigned long)addr, size, caller);
	else if (unlikely(talk))
		comment_and_return(function, slot);
	else
		return_slot(slot);
}

void __iomem *early_ioremap(phys_addr_t phys, size_t size)
{
	return __early_ioremap(__func__, phys, size, FIXMAP_PAGE_IO, CALLER_ADDRESS);
}

/* Those who map memory do not count instructions: one copy serves them all. */
static noinline void *memremap(const char *function, phys_addr_t phys, size_t size, pgprot_t prot,
			       unsigned long caller)
{
	return (void __force *)__early_ioremap(function, phys, size, prot, caller);
}

void *early_memremap(phys_addr_t phys, size_t size)
{
	return memremap(__func__, phys, size, FIXMAP_PAGE_NORMAL, CALLER_ADDRESS);
}

void *early_memremap_ro(phys_addr_t phys, size_t size)
{
	return memremap(__func__, phys, size, FIXMAP_PAGE_RO, CALLER_ADDRESS);
}

void *early_memremap_prot(phys_addr_t phys, size_t size, pgprot_t prot)
{
	return memremap(__func__, phys, size, prot, CALLER_ADDRESS);
}

void early_iounmap(void __iomem *addr, size_t size)
{
	__early_iounmap(__func__, addr, size, CALLER_ADDRESS);
}

int copy_from_early_mem(void *dst, phys_addr_t src, size_t size)
{
	while (size) {
		size_t room = MAX_MAP_CHUNK - (src & ~PAGE_MASK);
		size_t chunk = size < room ? size : room;
		void *p = early_memremap_ro(src, chunk);

		if (!p)
			return -ENOMEM;
		memcpy(dst, kernel_pointer((unsigned long)p), chunk);
		early_memunmap(p, chunk);
		dst = (char *)dst + chunk;
		src += chunk;
		size -= chunk;
	}
	return 0;
}

int early_ioremap_slots_used(void)
{
	int used = 0;

	for (int slot = 0; slot < FIX_BTMAPS_SLOTS; slot++)
		used += prev_map[slot] != NULL;
	return used;
}

int check_early_ioremap_leak(void)
{
	char who[KSYM_NAME_MAX];
	int leaks = early_ioremap_slots_used();

	if (leaks)
		pr_warn("early ioremap leak of %d areas:", leaks);
	for (int slot = 0; slot < FIX_BTMAPS_SLOTS; slot++)
		if (prev_map[slot])
			pr_warn("  slot %d: 0x%lx, 0x%zx bytes, never unmapped by %s", slot,
				slot_phys(slot), prev_size[slot],
				ksym_format(who, sizeof(who), prev_caller[slot]));
	return leaks;
}

void early_ioremap_reclaim(void)
{
	for (int slot = 0; slot < FIX_BTMAPS_SLOTS; slot++)
		if (prev_map[slot])
			return_slot(slot);
}

void early_ioremap_describe(char *buf, size_t size, unsigned long va)
{
	int slot = (va - BTMAP_VADDR) / MAX_MAP_CHUNK;
	char who[KSYM_NAME_MAX] = "nobody";

	if (prev_caller[slot])
		ksym_format(who, sizeof(who), prev_caller[slot]);
	if (prev_map[slot])
		snprintf(buf, size, "early_ioremap slot %d, lent to %s for 0x%lx+0x%zx", slot, who,
			 slot_phys(slot), prev_size[slot]);
	else
		snprintf(buf, size, "early_ioremap slot %d, free; last lent to %s", slot, who);
}
