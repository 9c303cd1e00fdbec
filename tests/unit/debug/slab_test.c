// SPDX-License-Identifier: MIT
#include <bootmap/compiler.h>
#include <bootmap/page_alloc.h>
#include <bootmap/slab.h>
#include <string.h>
#include <tests/fault_inject.h>
#include <tests/test.h>

#define OBJECTS 600

TEST(slab_objects_keep_apart)
{
	static unsigned char *object[OBJECTS] __noinit;
	unsigned long before = nr_free_pages();

	for (unsigned int i = 0; i < OBJECTS; i++) {
		object[i] = kmalloc(1 + i * 7);
		EXPECT_NE(t, object[i], NULL);
		EXPECT_EQ(t, (unsigned long)object[i] % 16, 0);
		memset(object[i], i, 1 + i * 7);
	}
	for (unsigned int i = 0; i < OBJECTS; i++) {
		EXPECT_EQ(t, object[i][0], i & 0xff);
		EXPECT_EQ(t, object[i][i * 7], i & 0xff);
		kfree(object[i]);
	}
	EXPECT_EQ(t, nr_free_pages(), before);
}

/* Several slabs of the smallest objects: each goes with its last object, whichever that is. */
TEST(slab_goes_with_its_last_object)
{
	static char *object[OBJECTS] __noinit;
	unsigned long before = nr_free_pages(), slabs = 0;

	for (unsigned int step = 1; step <= OBJECTS; step += 63) {
		for (unsigned int i = 0; i < OBJECTS; i++)
			object[i] = kmalloc(1);
		slabs = slabs ? slabs : before - nr_free_pages();
		EXPECT_EQ(t, before - nr_free_pages(), slabs);
		for (unsigned int first = step; first-- > 0;)
			for (unsigned int i = first; i < OBJECTS; i += step)
				kfree(object[i]);
		EXPECT_EQ(t, nr_free_pages(), before);
	}
	EXPECT_EQ(t, slabs > 1, true);
}

TEST(slab_zeroes_on_request)
{
	for (int round = 0; round < 2; round++) {
		unsigned char *object = kzalloc(100);

		for (int i = 0; i < 100; i++)
			EXPECT_EQ(t, object[i], 0);
		memset(object, 0xff, 100);
		kfree(object);
	}
	EXPECT_EQ(t, kmalloc(0), NULL);
	kfree(NULL);
}

TEST(slab_refuses_wrong_addresses)
{
	unsigned long before = nr_free_pages();
	char *object = kmalloc(64), *other = kmalloc(64), *large = kmalloc(3 * PAGE_SIZE);

	kfree(object + 16);
	EXPECT_WARNING(t, "does not begin there");
	kfree(object);
	kfree(object);
	EXPECT_WARNING(t, "is free already");
	kfree(large + 16);
	EXPECT_WARNING(t, "not allocated by kmalloc()");
	kfree((void *)0x1234);
	EXPECT_WARNING(t, "not allocated by kmalloc()");
	kfree(other);
	kfree(large);
	EXPECT_EQ(t, nr_free_pages(), before);
}

/* Behind the last object of 128 bytes there is less room than for another one. */
TEST(slab_has_no_object_where_its_page_ends)
{
	char *object = kmalloc(100), *end = (char *)((unsigned long)object | ~PAGE_MASK) + 1;

	for (unsigned int left = 16; left <= 64; left += 16) {
		kfree(end - left);
		EXPECT_WARNING(t, "does not begin there");
	}
	kfree(object);
}

TEST(slab_says_no_when_there_is_nothing)
{
	for (unsigned int failing = 1; failing <= 2; failing++) {
		allocations_until_failure = failing;
		/* The object, or the page for a slab of a size that nobody uses. */
		kfree(kmalloc(2000));
		allocations_until_failure = 0;
	}
	allocations_until_failure = 1;
	EXPECT_EQ(t, kzalloc(8), NULL);
	EXPECT_EQ(t, allocations_until_failure, 0);
}

TEST(slab_notices_what_was_written_where_nobody_should)
{
	volatile char *object;
	void *other;

	SKIP_UNLESS(t, DEBUG, "only debug builds poison free memory");
	other = kmalloc(50); /* keeps the slab */
	object = kmalloc(50);
	object[50] = 1;
	kfree((void *)object);
	EXPECT_WARNING(t, "after its end");
	object[10] = 1;
	object = kmalloc(50);
	EXPECT_WARNING(t, "while it was free");
	kfree((void *)object);
	kfree(other);
}
