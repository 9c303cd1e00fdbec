// SPDX-License-Identifier: MIT
#include "support.h"

#include <bootmap/page_alloc.h>
#include <bootmap/vmalloc.h>

TEST(vmalloc_is_memory_in_one_piece)
{
	static const size_t sizes[] = { 1, PAGE_SIZE, 7 * PAGE_SIZE + 1, PMD_SIZE + 1 };
	unsigned long before;

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		unsigned long va = (unsigned long)vmalloc(sizes[i]);
		u8 *first = kernel_pointer(va), *last = kernel_pointer(va + sizes[i] - 1);

		EXPECT_NE(t, va, 0);
		*first = 1;
		*last = 2;
		EXPECT_EQ(t, *(u8 *)kernel_pointer(va), first == last ? 2 : 1);
		vfree((void *)va);
		before = nr_free_pages();
		vfree(vmalloc(sizes[i]));
		EXPECT_EQ(t, nr_free_pages(), before);
	}
	EXPECT_EQ(t, vmalloc(0), NULL);
	EXPECT_EQ(t, vmalloc(1UL << 50), NULL);
}
