#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads a console with bench lines, prints them beside Linux's figures and the goals.

usage: … | bench_table.py IMAGE     Exit status 1 if a goal is missed or a row is missing.
"""
import os
import sys

# Guest instructions of Linux 6.1 on the same machine, and what is asked of us.
ROWS = [
    ("boot_first_character", "reset → first line on the PL011", 647_774, 200_000),
    ("boot_early_ioremap", "reset → early_ioremap possible", 199_549, 10_000),
    ("early_ioremap_4k", "early_ioremap + early_iounmap, 4 KiB", 200, 100),
    ("early_ioremap_64k", "the same, 64 KiB", 1_370, None),
    ("early_ioremap_256k", "the same, 256 KiB", 5_114, 900),
    ("readl", "readl", 5, 5),
    ("readl_relaxed", "readl_relaxed", 1, 1),
    ("writel", "writel", 2, 2),
    ("writel_relaxed", "writel_relaxed", 1, 1),
]
IMAGE_ROW = ("size of bootmap.img, bytes", 2_662_408, 163_840)
FORMAT = "{:<38} {:>10} {:>10} {:>9} {:>9} {:>9}  {}"


def number(value):
    return "" if value is None else f"{value:,}"


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
    met = [row(what, linux, goal, measured[name]) for name, what, linux, goal in ROWS]
    size = os.path.getsize(sys.argv[1])
    what, linux, goal = IMAGE_ROW
    met.append(row(what, linux, goal, [size, size, size]))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
