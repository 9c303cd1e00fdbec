/* SPDX-License-Identifier: MIT */
/*
 * Each accessor is one load or store of exactly the width in its name, with one address register
 * and no write-back. If a hypervisor emulates a device, only this form of access has a complete
 * syndrome (ESR_EL2, field ISV, Arm ARM DDI 0487J.a). The accesses are assembly, because the
 * compiler could use pairs or pre-indexed forms.
 */
#ifndef ASM_IO_H
#define ASM_IO_H

#include <asm/barrier.h>
#include <bootmap/compiler.h>
#include <bootmap/types.h>

#define RAW_ACCESSORS(suffix, type, width, instr)                                                \
	static __always_inline type __raw_read##suffix(const volatile void __iomem *addr)        \
	{                                                                                        \
		type value;                                                                      \
		__asm__ volatile("ldr" instr " %" width "0, [%1]" : "=r"(value) : "r"(addr));    \
		return value;                                                                    \
	}                                                                                        \
	static __always_inline void __raw_write##suffix(type value, volatile void __iomem *addr) \
	{                                                                                        \
		__asm__ volatile("str" instr " %" width "0, [%1]" ::"rZ"(value), "r"(addr));     \
	}

RAW_ACCESSORS(b, u8, "w", "b")
RAW_ACCESSORS(w, u16, "w", "h")
RAW_ACCESSORS(l, u32, "w", "")
RAW_ACCESSORS(q, u64, "x", "")

/*
 * After a read: dmb oshld orders later accesses to memory after it. A delay loop is not ordered by
 * a barrier, but by a branch that depends on the value.
 */
#define io_after_read(value)                                    \
	do {                                                    \
		u64 zero_;                                      \
		dmb(oshld);                                     \
		__asm__ volatile("eor %0, %1, %1\n\tcbnz %0, ." \
				 : "=r"(zero_)                  \
				 : "r"((u64)(value))            \
				 : "memory");                   \
	} while (0)

/* Before a write: earlier stores to memory, which the device may read, complete first. */
#define io_before_write() dmb(oshst)

/*
 * I/O ports are accessed through a window of the PCI host bridge; NULL until it is mapped. The
 * result of ioport_map() is an address in it, so ioread8() need not distinguish ports from memory.
 */
extern void __iomem *pci_iobase;

#define PORT_ACCESSORS(suffix, type)                                  \
	static __always_inline type in##suffix(u16 port)              \
	{                                                             \
		type value = __raw_read##suffix(pci_iobase + port);   \
		io_after_read(value);                                 \
		return value;                                         \
	}                                                             \
	static __always_inline void out##suffix(type value, u16 port) \
	{                                                             \
		io_before_write();                                    \
		__raw_write##suffix(value, pci_iobase + port);        \
	}

PORT_ACCESSORS(b, u8)
PORT_ACCESSORS(w, u16)
PORT_ACCESSORS(l, u32)

static __always_inline void __iomem *ioport_cookie(u16 port)
{
	return pci_iobase ? pci_iobase + port : NULL;
}

static __always_inline bool is_ioport(const volatile void __iomem *addr)
{
	(void)addr;
	return false;
}

static __always_inline u16 ioport_of(const volatile void __iomem *addr)
{
	(void)addr;
	return 0;
}

#endif
