// SPDX-License-Identifier: MIT
/*
 * Tests of the linear map, entry by entry: the sizes of its leaves, and their rights. Which RAM is
 * mapped at all is in paging_init_test.c.
 */
#include "../unit/support.h"
#include "host.h"

#include <asm/page.h>
#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/memblock.h>
#include <bootmap/paging.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>

/* A multiple of every block size, where no process has anything. */
#define FAR 0x200000000000UL

/* A part of RAM that is mapped alike. */
struct piece {
	phys_addr_t start, end;
	bool constant; /* the image's text and read-only data */
};

static void bus_error(int signal __attribute__((unused)), siginfo_t *info,
		      void *context __attribute__((unused)))
{
	host_trap(TRAP_OTHER, (unsigned long)info->si_addr);
}

/* Nothing of the machine that this program plays; an access to what is no memory traps. */
static void new_machine(void)
{
	struct sigaction action = { .sa_sigaction = bus_error,
				    .sa_flags = SA_SIGINFO | SA_NODEFER };

	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
	memset(&memblock, 0, sizeof(memblock));
	boot_info.kernel_phys = __pa_symbol(_data); /* no image */
	boot_stage = BOOT_EARLY_USERS;
}

/* RAM that is memory of this process. */
static void add_ram(phys_addr_t start, phys_addr_t end)
{
	void *ram = mmap((void *)start, end - start, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);

	BUG_ON(ram != (void *)start);
	memblock_add(start, end - start);
}

static unsigned long largest_block(phys_addr_t phys, const struct piece *piece)
{
	for (int level = LEVEL_PUD; level < LEVEL_PTE && !piece->constant; level++)
		if (!(phys % level_size(level)) && piece->end - phys >= level_size(level))
			return level_size(level);
	return PAGE_SIZE;
}

static void expect_leaves(struct test *t, const struct piece *piece)
{
	struct pgtable_leaf leaf = { .size = 1 };

	for (phys_addr_t phys = piece->start; phys < piece->end && !t->failed; phys += leaf.size) {
		EXPECT_TRUE(t, pgtable_next_leaf(PAGE_OFFSET + phys, &leaf));
		EXPECT_EQ(t, leaf.va, PAGE_OFFSET + phys);
		EXPECT_EQ(t, pte_phys(leaf.pte), phys);
		EXPECT_EQ(t, leaf.size, largest_block(phys, piece));
		EXPECT_EQ(t, pte_writable(leaf.pte), !piece->constant);
		EXPECT_TRUE(t, !pte_executable(leaf.pte) && !pte_device(leaf.pte));
		EXPECT_TRUE(t, !piece->constant || !pte_cont(leaf.pte));
	}
}

/* These pieces are mapped, in ascending order, and nothing directly beside them. */
static void expect_pieces(struct test *t, const struct piece *pieces, unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++) {
		expect_leaves(t, &pieces[i]);
		if (!i || pieces[i - 1].end != pieces[i].start)
			EXPECT_EQ(t, leads_to(PAGE_OFFSET + pieces[i].start - 1), NOWHERE);
		if (i == nr - 1 || pieces[i].end != pieces[i + 1].start)
			EXPECT_EQ(t, leads_to(PAGE_OFFSET + pieces[i].end), NOWHERE);
	}
}

#define EXPECT_PIECES(t, ...)                                   \
	do {                                                    \
		const struct piece pieces_[] = { __VA_ARGS__ }; \
		expect_pieces(t, pieces_, ARRAY_SIZE(pieces_)); \
	} while (0)

TEST_IN_CHILD(linear_map_uses_the_largest_blocks)
{
	phys_addr_t start = FAR + PUD_SIZE - PMD_SIZE - PAGE_SIZE;
	phys_addr_t end = FAR + 3 * PUD_SIZE + PMD_SIZE + 2 * PAGE_SIZE;

	new_machine();
	add_ram(start, end);
	paging_init();
	EXPECT_PIECES(t, { start, end, false });
}

TEST_IN_CHILD(linear_map_has_blocks_only_where_they_fit)
{
	phys_addr_t one = FAR, most = FAR + PUD_SIZE + PAGE_SIZE, page = FAR + 2 * PUD_SIZE;
	phys_addr_t late = FAR + 4 * PUD_SIZE + PMD_SIZE;

	new_machine();
	add_ram(one, one + PMD_SIZE);
	add_ram(most, most + PMD_SIZE); /* as long as a block, but not aligned */
	add_ram(page, page + PAGE_SIZE);
	add_ram(page + 2 * PAGE_SIZE, page + PMD_SIZE); /* behind a hole */
	add_ram(late, late + PUD_SIZE);			/* as long as a large block */
	paging_init();
	EXPECT_PIECES(t, { one, one + PMD_SIZE, false }, { most, most + PMD_SIZE, false },
		      { page, page + PAGE_SIZE, false },
		      { page + 2 * PAGE_SIZE, page + PMD_SIZE, false },
		      { late, late + PUD_SIZE, false });
}

/*
 * An image in the middle of its RAM, with more than a block of constants. All of it is reserved, so
 * nothing is accessed, and it may be any addresses of this process.
 */
#define CONSTANTS (2 * PMD_SIZE + 0x43000)

static void new_machine_with_image(phys_addr_t start, phys_addr_t end)
{
	new_machine();
	boot_info.kernel_phys = __pa_symbol(_data) - CONSTANTS;
	memblock_add(start, end - start);
	memblock_reserve(start, end - start, "not to be tested");
}

TEST_IN_CHILD(image_is_read_only_in_pages)
{
	phys_addr_t data = __pa_symbol(_data), image = data - CONSTANTS;
	phys_addr_t start = image - 4 * PMD_SIZE, end = data + 4 * PMD_SIZE;

	new_machine_with_image(start, end);
	add_ram(FAR, FAR + 3 * PAGE_SIZE); /* RAM without an image */
	paging_init();
	EXPECT_PIECES(t, { FAR, FAR + 3 * PAGE_SIZE, false });
	EXPECT_PIECES(t, { start, image, false }, { image, data, true }, { data, end, false });
}

TEST_IN_CHILD(image_may_begin_and_end_with_the_ram)
{
	phys_addr_t data = __pa_symbol(_data), image = data - CONSTANTS;

	new_machine_with_image(image, data);
	paging_init();
	EXPECT_PIECES(t, { image, data, true });
}

/* The last addresses of the linear map are free: fixmap and image end before them. */
TEST_IN_CHILD(ram_beyond_the_linear_map_is_cut)
{
	phys_addr_t start = LINEAR_MAP_LIMIT - PMD_SIZE;

	new_machine();
	memblock_add(start, 2 * PMD_SIZE);
	memblock_reserve(start, 2 * PMD_SIZE, "not to be tested");
	paging_init();
	EXPECT_WARNING(t, "beyond the linear map");
	expect_leaves(t, &(const struct piece){ start, LINEAR_MAP_LIMIT, false });
}

/* Each look takes a slot of the fixmap and an invalidation. */
TEST_IN_CHILD(the_end_of_ram_is_found_in_few_steps)
{
	unsigned long before = barrier_count.tlbi;

	new_machine();
	add_ram(FAR, FAR + 5 * PUD_SIZE);
	memblock_add(FAR + 5 * PUD_SIZE, 3 * PUD_SIZE); /* absent */
	paging_init();
	EXPECT_WARNING(t, "does not answer");
	EXPECT_PIECES(t, { FAR, FAR + 5 * PUD_SIZE, false });
	EXPECT_LT(t, barrier_count.tlbi - before, 40);
}

static void keep_one_bit(volatile u64 *word)
{
	*word &= 1;
}

TEST_IN_CHILD(ram_that_loses_bits_is_absent)
{
	host_ask_bus = keep_one_bit;
	new_machine();
	add_ram(FAR, FAR + PAGE_SIZE);
	memblock_add(FAR + PMD_SIZE, PAGE_SIZE);
	memblock_reserve(FAR + PMD_SIZE, PAGE_SIZE, "not to be tested");
	paging_init();
	EXPECT_WARNING(t, "does not answer");
	EXPECT_EQ(t, leads_to(PAGE_OFFSET + FAR), NOWHERE);
}
