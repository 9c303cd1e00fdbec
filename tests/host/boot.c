// SPDX-License-Identifier: MIT
/*
 * Boots the kernel's data structures for tests: three stores replace head.S, then boot's calls
 * follow.
 */
#include "host.h"
#include "tree.h"

#include <asm/tlbflush.h>
#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/fixmap.h>
#include <bootmap/ioremap.h>
#include <bootmap/machine.h>
#include <bootmap/memblock.h>
#include <bootmap/page_alloc.h>
#include <bootmap/printk.h>
#include <bootmap/table.h>
#include <bootmap/vmalloc.h>
#include <drivers/of.h>
#include <string.h>
#include <sys/mman.h>

#include <asm/page.h>

pte_t init_top_pgt[PTRS_PER_TABLE] __page_aligned_bss;
pte_t level3_kernel_pgt[PTRS_PER_TABLE] __page_aligned_bss;
pte_t level2_kernel_pgt[PTRS_PER_TABLE] __page_aligned_bss;
pte_t level1_kernel_pgt[PTRS_PER_TABLE] __page_aligned_bss;
pte_t level2_fixmap_pgt[PTRS_PER_TABLE] __page_aligned_bss;
pte_t level1_fixmap_pgt[PTRS_PER_TABLE] __page_aligned_bss;

static void build_fixmap_chain(void)
{
	set_pte(&init_top_pgt[KERNEL_TOP_INDEX], pte_mktable(__pa_symbol(level3_kernel_pgt)));
	set_pte(&level3_kernel_pgt[FIXMAP_PUD_INDEX], pte_mktable(__pa_symbol(level2_fixmap_pgt)));
	set_pte(&level2_fixmap_pgt[FIXMAP_PMD_INDEX], pte_mktable(__pa_symbol(level1_fixmap_pgt)));
	sync_new_entries();
}

/*
 * The image is one page, in front of the brk. Of this only as much is touched as tests take, and
 * they take all that they read trees for.
 */
#define BRK_SIZE "0x10000000"
__asm__(".bss\n.balign 4096\n.globl _head, _data, _brk, _brk_limit\n_head: _data: .skip 4096\n"
	"_brk: .skip " BRK_SIZE "\n_brk_limit: .previous");

const char *host_image_mapped = _brk;

void map_image_page(const char *page)
{
	BUG_ON(page != host_image_mapped);
	host_image_mapped = page + PAGE_SIZE;
}

void (*host_ask_bus)(volatile u64 *word);

void arch_remove_identity_map(void)
{
}

/* Part of this process plays RAM. It is only touched where somebody uses it. */
#define RAM_SIZE (1UL << 30)

/*
 * What an earlier system may have left: descriptors of free pages, and in the very places where
 * this one will have its own. They are the first to be allocated, and so the last in RAM.
 */
static void leave_noise(struct page *end)
{
	struct page *start = end - RAM_SIZE / PAGE_SIZE;

	for (unsigned long i = 0; start + i < end; i++)
		start[i] =
			(struct page){ .order = __builtin_ctzl(i | 1UL << 30), .state = PAGE_FREE };
}

static void add_ram(void)
{
	char *ram = mmap(NULL, RAM_SIZE + PMD_SIZE, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	BUG_ON(ram == MAP_FAILED);
	memblock_add(ROUND_UP(__pa(ram), PMD_SIZE), RAM_SIZE);
	leave_noise(__va(memblock_end_of_DRAM()));
}

struct host_early host_early;

/* In the middle of free RAM, so that it has neighbours to unite with. */
static void reserve_for_tests(void)
{
	host_early.reserved = memblock_start_of_DRAM() + RAM_SIZE / 2;
	memblock_reserve(host_early.reserved, HOST_RESERVED_SIZE, "for tests");
}

void host_boot(void)
{
	const char *why;
	const void *fdt;
	u32 size;

	build_fixmap_chain();
	linear_map_ready = true;
	boot_info.firmware = (unsigned long)tree_standard();
	fdt = fixmap_remap_fdt(boot_info.firmware, &size, &why);
	BUG_ON(!fdt);
	boot_stage_enter(BOOT_FIRMWARE);
	early_ioremap_init();
	BUG_ON(of_unflatten(fdt, &why));
	for (enum boot_stage stage = BOOT_CONSOLE; stage <= BOOT_PAGING; stage++)
		boot_stage_enter(stage);
	fixmap_describe(host_early.unused_slot, sizeof(host_early.unused_slot),
			__fix_to_virt(FIX_BTMAP_END));
	add_ram();
	reserve_for_tests();
	host_early.ioremapped = ioremap(0x8000000000, 1);
	host_early.named = strstr(log_last_warning(), "refused: too-early");
	mem_init();
	vmalloc_init();
}
