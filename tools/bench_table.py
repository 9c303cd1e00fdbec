#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads a console with bench lines, prints them beside Linux's figures and the goals.

usage: … | bench_table.py [--machine TEXT] [--figures FILE [--accept]] IMAGE

machine  what the figures depend on: CPU, RAM, compiler
figures  those of the last accepted run; compared if they are of the same machine
accept   store these figures instead of comparing

Exit status 1 if a goal is missed, a row is missing, or a row is more than 3 % above its figure.
"""
import argparse
import os
import sys
from pathlib import Path

ARCH = os.environ.get("ARCH", "aarch64")
UART = {"aarch64": "PL011", "x86_64": "16550"}[ARCH]

# Guest instructions of Linux 6.1 on AArch64's machine, the least configuration of it, and what is
# asked of us there. A goal is for the dearest sample, or (typical) for the median where new tables
# are a part of the series.
ROWS = [
    ("boot_first_character", f"reset → first line on the {UART}", 647_774, 200_000),
    ("boot_early_ioremap", "reset → early_ioremap possible", 199_549, 10_000),
    ("boot_ioremap", "reset → ioremap possible", 19_944_211, 450_000),
    ("boot_drivers", "reset → all drivers probed", 32_283_968, 2_000_000),
    ("early_ioremap_4k", "early_ioremap + early_iounmap, 4 KiB", 200, 140),
    ("early_ioremap_64k", "the same, 64 KiB", 1_370, 260),
    ("early_ioremap_256k", "the same, 256 KiB", 5_114, 520),
    ("request_region", "request + release_mem_region", 440, 440),
    ("request_region_1k", "the same, highest of 1,000 siblings", 18_440, 600),
    ("request_region_10k", "the same, highest of 10,000 siblings", 180_440, 600),
    ("readl", "readl", 5, 5),
    ("readl_relaxed", "readl_relaxed", 1, 1),
    ("writel", "writel", 2, 2),
    ("writel_relaxed", "writel_relaxed", 1, 1),
    ("ioremap_4k", "ioremap + iounmap, 4 KiB", 2_244, 400),
    ("ioremap_64k", "the same, 64 KiB", 3_131, 620),
    ("ioremap_2m", "2 MiB, one block", 2_152, 430),
    ("ioremap_16m", "16 MiB, 8 blocks", 2_752, 550),
    ("ioremap_1g", "1 GiB, one block", 3_123, 430),
    ("ioremap_2m_off_4k", "2 MiB from 4 KiB on, 512 pages", 17_034, 2_000),
    ("ioremap_1g_off_4k", "1 GiB from 4 KiB on", 7_657_115, 6_000),
    ("ioremap_1g_of_2m", "1 GiB in 511 blocks of 2 MiB", 37_437, 4_000),
    ("ioremap_1g_pages", "1 GiB with blocks forbidden", 7_657_115, 850_000),
    ("live_pair", "ioremap + iounmap, 100,000 live", 2_351, 400),
    ("live_replace", "iounmap + ioremap, any of 100,000", None, None),
    ("live_map", "ioremap, from 0 to 100,000", 1_235, None),
    ("live_unmap", "iounmap in disorder, from there to 0", 1_106, None),
    ("holes_8k", "every second freed: ioremap, 8 KiB", 2_308, 350),
    ("holes_64k", "the same, 64 KiB", 2_811, 350),
    ("record_bytes", "bytes that a mapping's record takes", 128, 48),
    ("vmalloc_4k", "vmalloc + vfree, 4 KiB", 2_411, 482),
    ("vmalloc_64k", "the same, 64 KiB", 6_728, 1_345),
    ("vmalloc_1m", "the same, 1 MiB", 76_960, 15_000),
]
# The same of Linux 6.1 on x86-64's machine: Debian's kernel as it is, with mitigations=off. A row that
# is not here was not measured.
LINUX_X86_64 = {
    "request_region": 1_447, "request_region_1k": 37_447, "request_region_10k": 361_447,
    "ioremap_4k": 5_258, "ioremap_64k": 7_079, "ioremap_2m": 6_287, "ioremap_16m": 8_506,
    "ioremap_1g": 11_759, "ioremap_2m_off_4k": 25_553, "ioremap_1g_off_4k": 10_045_486,
    "live_pair": 6_912, "live_map": 4_246, "live_unmap": 2_554,
    "vmalloc_4k": 7_918, "vmalloc_64k": 76_318, "vmalloc_1m": 1_173_367,
}
TYPICAL = {"live_pair", "live_replace", "holes_8k", "holes_64k"}
# x86-64 may spend a little more where each instruction does less. Its firmware runs before us, and
# its tables need no caches cleaned.
FACTOR = {"aarch64": 1.0, "x86_64": 1.3}[ARCH]
OWN_GOALS = {"aarch64": {}, "x86_64": {"boot_first_character": 30_000}}[ARCH]
# What silicon waits for, by the architecture's own names.
BARRIERS = {"aarch64": ("dsb", "isb", "tlbi"), "x86_64": ("", "", "inv")}[ARCH]
# AArch64's image is read as it lies in memory, with the ends of its pages, and has the drivers of more boards.
IMAGE_ROW = ("size of bootmap.img, bytes", {"aarch64": 2_662_408}.get(ARCH), {"aarch64": 221_184, "x86_64": 196_608}[ARCH])
WORST_ROW = ("worst single call of these", {"aarch64": 230_726, "x86_64": 3_312_653}[ARCH])
# No call may cost more than so many pairs. x86-64 clears a page in one instruction, which counts as 512.
WORST_PAIRS = {"aarch64": 3, "x86_64": 6}[ARCH]
TOLERANCE = 1.03
FORMAT = "{:<38} {:>10} {:>9} {:>9} {:>9} {:>9} {:>4}{:>4}{:>5}  {}"


def number(value):
    return "" if value is None else f"{value:,}"


class Console:
    """What the runs printed: samples and barriers of each row."""

    def __init__(self, lines):
        self.lines = lines
        self.samples = {}
        self.barriers = {}
        for line in lines:
            words = line.split()
            if words[:1] == ["ram"]:
                break  # what follows is about other machines
            if len(words) == 6 and words[0] == "bench":
                self.samples[words[1]] = [int(word) for word in words[3:]]
            elif len(words) == 5 and words[0] == "barriers":
                self.barriers[words[1]] = [count if name else ""
                                           for count, name in zip(words[2:], BARRIERS)]

    def missing(self):
        return [name for name, *_ in ROWS if name not in self.samples]

    def worst_call(self):
        return max(self.samples["live_map"][2], self.samples["live_unmap"][2])


def print_row(what, linux, goal, figures, barriers=("", "", ""), typical=False):
    """Prints one line; returns whether the goal is met."""
    met = goal is None or figures[1 if typical else 2] <= goal
    print(FORMAT.format(what, number(linux), number(goal), *map(number, figures), *barriers,
                        "" if goal is None else "ok" if met else "MISSED"))
    return met


def print_table(console, image):
    """Returns whether all goals are met."""
    print(FORMAT.format("executed instructions", "Linux 6.1", "goal", "min", "median", "max",
                        *BARRIERS, ""))
    met = []
    for name, what, linux, goal in ROWS:
        figures = console.samples[name]
        counted = not name.startswith("boot") and name != "record_bytes"
        if ARCH == "x86_64":
            linux = LINUX_X86_64.get(name)
        goal = OWN_GOALS.get(name, goal and round(FACTOR * goal))
        met.append(print_row(what, linux, goal, figures,
                             console.barriers.get(name, ("", "", "")) if counted else ("", "", ""),
                             name in TYPICAL))
        if name == "live_unmap":
            worst = console.worst_call()
            met.append(print_row(*WORST_ROW, WORST_PAIRS * console.samples["live_pair"][1],
                                 [worst, worst, worst]))
    size = os.path.getsize(image)
    met.append(print_row(*IMAGE_ROW, [size, size, size]))
    return all(met)


def store(path, machine, console):
    lines = [f"{name} {console.samples[name][1]} {console.samples[name][2]}" for name, *_ in ROWS]
    path.write_text("# Median and maximum of each row; make bench-accept writes this.\n"
                    f"# {machine}\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"stored in {path}")


def compare(path, machine, console):
    """Returns whether no row is dearer than what was accepted."""
    if not path.exists():
        return True
    _, accepted_machine, *lines = path.read_text(encoding="utf-8").splitlines()
    if accepted_machine != f"# {machine}":
        print(f"not compared: {path} is of another machine,{accepted_machine[1:]}; this is {machine}")
        return True
    accepted = {name: (int(median), int(maximum))
                for name, median, maximum in (line.split() for line in lines)}
    dearer = False
    for name, what, *_ in ROWS:
        for kind, now, before in zip(("median", "maximum"), console.samples[name][1:],
                                     accepted.get(name, ())):
            if now > TOLERANCE * before:
                print(f"DEARER: {what}, {kind}: {now:,}, and {before:,} was accepted")
                dearer = True
    return not dearer


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--machine", default="")
    parser.add_argument("--figures", type=Path)
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("image")
    options = parser.parse_args()

    console = Console(sys.stdin.read().splitlines())
    if console.missing():
        print("\n".join(console.lines[-20:]),
              f"bench: no figures for {', '.join(console.missing())}", sep="\n")
        return 1
    good = print_table(console, options.image)
    if options.figures and options.accept and good:
        store(options.figures, options.machine, console)
    elif options.figures and not options.accept:
        good = compare(options.figures, options.machine, console) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
