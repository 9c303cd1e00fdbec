// SPDX-License-Identifier: MIT
/*
 * Builds address spaces with a page of user mode, for the experiments that need one, and experiments with
 * two of them: switched without another tag, and with a page that is marked as global.
 */
#include <asm/tlbflush.h>
#include <bootmap/page_alloc.h>
#include <bootmap/printk.h>
#include <experiments/experiment.h>
#include <experiments/user_space.h>

#include <experiments/switch_space.h>

static struct {
	pte_t *tables[PGTABLE_LEVELS]; /* one of each level */
	u32 *page;
} spaces[NR_USER_SPACES];

static u64 kernel_root; /* what was in the register before; 0: it still is */

/* From the page up to the root, so that each table is complete when it is linked. */
bool make_user_space(unsigned int nr, pgprot_t prot, u32 content)
{
	u32 *page = spaces[nr].page = alloc_pages(0);
	pte_t entry;

	if (!page)
		return false;
	page[0] = content;
	entry = pte_mkpage(__pa(page), prot);
	for (int level = LEVEL_PTE; level >= LEVEL_TOP; level--) {
		pte_t *table = spaces[nr].tables[level] = alloc_pages(0);

		if (!table)
			return false;
		if (level == LEVEL_TOP)
			init_user_root(table);
		else
			memset(table, 0, PAGE_SIZE);
		set_pte(&table[table_index(USER_ADDRESS, level)], entry);
		entry = (pte_t){ pte_mktable(__pa(table)).val | TABLE_USER };
	}
	sync_new_entries();
	return true;
}

void enter_user_space(unsigned int nr, unsigned int tag)
{
	if (!kernel_root) {
		kernel_root = read_root();
		use_tags(true);
	}
	write_root(tagged_root(__pa(spaces[nr].tables[LEVEL_TOP]), tag));
}

void leave_user_spaces(void)
{
	if (kernel_root) {
		write_root(kernel_root);
		use_tags(false);
		kernel_root = 0;
	}
	flush_tlb_kernel_all();
	for (unsigned int nr = 0; nr < NR_USER_SPACES; nr++) {
		for (int level = LEVEL_TOP; level < PGTABLE_LEVELS; level++)
			free_pages(spaces[nr].tables[level], 0);
		free_pages(spaces[nr].page, 0);
	}
	memset(spaces, 0, sizeof(spaces));
}

/* Space 0 is A, space 1 is B. The kernel runs under tag 0. */
enum { TAG_OF_A = 1, TAG_OF_B };

/* What the page of each space holds, and what loads find there. */
static const u32 contents[NR_USER_SPACES] = { 0xaaaa, 0xbbbb };
static u32 found[NR_USER_SPACES];

static bool make_two(u64 prot)
{
	return make_user_space(0, __pgprot(prot), contents[0]) &&
	       make_user_space(1, __pgprot(prot), contents[1]);
}

/* No other access between the loads, because it might evict the entry. */
static void load_in_both(unsigned int tag, unsigned int other_tag)
{
	enter_user_space(0, tag);
	found[0] = load_from(USER_ADDRESS);
	enter_user_space(1, other_tag);
	found[1] = load_from(USER_ADDRESS);
}

static void show_found(void)
{
	pr_info("experiment: A has 0x%x, B has 0x%x; a load in A finds 0x%x, in B 0x%x",
		contents[0], contents[1], found[0], found[1]);
	if (found[1] == contents[1])
		pr_info("experiment: the TLB had dropped A's entry by then, as it always may");
}

static void keep_the_tag(void)
{
	show_missing_tags();
	if (!make_two(PROT_USER))
		return;
	WRONG(load_in_both(TAG_OF_A, TAG_OF_A));
	show_found();
}

static bool change_the_tag(void)
{
	if (!make_two(PROT_USER))
		return false;
	load_in_both(TAG_OF_A, TAG_OF_B);
	return found[0] == contents[0] && found[1] == contents[1];
}
EXPERIMENT(spaces, .what = "switch to another address space, but not to another " TAG_NAME,
	   .run = keep_the_tag, .ending = RETURNS,
	   .why = "the TLB tells address spaces apart by their " TAG_NAME "s only",
	   .remedy = "give each address space its own, or invalidate", .cure = change_the_tag,
	   .clean = leave_user_spaces);

static void map_as_global(void)
{
	show_missing_global_bit();
	if (!WRONG(make_two(PROT_USER_GLOBAL)))
		return;
	load_in_both(TAG_OF_A, TAG_OF_B);
	show_found();
}
EXPERIMENT(global, .what = "mark a page of one address space as global", .run = map_as_global,
	   .ending = RETURNS, .why = "the TLB uses a global entry in every address space",
	   .remedy = "only what all address spaces share is global: the kernel",
	   .cure = change_the_tag, .clean = leave_user_spaces);
