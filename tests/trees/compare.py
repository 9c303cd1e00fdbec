# SPDX-License-Identifier: MIT
"""Compares what the kernel's code reads in device trees (tests/trees/trees.c) with what the Devicetree Specification says
(spec.py), and counts what was compared and what both refuse.

usage: tests/trees/compare.py PROGRAM FILE…"""
import multiprocessing
import os
import subprocess
import sys
from collections import Counter

import spec
from flat import Damaged, Tree
from spec import Refused

# The compatible strings of the UARTs that the kernel has a driver for.
DRIVEN = {"arm,pl011", "arm,sbsa-uart"}
BAUD = 115200

# What the kernel says, and the only reasons that justify it. An errno is that of of_get_address().
REASONS = {
    "-6": {spec.NO_RANGES, spec.NO_RANGE, spec.BEYOND},
    "-22": {spec.WIDE},
    "no controller with a usable #interrupt-cells": {spec.NO_PARENT},
    "it ends too early": {spec.SHORT},
    "its interrupt-parent is no interrupt-controller": {spec.NO_DOMAIN},
    "no entry of the interrupt-map matches": {spec.NO_ROW},
    "an interrupt-map names no controller with a usable #interrupt-cells": {spec.BAD_ROW},
    "an interrupt-map ends too early": {spec.SHORT},
    "interrupt-maps lead in a circle": {spec.CIRCLE},
}


def expected_registers(node):
    try:
        whole = spec.raw_registers(node)[1]
    except Refused as refused:
        if node.parent:
            yield f"reg {node.path} damaged", refused
        return
    if not whole:
        yield f"reg {node.path} damaged", Refused(spec.PARTIAL)
    for index, found in enumerate(spec.registers(node)):
        if isinstance(found, Refused):
            yield f"reg {node.path} {index} refused", found
        else:
            yield f"reg {node.path} {index} {found[0]:#x} {found[1]:#x}", None


def expected_interrupts(tree, node):
    for index, found in enumerate(spec.interrupts(tree, node)):
        if isinstance(found, Refused):
            yield f"irq {node.path} {index} refused", found
        else:
            cells = "".join(f" {cell:#x}" for cell in found[1])
            yield f"irq {node.path} {index} {found[0].path}{cells}", None


def expected_memory(tree):
    ram, reserved, reasons = spec.memory(tree)
    for name, ranges in ("memory", ram), ("reserved", reserved):
        for begin, end in ranges.pairs:
            yield f"{name} {begin:#x} {end - begin:#x}", None
    for reason in reasons:
        yield "", Refused(reason)


def driven(node):
    return not DRIVEN.isdisjoint(node.strings("compatible")) and not isinstance(spec.first_address(node), Refused)


def expected_console(tree):
    path, options = spec.console_path(tree)
    node = path and spec.resolve(tree, path)
    if not node or not driven(node):
        options = ""
        node = next((node for node in tree.nodes if node.is_available() and driven(node)), None)
    if not node:
        yield "console none", None
        return
    digits = options[:len(options) - len(options.lstrip("0123456789"))]
    baud = int(digits or 0) or node.cell("current-speed", BAUD)
    yield f"console {spec.first_address(node):#x} {spec.clock_rate(tree, node)} {baud}", None


def expected(tree):
    """The lines that the program should print, in its order, each with the reason if it is a refusal."""
    yield from expected_memory(tree)
    yield from expected_console(tree)
    for node in tree.nodes:
        yield from expected_registers(node)
        yield from expected_interrupts(tree, node)


def agrees(line, wanted, refused):
    """Is this the line that was expected? A refusal must have a reason that justifies it."""
    if not refused:
        return line == wanted or wanted == "console none" and line.startswith(wanted)
    if wanted.endswith(" damaged"):
        return line == wanted
    return line.startswith(wanted + " ") and str(refused) in REASONS.get(line[len(wanted) + 1:], ())


def united(lines):
    """Ranges that touch and have different owners are separate for the kernel; here they count as one."""
    ranges = {"memory": spec.Ranges(), "reserved": spec.Ranges()}
    for line in lines:
        name, *numbers = line.split(" ")
        if name in ranges:
            base, size = (int(text, 16) for text in numbers)
            ranges[name].add(base, base + size)
    for name, ranged in ranges.items():
        for begin, end in ranged.pairs:
            yield f"{name} {begin:#x} {end - begin:#x}"
    yield from (line for line in lines if line.split(" ")[0] not in (*ranges, "said"))


def compare(job):
    """Compares one tree. Returns (file, differences, Counter of what was seen)."""
    name, lines = job
    counts, differences = Counter(trees=1), []
    if lines[-1:] != ["end"]:
        return name, [f"the program ended: {lines[-1:]}"], counts
    with open(name, "rb") as file:
        try:
            wanted = list(expected(Tree(file.read())))
        except Damaged as damaged:
            wanted = [(f"refused {damaged}", None)]
    lines = list(united(lines[:-1]))
    if lines and lines[0].startswith("refused") and wanted[0][0].startswith("refused"):
        counts["trees that are damaged"] += 1
        return name, [], counts
    for text, refused in wanted:
        if refused:
            counts["refused: " + str(refused)] += 1
        if not text:
            continue
        line = lines.pop(0) if lines else "nothing"
        if not agrees(line, text, refused):
            differences.append(f"the kernel: {line}\n  expected:   {text}{f' ({refused})' if refused else ''}")
            break
        counts[text.split(" ")[0]] += not refused
    else:
        differences += [f"the kernel: {line}\n  expected:   nothing" for line in lines]
    return name, differences, counts


def run_program(program, files):
    """What the program printed about each of the files, and on standard error."""
    done = subprocess.run([program], input="".join(f"{file}\n" for file in files), capture_output=True, text=True,
                          errors="surrogateescape", check=False)
    reports = {}
    for line in done.stdout.split("\n")[:-1]:
        if line.startswith("tree "):
            lines = reports[line[5:]] = []
        else:
            lines.append(line)
    return reports, done.stderr


def compare_all(program, files):
    """Returns ({file: differences}, Counter, standard error)."""
    with multiprocessing.Pool() as pool:
        shares = [files[share::os.cpu_count()] for share in range(os.cpu_count())]
        runs = pool.starmap(run_program, [(program, share) for share in shares if share])
        results = pool.map(compare, [job for reports, _ in runs for job in reports.items()], chunksize=8)
    return ({name: differences for name, differences, _ in results if differences},
            sum((counts for _, _, counts in results), Counter()), "".join(errors for _, errors in runs))


def main(program, *files):
    found, counts, errors = compare_all(program, files)
    for what, count in sorted(counts.items()):
        print(f"{count:8}  {what}")
    for name, differences in list(found.items())[:40]:
        print(name, *differences[:5], sep="\n  ")
    print(errors, end="")
    print(f"{len(found)} trees differ")
    return bool(found or errors)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
