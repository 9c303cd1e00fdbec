// SPDX-License-Identifier: MIT
#include "fake_pl061.h"

#include <bootmap/compiler.h>
#include <bootmap/io.h>
#include <bootmap/irqflags.h>
#include <bootmap/layout.h>
#include <bootmap/pgtable.h>

#define GPIODATA_END 0x400
#define GPIORIS	     0x414
#define GPIOMIS	     0x418
#define GPIOIC	     0x41c

void (*host_after_write)(volatile void __iomem *addr);

struct fake_pl061 fake_pl061 __aligned(PAGE_SIZE);
static unsigned int last_read; /* the offset, to recognise a read-modify-write */

static u32 *reg(unsigned int offset)
{
	return &fake_pl061.registers[offset / 4];
}

static unsigned int offset_of(const volatile void __iomem *addr)
{
	return (unsigned long)addr & ~PAGE_MASK;
}

static u8 levels(void)
{
	u8 outputs = *reg(FAKE_GPIODIR);

	return (fake_pl061.outputs & outputs) | (fake_pl061.inputs & ~outputs);
}

/* A line that is sensitive to levels has no memory. */
static u8 raw_status(void)
{
	u8 sense = *reg(FAKE_GPIOIS), high = *reg(FAKE_GPIOIEV);

	return (fake_pl061.edges & ~sense) | (sense & ~(levels() ^ high));
}

u8 fake_pl061_active(void)
{
	return raw_status() & *reg(FAKE_GPIOIE);
}

static void before_read(const volatile void __iomem *addr)
{
	unsigned int offset = offset_of(addr);

	if (offset < GPIODATA_END)
		*reg(offset) = levels() & offset >> 2;
	*reg(GPIORIS) = raw_status();
	*reg(GPIOMIS) = fake_pl061_active();
	last_read = offset;
}

static void after_write(volatile void __iomem *addr)
{
	unsigned int offset = offset_of(addr);
	u8 value = *reg(offset), mask = offset >> 2;

	if (offset < GPIODATA_END)
		fake_pl061.outputs = (fake_pl061.outputs & ~mask) | (value & mask);
	if (offset == GPIOIC)
		fake_pl061.edges &= ~value;
	if (offset >= FAKE_GPIODIR && offset <= FAKE_GPIOIE && offset == last_read &&
	    !arch_irqs_disabled_flags(arch_local_save_flags()))
		fake_pl061.unprotected++;
	last_read = 0;
}

void fake_pl061_drive(unsigned int line, bool level)
{
	u8 bit = BIT(line), before = fake_pl061.inputs;
	bool both = *reg(FAKE_GPIOIBE) & bit, rising = *reg(FAKE_GPIOIEV) & bit;

	fake_pl061.inputs = level ? before | bit : before & ~bit;
	if (fake_pl061.inputs != before && (both || rising == level))
		fake_pl061.edges |= bit;
}

phys_addr_t fake_pl061_phys(void)
{
	return __pa_symbol(fake_pl061.registers);
}

void fake_pl061_reset(void)
{
	static const u8 identification[] = { 0x61, 0x10, 0x04, 0x00, 0x0d, 0xf0, 0x05, 0xb1 };

	fake_pl061 = (struct fake_pl061){ 0 };
	for (unsigned int i = 0; i < ARRAY_SIZE(identification); i++)
		*reg(FAKE_PART + 4 * i) = identification[i];
	host_before_read = before_read;
	host_after_write = after_write;
}
