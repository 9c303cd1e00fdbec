// SPDX-License-Identifier: MIT
#include <asm/counter.h>
#include <asm/io.h>

/* Channel 0 of the 8254 timer counts down from what it is given; its output rises when that is over. */
#define PIT_HZ		 1193182
#define PIT_CHANNEL_0	 0x40
#define PIT_MODE	 0x43
#define PIT_ONE_SHOT	 0x30 /* channel 0, low byte then high byte, mode 0 */
#define PIT_LATCH_STATUS 0xe2 /* of channel 0, to be read there */
#define STATUS_OUTPUT	 BIT(7)
#define PIT_COUNT	 11932 /* 10 ms */

/* More polls than 10 ms can take: without a PIT the output never rises. */
#define POLL_LIMIT 10000000

static bool pit_expired(void)
{
	outb(PIT_LATCH_STATUS, PIT_MODE);
	return inb(PIT_CHANNEL_0) & STATUS_OUTPUT;
}

static u64 measure_frequency(void)
{
	u64 start, ticks;
	int polls = 0;

	outb(PIT_ONE_SHOT, PIT_MODE);
	outb(PIT_COUNT & 0xff, PIT_CHANNEL_0);
	outb(PIT_COUNT >> 8, PIT_CHANNEL_0);
	start = rdtsc();
	while (!pit_expired() && polls < POLL_LIMIT)
		polls++;
	ticks = rdtsc() - start;
	return (ticks * PIT_HZ / PIT_COUNT + 500000) / 1000000 * 1000000;
}

u64 counter_frequency(void)
{
	static u64 frequency;

	if (!frequency)
		frequency = measure_frequency();
	return frequency;
}

#define LOOPS 1000

bool instructions_start(void)
{
	u64 start = read_instructions(), spent;
	u32 loops;

	__asm__ volatile("mov %1, %0\n1:\tdec %0\n\tjnz 1b" : "=r"(loops) : "i"(LOOPS) : "cc");
	spent = read_instructions() - start - READ_INSTRUCTIONS_COST;
	return spent == 1 + 2 * LOOPS;
}
