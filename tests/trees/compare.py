# SPDX-License-Identifier: MIT
"""Compares what the kernel's code reads in device trees (tests/trees/trees.c) with what the Devicetree Specification
says (spec.py), and counts what was compared and what both refuse.

usage: tests/trees/compare.py FILE…"""
import multiprocessing
import os
import re
import subprocess
import sys
from collections import Counter
from itertools import zip_longest
from pathlib import Path

import spec
from flat import Damaged, Tree
from spec import Refused

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build/host/trees"
# The UARTs that the kernel has a driver for, by their compatible strings.
KIND = re.compile(r'^\t\{ "([^"]+)", .*_console_init')
DRIVEN = {kind[1] for line in (ROOT / "drivers/serial/of/earlycon.c").read_text(encoding="utf-8").splitlines()
          if (kind := KIND.match(line))}

# A bus of these kinds needs no driver; devices below any other bus are that bus's business.
PLAIN_BUSES = {"simple-bus", "simple-mfd", "simple-pm-bus", "arm,amba-bus"}

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
    "no driver decodes so many cells": {spec.LONG},
}
CONSOLE_REASONS = {
    "/chosen/stdout-path is missing;": spec.NO_STDOUT,
    "names no node:": spec.NO_CONSOLE,
    "this kernel has no driver for it;": spec.NOT_DRIVEN,
    "it, or a bus above it, is disabled;": spec.NOT_ENABLED,
    "it has no usable address;": spec.NO_ADDRESS,
    "its address is beyond this CPU's physical addresses;": spec.HIGH,
    "its registers would be RAM;": spec.IN_RAM,
    "no UART of this kind answers there;": spec.IN_RAM,
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
    for name, reason in reasons:
        sentence = "is empty" if reason == spec.EMPTY else ".*"
        yield f"said {re.escape(name)}: .*{sentence}", Refused(reason)


def expected_console(tree):
    path = spec.console_path(tree)
    node = spec.resolve(tree, path) if path else None
    why = spec.console_objection(tree, node, DRIVEN) if node else spec.NO_CONSOLE if path else spec.NO_STDOUT
    if why:
        node = next((node for node in tree.nodes if not spec.console_objection(tree, node, DRIVEN)), None)
    if not node:
        yield "console none", Refused(f"no console: {why}")
        return
    yield f"console {spec.console_address(node):#x}", None


def why_left_out(node, ram):
    """Why a device cannot be given to a driver, in the kernel's words, or None."""
    try:
        if not spec.raw_registers(node)[1]:
            return "its reg is not a list of addresses and sizes"
    except Refused:
        return "its reg is not a list of addresses and sizes"
    for found in spec.registers(node):
        if isinstance(found, Refused):
            return "a bus above it does not translate its address (ranges)"
        if not found[1]:
            return "its reg has an entry of size 0"
        if sum(found) > 1 << 64:
            return "its reg reaches beyond the last address"
        if ram.overlap(found[0], sum(found)):
            return "its registers would be RAM"
    return None


def expected_devices(tree):
    ram = spec.memory(tree)[0]
    for node in tree.nodes[1:]:
        buses = list(spec.ancestors(node))[1:-1]
        why = why_left_out(node, ram) if "compatible" in node.properties else None
        if why and node.is_available() and all(
                bus.is_available() and not PLAIN_BUSES.isdisjoint(bus.strings("compatible")) for bus in buses):
            yield f"said {node.name}: left out: {why}", Refused(f"device: {why}")


def expected(tree):
    """The lines that the program should print, in its order, each with the reason if it is a refusal. Of what it says,
    the order does not matter, and a line may be a pattern."""
    yield from expected_memory(tree)
    yield from expected_console(tree)
    yield from expected_devices(tree)
    for node in tree.nodes:
        yield from expected_registers(node)
        yield from expected_interrupts(tree, node)


def agrees(line, wanted, refused):
    """Is this the line that was expected? A refusal must have a reason that justifies it."""
    if not refused or wanted.endswith(" damaged"):
        return line == wanted
    if wanted == "console none":
        return line.startswith(wanted) and any(
            f"no console: {reason}" == str(refused) for words, reason in CONSOLE_REASONS.items() if words in line)
    return line.startswith(wanted + " ") and str(refused) in REASONS.get(line[len(wanted) + 1:], ())


def compare_said(said, wanted):
    """Each refusal that is only said must have been said, and each device that is left out must be expected."""
    for text, refused in wanted:
        line = next((line for line in said if line == text or re.match(text, line)), None)
        if line is None:
            yield f"the kernel: does not say it\n  expected:   {text} ({refused})"
        else:
            said.remove(line)
    yield from (f"the kernel: {line}\n  expected:   nothing" for line in said
                if ": left out: " in line or line.endswith("it is empty"))


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
    said = [line for line in lines if line.startswith("said ")]
    lines = list(united(lines[:-1]))
    if lines and lines[0].startswith("refused") and wanted[0][0].startswith("refused"):
        counts["trees that are damaged"] += 1
        return name, [], counts
    for _, refused in wanted:
        if refused:
            counts[f"refused: {refused}"] += 1
    differences += compare_said(said, [line for line in wanted if line[0].startswith("said ")])
    wanted = [line for line in wanted if not line[0].startswith("said ")]
    for line, (text, refused) in zip_longest(lines, wanted, fillvalue=("nothing", None)):
        if not agrees(line, text, refused):
            return name, [*differences, f"the kernel: {line}\n  expected:   {text} ({refused})"], counts
        if not refused:
            counts["compared: " + text.split(" ")[0]] += 1
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


def main(*files):
    found, counts, errors = compare_all(PROGRAM, files)
    for what, count in sorted(counts.items()):
        print(f"{count:8}  {what}")
    for name, differences in list(found.items())[:40]:
        print(name, *differences[:5], sep="\n  ")
    print(errors, end="")
    print(f"{len(found)} trees differ")
    return bool(found or errors)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
