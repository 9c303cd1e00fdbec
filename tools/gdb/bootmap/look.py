# SPDX-License-Identifier: MIT
"""What listings and pictures share: runs of mappings, a colour for each kind, stages of boot."""
from dataclasses import dataclass

import gdb

from . import stub, target
from .arch import machine, paging
from .elf import address, constant, enumerators, has
from .owners import Owners
from .paging import each_entry
from .run import go_to
from .wording import human_size

# kind: (colour, what it means)
KINDS = {
    "text": ("#2e9e5b", "executable, read-only"),
    "ro": ("#3b7dd8", "read-only"),
    "rw": ("#e0a030", "writable"),
    "wx": ("#d62828", "writable and executable"),
    "device": ("#9b5de5", "device registers"),
    "uncached": ("#18a0a8", "memory, not cached"),
    "table": ("#8a8f98", "the next table"),
}


def kind_of(entry, regs):
    """Which of KINDS an entry is; None for what maps nothing."""
    if entry.kind == "table":
        return "table"
    if not entry.leaf:
        return None
    words = entry.memory_type(regs)
    if words.startswith(paging.DEVICE):
        return "device"
    if not words.startswith(paging.CACHED):
        return "uncached"
    if entry.executable(regs):
        return "wx" if entry.writable else "text"
    return "rw" if entry.writable else "ro"


@dataclass
class Row:
    """Entries of one table that continue each other."""
    first: object
    last: object

    @property
    def count(self):
        return self.last.index - self.first.index + 1

    def takes(self, entry):
        """Values that differ by one address have equal attributes, too."""
        last = self.last
        return entry.leaf and last.leaf and entry.index == last.index + 1 and \
            entry.value - last.value == entry.size


def rows(entries):
    """The entries of one table, joined into as few rows as possible."""
    found = []
    for entry in entries:
        if found and found[-1].takes(entry):
            found[-1].last = entry
        else:
            found.append(Row(entry, entry))
    return found


def tables(regs):
    """{physical address: its entries that are not zero}, roots first, each before its children."""
    found = {}
    for region in regs.regions:
        if region.enabled:
            found[region.root] = []
        for entry in each_entry(region, stub.read_table):
            found.setdefault(entry.table, []).append(entry)
            if entry.kind == "table":
                found.setdefault(entry.output, [])
    return found


class Run:
    """Neighbouring pages or blocks that one line of `bm tables` shows."""

    def __init__(self, entry, regs, owner):
        self.first = self.last = entry
        self.count, self.look, self.owner = 1, entry.summary(regs), owner

    def joins(self, entry, regs, owner):
        last = self.last
        return entry.va == last.va + last.size and entry.output == last.output + last.size \
            and entry.level == last.level and entry.summary(regs) == self.look and owner == self.owner

    def add(self, entry):
        self.last = entry
        self.count += 1

    @property
    def end(self):
        return self.last.va + self.last.size

    def line(self):
        what = f"{self.count} {self.first.kind}{'s' if self.count > 1 else ''}"
        return f"{self.first.va:#018x}-{self.end - 1:#018x} {human_size(self.end - self.first.va):>9}" \
               f"  {what:<10} {self.first.output:#12x}  {self.look:<40} {self.owner}".rstrip()


def runs(regs, regions, start=0, end=2**64):
    """What is mapped, neighbours of one kind joined."""
    run, owners = None, Owners()
    for region in regions:
        for entry in each_entry(region, stub.read_table, start, end):
            if not entry.leaf:
                continue
            owner = owners.short(entry.va)
            if run and run.joins(entry, regs, owner):
                run.add(entry)
                continue
            if run:
                yield run
            run = Run(entry, regs, owner)
    if run:
        yield run


def run_to(wanted):
    """Runs to a function, or to a stage of enum boot_stage."""
    name = f"BOOT_{wanted.upper()}".replace("BOOT_BOOT_", "BOOT_")
    if name not in enumerators("boot_stage"):
        if not has(wanted):
            known = ", ".join(sorted(enumerators("boot_stage")))
            raise gdb.GdbError(f"there is no function {wanted}, and no stage of that name: {known}")
        go_to(address(wanted), target.physical_of_image(address(wanted)))
        return
    while True:
        go_to(address("boot_stage_enter"))
        stage, caller = machine.argument(0), machine.return_address()
        if stage & 0xffffffff == constant(name):
            go_to(caller)
            return
