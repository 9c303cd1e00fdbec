// SPDX-License-Identifier: MIT
/* The model that <asm/mmu.h> describes, for the fixmap's four tables of pages. */
#include <asm/bug.h>
#include <asm/mmu.h>
#include <bootmap/pgtable.h>
#include <stdio.h>

#define WINDOW_START FIX_FDT_VADDR
#define WINDOW_END   (FIXADDR_TOP + PAGE_SIZE)
#define WINDOW_PAGES ((WINDOW_END - WINDOW_START) >> PAGE_SHIFT)

struct mmu_count mmu_count;

/* Every translation that a walker may have met and nobody has flushed since. */
static pte_t tlb[WINDOW_PAGES];

static unsigned long page_of(unsigned long va)
{
	return (va - WINDOW_START) >> PAGE_SHIFT;
}

static void __noreturn complain(unsigned long va, pte_t cached, pte_t entry)
{
	fprintf(stderr, "# break-before-make at 0x%lx: 0x%lx is cached, the table says 0x%lx\n", va,
		cached.val, entry.val);
	host_trap(TRAP_OTHER, va);
}

/* The walker visits each page once: all that is valid now is cached from now on. */
static void walk_everything(void)
{
	for (unsigned long page = 0; page < WINDOW_PAGES; page++) {
		unsigned long va = WINDOW_START + (page << PAGE_SHIFT);
		struct pgtable_walk walk;

		if (!pgtable_walk(va, &walk))
			continue;
		if (pte_valid(tlb[page]) && tlb[page].val != walk_entry(&walk).val)
			complain(va, tlb[page], walk_entry(&walk));
		tlb[page] = walk_entry(&walk);
	}
}

void mmu_sync(void)
{
	mmu_count.syncs++;
	walk_everything();
}

void mmu_flush(unsigned long va, unsigned long nr)
{
	mmu_count.flushed_pages += nr;
	while (nr-- && va >= WINDOW_START)
		tlb[page_of(va) + nr] = PTE_NONE;
	walk_everything();
}

void *mmu_access(unsigned long va, size_t width, enum trap_kind kind)
{
	pte_t pte = va >= WINDOW_START && va < WINDOW_END ? tlb[page_of(va)] : PTE_NONE;
	struct pgtable_walk walk;

	if (va >= VMALLOC_START && va < VMALLOC_END && pgtable_walk(va, &walk))
		return (void *)walk.phys;

	if (!pte_valid(pte) || (kind == TRAP_WRITE && !pte_writable(pte)))
		host_trap(kind, va);
	if (pte_device(pte) && va % width)
		host_trap(TRAP_OTHER, va);
	return (void *)(pte_phys(pte) | (va & ~PAGE_MASK));
}

void pte_describe(char *buf, size_t size, pte_t pte, int level)
{
	if (!pte_valid(pte))
		snprintf(buf, size, "invalid");
	else if (pte_is_table(pte, level))
		snprintf(buf, size, "table at 0x%lx", pte_phys(pte));
	else
		snprintf(buf, size, "page at 0x%lx  %s %s %s", pte_phys(pte),
			 pte_writable(pte) ? "RW" : "RO", pte_executable(pte) ? "X " : "NX",
			 pte_device(pte) ? "device" : "normal");
}
