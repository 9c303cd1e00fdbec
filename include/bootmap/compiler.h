/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_COMPILER_H
#define BOOTMAP_COMPILER_H

#include <assert.h>
#include <sys/cdefs.h>

/* Several C libraries define some of these in <sys/cdefs.h>, each in its own words. */
#undef __always_inline
#undef __noreturn
#undef __printf
#undef __section
#undef __aligned
#undef __used
#define __always_inline	    inline __attribute__((__always_inline__))
#define noinline	    __attribute__((noinline))
#define __noreturn	    __attribute__((noreturn))
#define __printf(fmt, args) __attribute__((format(printf, fmt, args)))
#define __section(x)	    __attribute__((section(x)))
#define __aligned(x)	    __attribute__((aligned(x)))
#define __used		    __attribute__((used))
/*
 * An entry of a list that the linker collects. The alignment is given because compilers align large
 * objects more than their type requires, which would leave gaps between the entries.
 */
#define __list_entry(section, type) __used __section(section) __aligned(__alignof__(type))
#define likely(x)		    __builtin_expect(!!(x), 1)
#define unlikely(x)		    __builtin_expect(!!(x), 0)

/* Code that only boot calls: free_initmem() frees its pages. */
#define __init __section(".init.text")

/* Memory that the boot code does not clear. Its owner initialises it. */
#define __noinit __section(".noinit")

#define ARRAY_SIZE(array)      (sizeof(array) / sizeof((array)[0]))
#define DIV_ROUND_UP(n, d)     (((n) + (d)-1) / (d))
#define ROUND_UP(n, align)     (((n) + (align)-1) & ~((align)-1))
#define min(a, b)	       ((a) < (b) ? (a) : (b))
#define max(a, b)	       ((a) > (b) ? (a) : (b))
#define BIT(n)		       (1UL << (n))
#define GENMASK(high, low)     ((~0UL >> (63 - (high))) & (~0UL << (low)))
#define FIELD_GET(mask, value) (((value) & (mask)) / ((mask) & -(mask)))

/* Unrolls a loop, for bodies that are as short as the loop's own instructions. */
#define FOUR_TIMES(statement) \
	do {                  \
		statement;    \
		statement;    \
		statement;    \
		statement;    \
	} while (0)
#define EIGHT_TIMES(statement)         \
	do {                           \
		FOUR_TIMES(statement); \
		FOUR_TIMES(statement); \
	} while (0)

/* One access of exactly this size: the compiler may neither split nor repeat it. */
#define READ_ONCE(x)	     (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, value) (*(volatile __typeof__(x) *)&(x) = (value))

/* The compiler moves no memory access across this; the CPU may. */
#define barrier() __asm__ volatile("" ::: "memory")

/* Hides the value of @var from the compiler, for optimisation and for warnings. */
#define OPTIMIZER_HIDE_VAR(var) __asm__("" : "+r"(var))

#define container_of(ptr, type, member) ((type *)((char *)(ptr)-offsetof(type, member)))

/* The address to which the current function returns, for messages that name the caller. */
#define CALLER_ADDRESS ((unsigned long)__builtin_return_address(0))

/*
 * A compile-time error if @condition can be true: the optimiser removes the call only where it can
 * prove that @condition is false. The error message contains @name.
 */
#define BUILD_BUG_ON(condition, name)                                                       \
	do {                                                                                \
		extern void name(void)                                                      \
			__attribute__((error("BUILD_BUG_ON: " #name " (" #condition ")"))); \
		if (condition)                                                              \
			name();                                                             \
	} while (0)

#endif
