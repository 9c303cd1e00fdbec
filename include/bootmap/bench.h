/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_BENCH_H
#define BOOTMAP_BENCH_H

/**
 * run_bench() - measure, and print one line a case
 * @pattern: which cases, see glob_match()
 *
 * "bench NAME N MIN MEDIAN MAX", in executed instructions a operation over N
 * operations. Boot rows count from reset and are exact to one counter tick.
 * Return: 0, or 1 where the CPU cannot count or no case fits.
 */
int run_bench(const char *pattern);

#endif
