#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads a console with bench lines, prints them beside Linux's figures and the goals.

usage: … | bench_table.py IMAGE     Exit status 1 if a goal is missed or a row is missing.
"""
import os
import sys

# Guest instructions of Linux 6.1 on AArch64's machine, and what is asked of us there.
ROWS = [
    ("boot_first_character", "reset → first line on the PL011", 647_774, 200_000),
    ("boot_early_ioremap", "reset → early_ioremap possible", 199_549, 10_000),
    ("boot_ioremap", "reset → ioremap possible", 19_944_211, 450_000),
    ("boot_drivers", "reset → all drivers probed", 32_283_968, 2_000_000),
    ("early_ioremap_4k", "early_ioremap + early_iounmap, 4 KiB", 200, 100),
    ("early_ioremap_64k", "the same, 64 KiB", 1_370, None),
    ("early_ioremap_256k", "the same, 256 KiB", 5_114, 900),
    ("request_region", "request + release_mem_region", 440, 440),
    ("request_region_1k", "the same, highest of 1,000 siblings", 18_440, 600),
    ("request_region_10k", "the same, highest of 10,000 siblings", 180_440, 600),
    ("readl", "readl", 5, 5),
    ("readl_relaxed", "readl_relaxed", 1, 1),
    ("writel", "writel", 2, 2),
    ("writel_relaxed", "writel_relaxed", 1, 1),
    ("ioremap_4k", "ioremap + iounmap, 4 KiB", 2_244, None),
    ("ioremap_64k", "the same, 64 KiB", 3_131, None),
    ("ioremap_2m", "2 MiB, one block", 2_152, None),
    ("ioremap_16m", "16 MiB, 8 blocks", 2_752, None),
    ("ioremap_1g", "1 GiB, one block", 3_123, None),
    ("ioremap_2m_off_4k", "2 MiB from 4 KiB on, 512 pages", 17_034, None),
    ("ioremap_1g_off_4k", "1 GiB from 4 KiB on", 7_657_115, None),
    ("ioremap_1g_of_2m", "1 GiB in 511 blocks of 2 MiB", 37_437, None),
    ("ioremap_1g_pages", "1 GiB with blocks forbidden", 7_657_115, None),
    ("vmalloc_4k", "vmalloc + vfree, 4 KiB", 2_411, None),
    ("vmalloc_64k", "the same, 64 KiB", 6_728, 1_500),
    ("vmalloc_1m", "the same, 1 MiB", 76_960, 15_000),
]
# x86-64 may spend a little more where each instruction does less. Its firmware runs before us, and
# its tables need no caches cleaned.
FACTOR = {"aarch64": 1.0, "x86_64": 1.3}[os.environ.get("ARCH", "aarch64")]
OWN_GOALS = {"aarch64": {}, "x86_64": {"boot_first_character": 30_000}}[
    os.environ.get("ARCH", "aarch64")]
IMAGE_ROW = ("size of bootmap.img, bytes", 2_662_408, 163_840)
FORMAT = "{:<38} {:>10} {:>10} {:>9} {:>9} {:>9}  {}"


def number(value):
    return "" if value is None else f"{value:,}"


def goal_of(name, goal):
    """What is asked on this architecture."""
    return OWN_GOALS.get(name, goal and round(FACTOR * goal))


def row(what, linux, goal, figures):
    """Prints one line; returns whether the goal is met."""
    met = goal is None or max(figures) <= goal
    print(FORMAT.format(what, number(linux), number(goal), *map(number, figures),
                        "" if goal is None else "ok" if met else "MISSED"))
    return met


def main():
    console = sys.stdin.read().splitlines()
    measured = {}
    for line in console:
        words = line.split()
        if len(words) == 6 and words[0] == "bench":
            measured[words[1]] = [int(word) for word in words[3:]]
    missing = [name for name, *_ in ROWS if name not in measured]
    if missing:
        print("\n".join(console[-20:]), f"bench: no figures for {', '.join(missing)}", sep="\n")
        return 1
    print(FORMAT.format("executed instructions", "Linux 6.1", "goal", "min", "median", "max", ""))
    met = [row(what, linux, goal_of(name, goal), measured[name]) for name, what, linux, goal in ROWS]
    size = os.path.getsize(sys.argv[1])
    what, linux, goal = IMAGE_ROW
    met.append(row(what, linux, goal, [size, size, size]))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
