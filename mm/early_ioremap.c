// SPDX-License-Identifier: MIT
/*
 * Mappings of device registers and firmware tables before any allocator exists. Their addresses are
 * part of the fixmap: one table of pages, bm_pte, is divided into eight slots of 64 pages. Drivers
 * and parsers of firmware tables call early_ioremap() during boot and release each slot.
 *
 *   bm_pte  [0 …   63] [64 …  127] … [448 … 511]
 *             slot 0      slot 1        slot 7
 *   slot_virt[n]  the slot's first address
 *   prev_map[n]   the pointer that its user holds; NULL: the slot is free
 *   prev_size[n]  the requested size in bytes
 */
#include <bootmap/boot.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/ksyms.h>
#include <bootmap/printk.h>
#include <bootmap/refuse.h>
#include <bootmap/table.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define MAX_MAP_CHUNK ((size_t)NR_FIX_BTMAPS << PAGE_SHIFT)

pte_t bm_pte[PTRS_PER_TABLE] __page_aligned_bss;

/* A free slot keeps the data of its last use. The physical address is in bm_pte. */
unsigned long slot_virt[FIX_BTMAPS_SLOTS];
void __iomem *prev_map[FIX_BTMAPS_SLOTS];
size_t prev_size[FIX_BTMAPS_SLOTS];
static unsigned long prev_caller[FIX_BTMAPS_SLOTS];

static bool open;	       /* from early_ioremap_setup() to early_ioremap_close() */
static bool after_paging_init; /* a user is warned to use ioremap() */
static bool debug;	       /* each mapping is logged */

void early_ioremap_init(void)
{
	early_ioremap_setup();
	pmd_populate_kernel(&level2_fixmap_pgt[BTMAP_PMD_INDEX], bm_pte);
	boot_stage_enter(BOOT_EARLY_IOREMAP);
}

void early_ioremap_report(void)
{
	pr_info("early_ioremap: %d slots of %d pages at 0x%lx", FIX_BTMAPS_SLOTS, NR_FIX_BTMAPS,
		BTMAP_VADDR);
	pr_info("early_ioremap: bm_pte linked into level2_fixmap_pgt[%d]", BTMAP_PMD_INDEX);
}

void early_ioremap_setup(void)
{
	if (early_ioremap_slots_used())
		pr_warn("early_ioremap_setup: slots are in use already [caller 0x%lx]",
			CALLER_ADDRESS);
	for (int slot = 0; slot < FIX_BTMAPS_SLOTS; slot++)
		slot_virt[slot] = __fix_to_virt(FIX_BTMAP_BEGIN - NR_FIX_BTMAPS * slot);
	open = true;
	after_paging_init = false;
}

void early_ioremap_reset(void)
{
	after_paging_init = true;
}

void early_ioremap_close(void)
{
	open = false;
	if (!early_ioremap_slots_used())
		pr_info("early_ioremap: all %d slots released; from here on they are closed",
			FIX_BTMAPS_SLOTS);
}

void early_ioremap_debug(void)
{
	debug = true;
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

/* The slot with this pointer, FIX_BTMAPS_SLOTS if there is none. NULL finds a free one. */
static inline unsigned long find_slot(const void __iomem *addr)
{
	unsigned long slot = 0;

	while (slot < FIX_BTMAPS_SLOTS && prev_map[slot] != addr)
		slot++;
	return slot;
}

/*
 * Number of pages that contain the @size > 0 bytes from @start on. The type is 64 bits wide: Linux
 * uses unsigned int, in which the pages of 2^44 bytes overflow to 0.
 */
static inline unsigned long pages_touched(unsigned long start, size_t size)
{
	unsigned long last = start + size - 1;

	return (last >> PAGE_SHIFT) - (start >> PAGE_SHIFT) + 1;
}

/* The reason word for a refusal, or NULL. Arguments are checked first, slots last. */
static inline const char *objection(phys_addr_t phys, size_t size, unsigned long slot)
{
	const char *why = range_objection(phys, size);

	if (!open)
		return "too-late";
	if (why)
		return why;
	if (pages_touched(phys, size) > NR_FIX_BTMAPS)
		return "too-big";
	return slot == FIX_BTMAPS_SLOTS ? "no-slot" : NULL;
}

/* Prints the messages of early_ioremap_debug, and the warning for late users. */
static noinline void log_mapping(const char *function, unsigned long slot)
{
	char who[KSYM_NAME_MAX];

	ksym_format(who, sizeof(who), prev_caller[slot]);
	if (debug)
		pr_info("%s: slot %lu, 0x%lx, 0x%zx bytes at %p [%s]", function, slot,
			slot_phys(slot), prev_size[slot], (void __force *)prev_map[slot], who);
	/* Still possible, because the fixmap entries are the same, but ioremap() is better. */
	if (after_paging_init)
		pr_warn("%s after paging_init: use ioremap() [caller %s]", function, who);
}

static void __iomem *__early_ioremap(const char *function, phys_addr_t phys, size_t size,
				     pgprot_t prot, unsigned long caller)
{
	unsigned long slot = find_slot(NULL);
	const char *why = objection(phys, size, slot);

	if (unlikely(why)) {
		refuse(function, phys, size, why, caller);
		return NULL;
	}
	set_ptes(slot_ptes(slot), phys, pages_touched(phys, size), prot);
	prev_size[slot] = size;
	prev_caller[slot] = caller;
	prev_map[slot] = (void __force __iomem *)(slot_virt[slot] | (phys & ~PAGE_MASK));
	if (unlikely(debug || after_paging_init))
		log_mapping(function, slot);
	return prev_map[slot];
}

static void free_slot(unsigned long slot)
{
	unsigned long va = (unsigned long)prev_map[slot];

	clear_ptes(slot_ptes(slot), va & PAGE_MASK, pages_touched(va, prev_size[slot]));
	prev_map[slot] = NULL;
}

void early_iounmap(void __iomem *addr, size_t size)
{
	/* NULL marks a free slot, so find_slot() must not search for it. */
	unsigned long slot = addr ? find_slot(addr) : FIX_BTMAPS_SLOTS;
	const char *why = slot == FIX_BTMAPS_SLOTS ? "unknown" :
			  prev_size[slot] != size  ? "size-mismatch" :
						     NULL;

	if (unlikely(why)) {
		refuse(__func__, (unsigned long)addr, size, why, CALLER_ADDRESS);
		return;
	}
	if (unlikely(debug))
		log_mapping(__func__, slot);
	free_slot(slot);
}

void __iomem *early_ioremap(phys_addr_t phys, size_t size)
{
	return __early_ioremap(__func__, phys, size, FIXMAP_PAGE_IO, CALLER_ADDRESS);
}

void *early_memremap(phys_addr_t phys, size_t size)
{
	return (void __force *)__early_ioremap(__func__, phys, size, FIXMAP_PAGE_NORMAL,
					       CALLER_ADDRESS);
}

void *early_memremap_ro(phys_addr_t phys, size_t size)
{
	return (void __force *)__early_ioremap(__func__, phys, size, FIXMAP_PAGE_RO,
					       CALLER_ADDRESS);
}

void *early_memremap_prot(phys_addr_t phys, size_t size, pgprot_t prot)
{
	return (void __force *)__early_ioremap(__func__, phys, size, prot, CALLER_ADDRESS);
}

int copy_from_early_mem(void *dst, phys_addr_t src, size_t size)
{
	while (size) {
		size_t chunk = min(size, MAX_MAP_CHUNK - (src & ~PAGE_MASK));
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
			free_slot(slot);
}

void early_ioremap_describe(char *buf, size_t size, unsigned long va)
{
	int slot = (va - BTMAP_VADDR) / MAX_MAP_CHUNK;
	char who[KSYM_NAME_MAX] = "nobody";

	if (prev_caller[slot])
		ksym_format(who, sizeof(who), prev_caller[slot]);
	if (prev_map[slot])
		snprintf(buf, size, "early_ioremap slot %d, used by %s for 0x%lx+0x%zx", slot, who,
			 slot_phys(slot), prev_size[slot]);
	else
		snprintf(buf, size, "early_ioremap slot %d, free; last used by %s", slot, who);
}
