#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Draws how the cost depends on the number of live mappings, the size of RAM, and sibling resources.

usage: growth.py PICTURE.svg < console of the benchmarks
"""
import math
import os
import sys
from pathlib import Path
from xml.sax.saxutils import escape

# Linux 6.1 on the same machine, where it was measured.
LINUX = {
    "aarch64": {
        "live": [(10, 1_550), (1_000, 1_935), (100_000, 2_351)],
        "ram": [(128, 4_571_000), (1024, 19_944_211), (4096, 72_575_831)],
        "siblings": [(0, 440), (1_000, 18_440), (10_000, 180_440)],
    },
    "x86_64": {
        "live": [(10, 5_258), (1_000, 5_745), (100_000, 6_912)],
        "ram": [],
        "siblings": [(0, 1_447), (1_000, 37_447), (10_000, 361_447)],
    },
}[os.environ.get("ARCH", "aarch64")]
PANELS = [
    ("live", "ioremap + iounmap of 4 KiB", "mappings live", (0, 100_000), (100, 10_000)),
    ("ram", "reset until ioremap is possible", "RAM, MiB", (128, 65_536), (100_000, 1_000_000_000)),
    ("siblings", "request + release_mem_region", "siblings", (0, 10_000), (100, 1_000_000)),
]
LOGARITHMIC = {"ram"}  # across; upwards all are
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 360, 300, 64, 20, 56, 48
OURS, THEIRS, INK, GRID = "#0b6e99", "#b3541e", "#222222", "#dddddd"


def parse(lines):
    """Returns {panel: [(x, cost)]}."""
    points = {"live": [], "ram": [], "siblings": []}
    ram = "1G"
    for line in lines:
        words = line.split()
        if words[:1] == ["ram"]:
            ram = words[1]
        elif words[:2] == ["bench", "boot_ioremap"]:
            points["ram"].append((mebibytes(ram), int(words[4])))
        elif words[:1] == ["curve"] and len(words) == 4:
            points[words[1]].append((int(words[2]), int(words[3])))
    return {name: sorted(set(values)) for name, values in points.items()}


def mebibytes(text):
    return int(text[:-1]) << {"M": 0, "G": 10}[text[-1]]


def short(value):
    """1000 → 1 k."""
    for unit, size in (("M", 1_000_000), ("k", 1_000)):
        if value >= size and value % size == 0:
            return f"{value // size} {unit}"
    return str(value)


class Panel:
    """One diagram: cost upwards, on a logarithmic scale, since Linux is far above."""

    def __init__(self, left, name, title, across, x_range, y_range):
        self.left, self.name, self.title, self.across = left, name, title, across
        self.x_range, self.y_range = x_range, y_range
        self.out = []

    def x(self, value):
        low, high = self.x_range
        if self.name in LOGARITHMIC:
            part = math.log(value / low) / math.log(high / low)
        else:
            part = (value - low) / (high - low)
        return self.left + LEFT + part * (WIDTH - LEFT - RIGHT)

    def y(self, value):
        low, high = self.y_range
        part = math.log(value / low) / math.log(high / low)
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)

    def text(self, x, y, text, anchor="middle", color=INK, size=12):
        self.out.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{color}" '
                        f'font-size="{size}">{escape(text)}</text>')

    def line(self, x1, y1, x2, y2, color=GRID):
        self.out.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
                        f'stroke="{color}"/>')

    def axes(self):
        right = self.left + WIDTH - RIGHT
        value = self.y_range[0]
        while value <= self.y_range[1]:
            self.line(self.left + LEFT, self.y(value), right, self.y(value))
            self.text(self.left + LEFT - 6, self.y(value) + 4, short(value), "end")
            value *= 10
        low, high = self.x_range
        ticks = [128, 1024, 8192, 65536] if self.name in LOGARITHMIC else [low, high // 2, high]
        for value in ticks:
            self.text(self.x(value), HEIGHT - BOTTOM + 18,
                      short(value) if self.name not in LOGARITHMIC else str(value))
        self.text((self.left + LEFT + right) / 2, HEIGHT - 8, self.across)
        self.text(self.left + LEFT, 24, self.title, "start", size=14)
        self.text(self.left + LEFT, 42, "executed instructions", "start", size=11)

    def curve(self, points, color, name, above):
        path = " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in points)
        self.out.append(f'<polyline points="{path}" fill="none" stroke="{color}" '
                        'stroke-width="2"/>')
        for x, y in points:
            self.out.append(f'<circle cx="{self.x(x):.1f}" cy="{self.y(y):.1f}" r="3" '
                            f'fill="{color}"/>')
        x, y = points[-1]
        self.text(self.x(x), self.y(y) + (-10 if above else 20), f"{name}: {y:,}", "end", color)

    def draw(self, ours, linux):
        self.axes()
        if linux:
            self.curve(linux, THEIRS, "Linux 6.1", True)
        if ours:
            self.curve(ours, OURS, "bootmap", False)
        return "\n".join(self.out)


def main():
    points = parse(sys.stdin.read().splitlines())
    panels = [Panel(i * WIDTH, *panel).draw(points[panel[0]], LINUX[panel[0]])
              for i, panel in enumerate(PANELS)]
    width = len(PANELS) * WIDTH
    Path(sys.argv[1]).write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}" '
        f'viewBox="0 0 {width} {HEIGHT}" font-family="sans-serif">\n'
        f'<rect width="{width}" height="{HEIGHT}" fill="#ffffff"/>\n' + "\n".join(panels) +
        "\n</svg>\n", encoding="utf-8")


if __name__ == "__main__":
    main()
