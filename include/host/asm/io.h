/* SPDX-License-Identifier: MIT */
/* Accesses to device memory go through the model, which checks mapping and alignment. */
#ifndef ASM_IO_H
#define ASM_IO_H

#include <asm/mmu.h>
#include <bootmap/types.h>

/* What a device does when it is read, and after it was written: a test's own functions, or NULL. */
extern void (*host_before_read)(const volatile void __iomem *addr);
extern void (*host_after_write)(volatile void __iomem *addr);

#define RAW_ACCESSORS(suffix, type)                                                           \
	static inline type __raw_read##suffix(const volatile void __iomem *addr)              \
	{                                                                                     \
		if (host_before_read)                                                         \
			host_before_read(addr);                                               \
		return *(const volatile type *)mmu_access((unsigned long)addr, sizeof(type),  \
							  TRAP_READ);                         \
	}                                                                                     \
	static inline void __raw_write##suffix(type value, volatile void __iomem *addr)       \
	{                                                                                     \
		*(volatile type *)mmu_access((unsigned long)addr, sizeof(type), TRAP_WRITE) = \
			value;                                                                \
		if (host_after_write)                                                         \
			host_after_write(addr);                                               \
	}

RAW_ACCESSORS(b, u8)
RAW_ACCESSORS(w, u16)
RAW_ACCESSORS(l, u32)
RAW_ACCESSORS(q, u64)

/* Ports are a test's, see host_ports; their cookies are those of x86. */
#define PORT_ACCESSORS(suffix, type)                         \
	static inline type in##suffix(u16 port)              \
	{                                                    \
		return host_port_read(port, sizeof(type));   \
	}                                                    \
	static inline void out##suffix(type value, u16 port) \
	{                                                    \
		host_port_write(port, sizeof(type), value);  \
	}

u32 host_port_read(u16 port, unsigned int width);
void host_port_write(u16 port, unsigned int width, u32 value);

PORT_ACCESSORS(b, u8)
PORT_ACCESSORS(w, u16)
PORT_ACCESSORS(l, u32)

#define PIO_OFFSET 0x10000UL

static inline void __iomem *ioport_cookie(u16 port)
{
	return (void __iomem *)(PIO_OFFSET + port);
}

static inline bool is_ioport(const volatile void __iomem *addr)
{
	return (unsigned long)addr - PIO_OFFSET < PIO_OFFSET;
}

static inline u16 ioport_of(const volatile void __iomem *addr)
{
	return (unsigned long)addr - PIO_OFFSET;
}

/* One thread and no device: program order is all the order there is. */
#define io_after_read(value) ((void)(value))
#define io_before_write()    ((void)0)

#endif
