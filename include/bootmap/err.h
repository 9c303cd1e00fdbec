/* SPDX-License-Identifier: MIT */
/*
 * DOC: errors as pointers
 *
 * The last page of the address space is never mapped. A pointer into it encodes a negative error
 * number. Functions whose comment says so return such a pointer instead of NULL.
 */
#ifndef BOOTMAP_ERR_H
#define BOOTMAP_ERR_H

#include <bootmap/types.h>
#include <errno.h>

#define MAX_ERRNO 4095

/* A probe function needs a device that has no driver yet. The C library has no such error. */
#define EPROBE_DEFER 517

/** ERR_PTR() - the pointer that stands for @error, a negative error number */
static inline void *ERR_PTR(long error)
{
	return (void *)error;
}

/** IS_ERR() - does @ptr stand for an error? NULL does not. */
static inline bool IS_ERR(const volatile void *ptr)
{
	return (unsigned long)ptr >= (unsigned long)-MAX_ERRNO;
}

/** PTR_ERR() - the error number in a pointer for which IS_ERR() holds */
static inline int PTR_ERR(const volatile void *ptr)
{
	return (long)ptr;
}

/* The same for pointers to device memory. */
#define IOMEM_ERR_PTR(error) ((void __force __iomem *)ERR_PTR(error))
#define IOMEM_IS_ERR(addr)   IS_ERR((const volatile void __force *)(addr))
#define IOMEM_PTR_ERR(addr)  PTR_ERR((const volatile void __force *)(addr))

#endif
