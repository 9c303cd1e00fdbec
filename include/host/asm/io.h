/* SPDX-License-Identifier: MIT */
/* Accesses to device memory go through the model, which checks mapping and alignment. */
#ifndef ASM_IO_H
#define ASM_IO_H

#include <asm/mmu.h>
#include <bootmap/types.h>

#define RAW_ACCESSORS(suffix, type)                                                           \
	static inline type __raw_read##suffix(const volatile void __iomem *addr)              \
	{                                                                                     \
		return *(const volatile type *)mmu_access((unsigned long)addr, sizeof(type),  \
							  TRAP_READ);                         \
	}                                                                                     \
	static inline void __raw_write##suffix(type value, volatile void __iomem *addr)       \
	{                                                                                     \
		*(volatile type *)mmu_access((unsigned long)addr, sizeof(type), TRAP_WRITE) = \
			value;                                                                \
	}

RAW_ACCESSORS(b, u8)
RAW_ACCESSORS(w, u16)
RAW_ACCESSORS(l, u32)
RAW_ACCESSORS(q, u64)

/* One thread and no device: program order is all the order there is. */
#define io_after_read(value) ((void)(value))
#define io_before_write()    ((void)0)

#endif
