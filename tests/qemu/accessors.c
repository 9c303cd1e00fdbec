// SPDX-License-Identifier: MIT
/* Every MMIO accessor once, in a function of its own, for a look at the instructions. */
#include <bootmap/io.h>

#define LOOK_AT(suffix, type)                                   \
	type io_read##suffix(void __iomem *p);                  \
	type io_read##suffix(void __iomem *p)                   \
	{                                                       \
		return read##suffix(p + 8);                     \
	}                                                       \
	void io_write##suffix(type v, void __iomem *p);         \
	void io_write##suffix(type v, void __iomem *p)          \
	{                                                       \
		write##suffix(v, p + 8);                        \
	}                                                       \
	void io_zero##suffix(void __iomem *p);                  \
	void io_zero##suffix(void __iomem *p)                   \
	{                                                       \
		for (int i = 0; i < 64; i++, p += sizeof(type)) \
			write##suffix(0, p);                    \
	}

LOOK_AT(b, u8)
LOOK_AT(w, u16)
LOOK_AT(l, u32)
LOOK_AT(q, u64)
LOOK_AT(b_relaxed, u8)
LOOK_AT(w_relaxed, u16)
LOOK_AT(l_relaxed, u32)
LOOK_AT(q_relaxed, u64)

u32 io_be(u32 v, void __iomem *p);
u32 io_be(u32 v, void __iomem *p)
{
	iowrite32be(v, p);
	return ioread32be(p);
}
