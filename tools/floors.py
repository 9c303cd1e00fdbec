#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that calls between the top folders go down only.

usage: floors.py NM OBJECT...      OBJECT: the kernel's object files, below a folder build/VARIANT

A symbol that one object needs and another one defines is an arrow from the first to the second. An
arrow that goes to a higher floor is printed, and the exit status is 1. Linker-made symbols and those of
libraries belong to no floor.
"""
import subprocess
import sys
from pathlib import Path

FLOORS = ("boot", "monitor", "tests", "experiments", "drivers", "kernel", "mm", "lib")


def symbols(nm, objects):
    """Two maps from each object to the symbols that it defines, and that it needs."""
    output = subprocess.run([nm, "-A", *objects], check=True, capture_output=True, text=True).stdout
    defined, needed = {}, {}
    for line in output.splitlines():
        place, symbol = line.rsplit(" ", 1)
        kind = place[-1]
        target = needed if kind in "Uw" else defined
        if kind.isupper() or kind == "w":
            target.setdefault(place.split(":", 1)[0], []).append(symbol)
    return defined, needed


def floor_of(path):
    return next((FLOORS.index(part) for part in Path(path).parts if part in FLOORS), None)


def short(path):
    parts = Path(path).with_suffix(".c").parts
    return "/".join(parts[next(i for i, part in enumerate(parts) if part in FLOORS):])


def upward_arrows(defined, needed):
    home = {symbol: path for path, names in defined.items() for symbol in names}
    for path, names in sorted(needed.items()):
        for symbol in names:
            there = home.get(symbol)
            if there and floor_of(there) < floor_of(path):
                yield path, symbol, there


def main():
    nm, *objects = sys.argv[1:]
    objects = [path for path in objects if floor_of(path) is not None]
    arrows = list(upward_arrows(*symbols(nm, objects)))
    for path, symbol, there in arrows:
        print(f"{short(path)} needs {symbol}, which is above it in {short(there)}")
    return bool(arrows)


if __name__ == "__main__":
    sys.exit(main())
