/* SPDX-License-Identifier: MIT */
/*
 * DOC: waiting for a register
 *
 * Each macro reads a register until a condition is true. It evaluates to 0, or to -ETIMEDOUT.
 * @val holds the last value read, and the result depends on this value. After the time-out the
 * register is read once more, because an interrupt or a debugger may have delayed the loop.
 *
 *   op          function or macro that reads, called with the trailing arguments
 *   val         variable that receives the value
 *   cond        expression in val; evaluated more than once
 *   sleep_us    longest pause between two reads, 0: none
 *   timeout_us  0: wait for ever
 *   before      pause before the first read, too
 *
 * read_poll_timeout_atomic() delays, works in any context, and needs no clock: it adds up its
 * delays, and counts each read as one nanosecond. read_poll_timeout() sleeps, and also reads the
 * clock.
 */
#ifndef DRIVERS_IOPOLL_H
#define DRIVERS_IOPOLL_H

#include <bootmap/delay.h>
#include <bootmap/io.h>
#include <bootmap/ktime.h>
#include <errno.h>

#include <asm/processor.h>

/* Both return the nanoseconds that the pause counts for, which are not more than it takes. */
static inline u64 poll_sleep(u64 us)
{
	cpu_relax();
	if (!us)
		return 1;
	usleep_range(us / 4 + 1, us);
	return (us / 4 + 1) * NSEC_PER_USEC;
}

static inline u64 poll_delay(u64 us)
{
	cpu_relax();
	if (us)
		udelay(us);
	return us * NSEC_PER_USEC + 1;
}

#define poll_until(read, cond, expired, pause)  \
	({                                      \
		read;                           \
		while (!(cond) && !(expired)) { \
			pause;                  \
			read;                   \
		}                               \
		if (!(cond))                    \
			read;                   \
		(cond) ? 0 : -ETIMEDOUT;        \
	})

#define read_poll_timeout(op, val, cond, sleep_us, timeout_us, before, ...)                       \
	({                                                                                        \
		u64 sleep_ = (sleep_us), timeout_ = (timeout_us)*NSEC_PER_USEC;                   \
		u64 start_ = ktime_get_ns(), spent_ = (before) ? poll_sleep(sleep_) : 0;          \
                                                                                                  \
		poll_until((val) = op(__VA_ARGS__), cond,                                         \
			   timeout_ && (spent_ > timeout_ || ktime_get_ns() - start_ > timeout_), \
			   spent_ += poll_sleep(sleep_));                                         \
	})

#define read_poll_timeout_atomic(op, val, cond, delay_us, timeout_us, before, ...)       \
	({                                                                               \
		u64 delay_ = (delay_us), timeout_ = (timeout_us)*NSEC_PER_USEC;          \
		u64 spent_ = (before) ? poll_delay(delay_) : 0;                          \
                                                                                         \
		poll_until((val) = op(__VA_ARGS__), cond, timeout_ && spent_ > timeout_, \
			   spent_ += poll_delay(delay_));                                \
	})

/**
 * readl_poll_timeout() - read a register until a condition is true
 * @addr: the register
 *
 * The other parameters are those above.
 */
#define readx_poll_timeout(op, addr, val, cond, sleep_us, timeout_us) \
	read_poll_timeout(op, val, cond, sleep_us, timeout_us, false, addr)
#define readb_poll_timeout(...)		readx_poll_timeout(readb, __VA_ARGS__)
#define readw_poll_timeout(...)		readx_poll_timeout(readw, __VA_ARGS__)
#define readl_poll_timeout(...)		readx_poll_timeout(readl, __VA_ARGS__)
#define readq_poll_timeout(...)		readx_poll_timeout(readq, __VA_ARGS__)
#define readl_relaxed_poll_timeout(...) readx_poll_timeout(readl_relaxed, __VA_ARGS__)

/** readl_poll_timeout_atomic() - the same in any context, see above */
#define readx_poll_timeout_atomic(op, addr, val, cond, delay_us, timeout_us) \
	read_poll_timeout_atomic(op, val, cond, delay_us, timeout_us, false, addr)
#define readb_poll_timeout_atomic(...)	       readx_poll_timeout_atomic(readb, __VA_ARGS__)
#define readw_poll_timeout_atomic(...)	       readx_poll_timeout_atomic(readw, __VA_ARGS__)
#define readl_poll_timeout_atomic(...)	       readx_poll_timeout_atomic(readl, __VA_ARGS__)
#define readq_poll_timeout_atomic(...)	       readx_poll_timeout_atomic(readq, __VA_ARGS__)
#define readl_relaxed_poll_timeout_atomic(...) readx_poll_timeout_atomic(readl_relaxed, __VA_ARGS__)

#endif
