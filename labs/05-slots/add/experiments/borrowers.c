// SPDX-License-Identifier: MIT
/*
 * For lab 5. Six functions borrow slots of early_ioremap() and give them back, three rounds of all. One of
 * them, which the seed chooses, forgets it once. `make riddle` writes a new seed into the image and
 * records a run.
 */
#include <bootmap/early_ioremap.h>
#include <bootmap/page_alloc.h>
#include <bootmap/paging.h>
#include <bootmap/printk.h>
#include <experiments/experiment.h>
#include <string.h>

#define ORDER	   5 /* of the memory that they look at */
#define PAGES	   (1 << ORDER)
#define ROUNDS	   3
#define MAX_KEPT   4 /* slots that somebody keeps all the time */
#define MAX_LENGTH (3 * PAGE_SIZE)

/* In .data, because tools/riddle.py changes it in the file. */
static volatile u32 borrowers_seed __section(".data") = 1;

static char *memory;
static u32 state;
static void (*culprit)(void);
static unsigned int culprits_round, borrowed;
static volatile unsigned int round;

/* Numbers that look random (Numerical Recipes' constants); the low bits do not. */
static u32 draw(u32 limit)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % limit;
}

/* A piece of the memory, at addresses of a slot. */
static noinline const char *borrow(size_t size)
{
	phys_addr_t start = __pa(memory) + draw(PAGES * PAGE_SIZE - MAX_LENGTH);

	borrowed++;
	return early_memremap_ro(start, size);
}

static noinline void give_back(const char *piece, size_t size)
{
	early_memunmap((void *)piece, size);
}

/* Does this function forget it now? */
static bool forgets(void (*who)(void))
{
	return culprit == who && round == culprits_round;
}

static size_t some_length(void)
{
	return 16 + draw(MAX_LENGTH - 16);
}

static void count_zeros(void)
{
	size_t size = some_length();
	const char *piece = borrow(size);
	unsigned int zeros = 0;

	for (size_t i = 0; i < size; i++)
		zeros += !piece[i];
	if (forgets(count_zeros))
		return;
	give_back(piece, size);
}

static void add_up(void)
{
	size_t size = some_length();
	const char *piece = borrow(size);
	unsigned int sum = 0;

	for (size_t i = 0; i < size; i++)
		sum += piece[i];
	if (forgets(add_up) && sum != size)
		return;
	give_back(piece, size);
}

static void find_letter(void)
{
	size_t size = some_length();
	const char *piece = borrow(size), *found = memchr(piece, 'x', size);

	if (!found && forgets(find_letter))
		return;
	give_back(piece, size);
}

/* Two pieces at a time. */
static void compare_two(void)
{
	size_t size = some_length();
	const char *first = borrow(size), *second = borrow(size);
	int result = memcmp(first, second, size);

	give_back(first, size);
	if (!result && forgets(compare_two))
		return;
	give_back(second, size);
}

static void copy_start(void)
{
	char start[16];
	size_t size = some_length();
	const char *piece = borrow(size);

	memcpy(start, piece, sizeof(start));
	if (!forgets(copy_start))
		give_back(piece, size);
}

static void look_at_ends(void)
{
	size_t size = some_length();
	const char *piece = borrow(size);
	bool same = piece[0] == piece[size - 1];

	if (same && forgets(look_at_ends))
		size = 0;
	if (size)
		give_back(piece, size);
}

static void (*const suspects[])(void) = {
	count_zeros, add_up, find_letter, compare_two, copy_start, look_at_ends,
};

static void let_all_borrow(void)
{
	const char *kept[MAX_KEPT];
	unsigned int count = draw(MAX_KEPT + 1);

	for (unsigned int i = 0; i < count; i++)
		kept[i] = borrow(PAGE_SIZE);
	for (round = 1; round <= ROUNDS; round++)
		for (unsigned int i = 0; i < ARRAY_SIZE(suspects); i++)
			suspects[i]();
	for (unsigned int i = 0; i < count; i++)
		give_back(kept[i], PAGE_SIZE);
}

/* Stop here to see which slots are in use. */
static noinline void all_have_returned(void)
{
	pr_info("borrowers: %u pieces were borrowed, %u slots are in use", borrowed,
		early_ioremap_slots_used());
}

static void let_one_forget(void)
{
	state = borrowers_seed;
	culprit = suspects[state % ARRAY_SIZE(suspects)];
	culprits_round = 1 + state / ARRAY_SIZE(suspects) % ROUNDS;
	memory = alloc_pages(ORDER);
	if (!memory)
		return;
	memset(memory, 0, PAGES * PAGE_SIZE);
	early_ioremap_setup(); /* boot has closed the slots */
	let_all_borrow();
	all_have_returned();
}
EXPERIMENT(borrowers, .what = "six functions, one of which keeps a slot", .run = let_one_forget,
	   .ending = RETURNS, .why = "one of them returns without giving back what it borrowed",
	   .remedy = "find out who: make riddle, and the lab's README.md");
