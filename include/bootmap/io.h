/* SPDX-License-Identifier: MIT */
/*
 * DOC: device register access
 *
 *   readX, writeX              ordered with respect to memory accesses: the usual choice
 *   readX_relaxed, …           ordered only against accesses to the same device
 *   ioread32, iowrite32, …     the same, for memory and for results of ioport_map()
 *   ioread32be, iowrite32be    for devices with big-endian registers
 *   inX, outX                  I/O ports, by their number: see ioport_map()
 *   memcpy_fromio, …           for device memory; neither ordered nor swapped
 *
 * X: b 8 bits, w 16, l 32, q 64 (no port has that). Registers are little-endian, as the CPU is.
 */
#ifndef BOOTMAP_IO_H
#define BOOTMAP_IO_H

#include <asm/io.h>
#include <bootmap/types.h>

#define IO_ACCESSORS(suffix, type)                                                            \
	static __always_inline type read##suffix##_relaxed(const volatile void __iomem *addr) \
	{                                                                                     \
		return __raw_read##suffix(addr);                                              \
	}                                                                                     \
	static __always_inline void write##suffix##_relaxed(type value,                       \
							    volatile void __iomem *addr)      \
	{                                                                                     \
		__raw_write##suffix(value, addr);                                             \
	}                                                                                     \
	static __always_inline type read##suffix(const volatile void __iomem *addr)           \
	{                                                                                     \
		type value = __raw_read##suffix(addr);                                        \
		io_after_read(value);                                                         \
		return value;                                                                 \
	}                                                                                     \
	static __always_inline void write##suffix(type value, volatile void __iomem *addr)    \
	{                                                                                     \
		io_before_write();                                                            \
		__raw_write##suffix(value, addr);                                             \
	}

IO_ACCESSORS(b, u8)
IO_ACCESSORS(w, u16)
IO_ACCESSORS(l, u32)
IO_ACCESSORS(q, u64)

#define COOKIE_ACCESSORS(bits, suffix)                                                        \
	static __always_inline u##bits ioread##bits(const volatile void __iomem *addr)        \
	{                                                                                     \
		return is_ioport(addr) ? in##suffix(ioport_of(addr)) : read##suffix(addr);    \
	}                                                                                     \
	static __always_inline void iowrite##bits(u##bits value, volatile void __iomem *addr) \
	{                                                                                     \
		if (is_ioport(addr))                                                          \
			out##suffix(value, ioport_of(addr));                                  \
		else                                                                          \
			write##suffix(value, addr);                                           \
	}

COOKIE_ACCESSORS(8, b)
COOKIE_ACCESSORS(16, w)
COOKIE_ACCESSORS(32, l)

static __always_inline u32 ioread32be(const volatile void __iomem *addr)
{
	return __builtin_bswap32(ioread32(addr));
}

static __always_inline void iowrite32be(u32 value, volatile void __iomem *addr)
{
	iowrite32(__builtin_bswap32(value), addr);
}

/**
 * ioport_map() - access I/O ports like registers
 * @port: the first one
 * @nr: how many
 *
 * x86 has special instructions for ports; AArch64 accesses them through a window of the PCI host
 * bridge. A driver that uses ioread8() and its relatives works with both. Does not request the
 * ports, see request_region().
 * Return: an argument for these functions; NULL if there are no such ports.
 */
void __iomem *ioport_map(unsigned long port, unsigned int nr);

/** ioport_unmap() - the end of ioport_map() */
static inline void ioport_unmap(void __iomem *addr)
{
	(void)addr;
}

/**
 * memcpy_fromio() - copy from device memory
 * @to: ordinary memory, any alignment
 * @from: device memory, any alignment
 * @count: bytes
 *
 * Copies bytes up to the next multiple of 8 in the device, then 8 bytes at a time, then bytes. An
 * unaligned access to Device memory faults, so memcpy() cannot be used.
 */
void memcpy_fromio(void *to, const volatile void __iomem *from, size_t count);

/** memcpy_toio() - copy to device memory; alignment as in memcpy_fromio() */
void memcpy_toio(volatile void __iomem *to, const void *from, size_t count);

/** memset_io() - fill device memory; alignment as in memcpy_fromio() */
void memset_io(volatile void __iomem *to, int byte, size_t count);

#endif
