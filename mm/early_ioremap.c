// SPDX-License-Identifier: MIT
#include <bootmap/boot.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/ksyms.h>
#include <bootmap/printk.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define MAX_MAP_CHUNK ((size_t)NR_FIX_BTMAPS << PAGE_SHIFT)

pte_t bm_pte[PTRS_PER_TABLE] __aligned(PAGE_SIZE);

/* A slot is free when its prev_map is NULL. The rest describes the latest loan. */
unsigned long slot_virt[FIX_BTMAPS_SLOTS];
void __iomem *prev_map[FIX_BTMAPS_SLOTS];
size_t prev_size[FIX_BTMAPS_SLOTS];
static phys_addr_t prev_phys[FIX_BTMAPS_SLOTS];
static unsigned long prev_caller[FIX_BTMAPS_SLOTS];

static bool after_paging_init;
bool early_ioremap_debug;

void early_ioremap_init(void)
{
	boot_stage_enter(BOOT_EARLY_IOREMAP);
	early_ioremap_setup();
	pmd_populate_kernel(&level2_fixmap_pgt[BTMAP_PMD_INDEX], bm_pte);
}

void early_ioremap_setup(void)
{
	if (early_ioremap_slots_used())
		pr_warn("early_ioremap_setup: slots are in use already [caller 0x%lx]",
			CALLER_ADDRESS);
	for (int slot = 0; slot < FIX_BTMAPS_SLOTS; slot++)
		slot_virt[slot] = __fix_to_virt(FIX_BTMAP_BEGIN - NR_FIX_BTMAPS * slot);
}

void early_ioremap_reset(void)
{
	after_paging_init = true;
}

/* The one line that every refusal prints. */
static noinline void refuse(const char *function, const char *reason, phys_addr_t address,
			    size_t size, unsigned long caller)
{
	char who[KSYM_NAME_MAX];

	pr_warn("%s(0x%lx, 0x%zx) refused: %s [caller %s]", function, address, size, reason,
		ksym_format(who, sizeof(who), caller));
}

/*
 * Pages that [phys, phys + size) touches. In 64 bits throughout: Linux counts in
 * unsigned int, where 2^44 bytes become no page at all. A range that ends with
 * the address space is no wrap; last + 1 is then 0 and the difference still right.
 */
static inline unsigned long pages_touched(phys_addr_t phys, size_t size)
{
	return ((phys & ~PAGE_MASK) + size + PAGE_SIZE - 1) >> PAGE_SHIFT;
}

/*
 * Why a request is impossible, NULL if it is not. The arguments come first and
 * the slots last: a size of 0 is reported as such even when all slots are lent.
 */
static inline const char *map_objection(phys_addr_t phys, size_t size)
{
	phys_addr_t last = phys + size - 1;

	if (unlikely(boot_stage >= BOOT_RUNNING))
		return "too-late";
	if (unlikely(!size))
		return "size0";
	if (unlikely(last < phys))
		return "wrap";
	if (unlikely(!phys_addr_valid(last)))
		return "phys-width";
	if (unlikely(size > MAX_MAP_CHUNK || pages_touched(phys, size) > NR_FIX_BTMAPS))
		return "too-big";
	return NULL;
}

static inline int find_slot(const void __iomem *addr)
{
	for (int slot = 0; slot < FIX_BTMAPS_SLOTS; slot++)
		if (prev_map[slot] == addr)
			return slot;
	return -1;
}

static inline unsigned int slot_index(int slot)
{
	return FIX_BTMAP_BEGIN - NR_FIX_BTMAPS * slot;
}

static noinline void trace(const char *what, int slot)
{
	char who[KSYM_NAME_MAX];

	pr_info("early_ioremap: %s slot %d: 0x%lx, 0x%zx bytes at %p [%s]", what, slot,
		prev_phys[slot], prev_size[slot], (void __force *)prev_map[slot],
		ksym_format(who, sizeof(who), prev_caller[slot]));
}

/* Legal, and the same fixmap entries serve it; but by now there is ioremap(). */
static noinline void warn_late_user(const char *function, unsigned long caller)
{
	char who[KSYM_NAME_MAX];

	pr_warn("%s after paging_init: ioremap() is the one to use [caller %s]", function,
		ksym_format(who, sizeof(who), caller));
}

static inline void __iomem *__early_ioremap(const char *function, phys_addr_t phys, size_t size,
					    pgprot_t prot, unsigned long caller)
{
	const char *objection = map_objection(phys, size);
	int slot = -1;

	if (likely(!objection)) {
		slot = find_slot(NULL);
		if (unlikely(slot < 0))
			objection = "no-slot";
	}
	if (unlikely(objection)) {
		refuse(function, objection, phys, size, caller);
		return NULL;
	}
	if (unlikely(after_paging_init))
		warn_late_user(function, caller);
	fixmap_map_pages(slot_index(slot), phys, pages_touched(phys, size), prot);
	prev_phys[slot] = phys;
	prev_size[slot] = size;
	prev_caller[slot] = caller;
	prev_map[slot] = (void __force __iomem *)(slot_virt[slot] + (phys & ~PAGE_MASK));
	if (unlikely(early_ioremap_debug))
		trace("map", slot);
	return prev_map[slot];
}

static inline void __early_iounmap(const char *function, void __iomem *addr, size_t size,
				   unsigned long caller)
{
	/* NULL marks free slots: without this check it would match one. */
	int slot = likely(addr) ? find_slot(addr) : -1;

	if (unlikely(slot < 0 || prev_size[slot] != size)) {
		refuse(function, slot < 0 ? "unknown" : "size-mismatch", (unsigned long)addr, size,
		       caller);
		return;
	}
	if (unlikely(early_ioremap_debug))
		trace("unmap", slot);
	fixmap_unmap_pages(slot_index(slot), pages_touched(prev_phys[slot], size));
	prev_map[slot] = NULL;
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

void early_iounmap(void __iomem *addr, size_t size)
{
	__early_iounmap(__func__, addr, size, CALLER_ADDRESS);
}

void early_memunmap(void *addr, size_t size)
{
	__early_iounmap(__func__, (void __force __iomem *)addr, size, CALLER_ADDRESS);
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
				prev_phys[slot], prev_size[slot],
				ksym_format(who, sizeof(who), prev_caller[slot]));
	return leaks;
}

void early_ioremap_describe(char *buf, size_t size, unsigned long va)
{
	int slot = (va - BTMAP_VADDR) / MAX_MAP_CHUNK;
	char who[KSYM_NAME_MAX] = "nobody yet";

	if (prev_caller[slot])
		ksym_format(who, sizeof(who), prev_caller[slot]);
	snprintf(buf, size, "early_ioremap slot %d, %s 0x%lx+0x%zx by %s", slot,
		 prev_map[slot] ? "lent for" : "returned; last lent for", prev_phys[slot],
		 prev_size[slot], who);
}
