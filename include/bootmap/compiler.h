/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_COMPILER_H
#define BOOTMAP_COMPILER_H

#include <assert.h>

#undef __always_inline
#define __always_inline	    inline __attribute__((__always_inline__))
#define noinline	    __attribute__((noinline))
#define __noreturn	    __attribute__((noreturn))
#define __printf(fmt, args) __attribute__((format(printf, fmt, args)))
/* In the very words of picolibc's <sys/cdefs.h>, which has these three too. */
#define __section(x) __attribute__((__section__(x)))
#define __aligned(x) __attribute__((__aligned__(x)))
#define __used	     __attribute__((__used__))
/*
 * An entry of a list that the linker puts together. Compilers align large objects more than their
 * type asks for, which would leave gaps between entries, and one before the first.
 */
#define __list_entry(section, type) __used __section(section) __aligned(__alignof__(type))
#define likely(x)		    __builtin_expect(!!(x), 1)
#define unlikely(x)		    __builtin_expect(!!(x), 0)

/* Code that boot alone calls: free_initmem() gives its pages away. */
#define __init __section(".init.text")

/* Memory that the boot code does not clear: whoever owns it initialises it. */
#define __noinit __section(".noinit")

#define ARRAY_SIZE(array)      (sizeof(array) / sizeof((array)[0]))
#define DIV_ROUND_UP(n, d)     (((n) + (d)-1) / (d))
#define ROUND_UP(n, align)     (((n) + (align)-1) & ~((align)-1))
#define min(a, b)	       ((a) < (b) ? (a) : (b))
#define max(a, b)	       ((a) > (b) ? (a) : (b))
#define BIT(n)		       (1UL << (n))
#define GENMASK(high, low)     ((~0UL >> (63 - (high))) & (~0UL << (low)))
#define FIELD_GET(mask, value) (((value) & (mask)) / ((mask) & -(mask)))

/* A loop's body unrolled, where its share of the loop would be as dear as itself. */
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

/* From here on the compiler cannot know what value @var has, nor object to it. */
#define OPTIMIZER_HIDE_VAR(var) __asm__("" : "+r"(var))

#define container_of(ptr, type, member) ((type *)((char *)(ptr)-offsetof(type, member)))

/* The address to which the current function returns, for messages that name the caller. */
#define CALLER_ADDRESS ((unsigned long)__builtin_return_address(0))

/*
 * Refuses to compile when @condition can be true: the call is only left in the
 * object where the optimiser could not prove it dead. @name becomes the sentence.
 */
#define BUILD_BUG_ON(condition, name)                                                       \
	do {                                                                                \
		extern void name(void)                                                      \
			__attribute__((error("BUILD_BUG_ON: " #name " (" #condition ")"))); \
		if (condition)                                                              \
			name();                                                             \
	} while (0)

#endif
