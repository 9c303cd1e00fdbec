/* SPDX-License-Identifier: MIT */
/*
 * One load or store, of exactly the given width: written as assembly because the compiler
 * might merge, split or repeat what it understands. Port I/O besides.
 */
#ifndef ASM_IO_H
#define ASM_IO_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

#define RAW_ACCESSORS(suffix, type, constraint)                                                  \
	static __always_inline type __raw_read##suffix(const volatile void __iomem *addr)        \
	{                                                                                        \
		type value;                                                                      \
		__asm__ volatile("mov" #suffix " %1, %0"                                         \
				 : "=" constraint(value)                                         \
				 : "m"(*(const volatile type __force *)addr));                   \
		return value;                                                                    \
	}                                                                                        \
	static __always_inline void __raw_write##suffix(type value, volatile void __iomem *addr) \
	{                                                                                        \
		__asm__ volatile("mov" #suffix " %1, %0"                                         \
				 : "=m"(*(volatile type __force *)addr)                          \
				 : constraint "e"(value));                                       \
	}

RAW_ACCESSORS(b, u8, "q")
RAW_ACCESSORS(w, u16, "r")
RAW_ACCESSORS(l, u32, "r")
RAW_ACCESSORS(q, u64, "r")

/*
 * Uncached accesses stay in program order among themselves and with those to memory
 * (SDM volume 3, 9.2.2 and 12.3.1): only the compiler must be held back.
 */
#define io_after_read(value)   \
	do {                   \
		(void)(value); \
		barrier();     \
	} while (0)
#define io_before_write() barrier()

/* The I/O space: 64 Ki ports with instructions of their own, each access complete when it ends. */
#define PORT_ACCESSORS(suffix, type)                                                            \
	static __always_inline type in##suffix(u16 port)                                        \
	{                                                                                       \
		type value;                                                                     \
		__asm__ volatile("in" #suffix " %1, %0" : "=a"(value) : "Nd"(port) : "memory"); \
		return value;                                                                   \
	}                                                                                       \
	static __always_inline void out##suffix(type value, u16 port)                           \
	{                                                                                       \
		__asm__ volatile("out" #suffix " %0, %1" ::"a"(value), "Nd"(port) : "memory");  \
	}

PORT_ACCESSORS(b, u8)
PORT_ACCESSORS(w, u16)
PORT_ACCESSORS(l, u32)

/* What ioport_map() returns is no address: nothing is ever mapped that low. */
#define PIO_OFFSET 0x10000UL

static __always_inline void __iomem *ioport_cookie(u16 port)
{
	return (void __force __iomem *)(PIO_OFFSET + port);
}

static __always_inline bool is_ioport(const volatile void __iomem *addr)
{
	return (unsigned long)(__force const volatile void *)addr - PIO_OFFSET < PIO_OFFSET;
}

static __always_inline u16 ioport_of(const volatile void __iomem *addr)
{
	return (unsigned long)(__force const volatile void *)addr - PIO_OFFSET;
}

#endif
