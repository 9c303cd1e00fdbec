// SPDX-License-Identifier: MIT
/*
 * I/O accesses of more than one word: copies between memory and device memory, and filling device
 * memory. ioport_map() lets ioread8() and its relatives access I/O ports. Drivers call these
 * functions.
 */
#include <bootmap/io.h>
#include <drivers/ioport.h>
#include <string.h>

void __iomem *ioport_map(unsigned long port, unsigned int nr)
{
	if (!nr || port > IO_SPACE_LIMIT || nr - 1 > IO_SPACE_LIMIT - port)
		return NULL;
	return ioport_cookie(port);
}

/* May the next access at @io be 8 bytes wide? */
static inline bool wide(const volatile void __iomem *io, size_t count)
{
	return count >= sizeof(u64) &&
	       (unsigned long)(__force const volatile void *)io % sizeof(u64) == 0;
}

void memcpy_fromio(void *to, const volatile void __iomem *from, size_t count)
{
	while (count) {
		u64 value = wide(from, count) ? __raw_readq(from) : __raw_readb(from);
		size_t step = wide(from, count) ? sizeof(u64) : 1;

		memcpy(to, &value, step);
		to = (char *)to + step;
		from += step;
		count -= step;
	}
}

void memcpy_toio(volatile void __iomem *to, const void *from, size_t count)
{
	while (count) {
		u64 value = 0;
		size_t step = wide(to, count) ? sizeof(u64) : 1;

		memcpy(&value, from, step);
		if (step == sizeof(u64))
			__raw_writeq(value, to);
		else
			__raw_writeb(value, to);
		to += step;
		from = (const char *)from + step;
		count -= step;
	}
}

void memset_io(volatile void __iomem *to, int byte, size_t count)
{
	u64 pattern = (u8)byte * 0x0101010101010101UL;

	while (count) {
		size_t step = wide(to, count) ? sizeof(u64) : 1;

		if (step == sizeof(u64))
			__raw_writeq(pattern, to);
		else
			__raw_writeb(pattern, to);
		to += step;
		count -= step;
	}
}
