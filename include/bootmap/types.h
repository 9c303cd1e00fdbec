/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_TYPES_H
#define BOOTMAP_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

/*
 * A physical address is a number, never a pointer: nothing can be read through
 * it until some table maps it.
 */
typedef u64 phys_addr_t;

/*
 * Device memory. For sparse, these pointers belong to an address space of their own: in
 * `make lint` a dereference is an error, and so is a mix with ordinary pointers. clang does the
 * same with the same attribute. GCC has no address spaces here; for it the pointer is a void *,
 * which cannot be dereferenced either.
 */
#if defined(__CHECKER__)
#define __iomem __attribute__((noderef, address_space(__iomem)))
#define __force __attribute__((force))
#elif defined(__clang__) && defined(CHECK_IOMEM)
#define __iomem __attribute__((address_space(1)))
#define __force
#else
#define __iomem
#define __force
#endif

#endif
