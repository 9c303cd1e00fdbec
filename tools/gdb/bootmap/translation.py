# SPDX-License-Identifier: MIT
"""The commands about translation: walk, tables, sysregs, fault."""
from dataclasses import replace

import gdb

from . import arch, kernel, stub, target
from .command import Command, address_of, entry_line, regs_and_note
from .look import runs
from .owners import Owners
from .paging import leaf_address, walk
from .wording import region_words

words = arch.module("words")


class Walk(Command):
    """Follow the page tables to an address, entry by entry

usage: bm walk VA
Levels are numbered as the architecture does: 0 is the root of 48-bit addresses, 3 holds pages.
Example: bm walk 0xffffffffff5fe000"""

    def lines(self, argument):
        if not argument:
            raise self.usage()
        va = address_of(argument)
        regs, note = regs_and_note()
        yield from note
        region = regs.region(va)
        if region is None:
            yield f"{va:#018x}: between the two halves that the MMU translates"
            return
        yield f"{va:#018x}: {region_words(region)}"
        entries = walk(region, va, stub.read_entry)
        for entry in entries:
            yield entry_line(entry, regs)
        pa = leaf_address(entries, va)
        result = "not mapped" if pa is None else f"physical {pa:#x}"
        yield f"  {result}: {Owners().describe(va)}"


class Tables(Command):
    """List what is mapped, all of it or between two addresses

usage: bm tables [root=TABLE] [is=WORD] [owner=TEXT] [size=BYTES] [FIRST [LAST]]
Neighbours with equal attributes are in one line.
With root=, what a table would map if the kernel's root register pointed to it: a physical address.
is= shows what has an attribute (RW, NX, device, write-back, ...), owner= what belongs to somebody, size= what
is mapped by pages or blocks of that many bytes.
Example: bm tables 0xffffffff80000000"""

    def lines(self, argument):
        words = gdb.string_to_argv(argument)
        options = [word.split("=", 1) for word in words if "=" in word]
        if {name for name, _ in options} - {"root", "is", "owner", "size"}:
            raise self.usage()
        roots = [address_of(value) for name, value in options if name == "root"]
        bounds = [address_of(word) for word in words if "=" not in word]
        if len(bounds) > 2 or len(roots) > 1:
            raise self.usage()
        first, last = bounds + [0, 2**64 - 1][len(bounds):]
        regs, note = regs_and_note()
        yield from note
        regions = [replace(regs.regions[-1], root=root) for root in roots] or regs.regions
        area = None
        for run in runs(regs, regions, first, last + 1):
            if not all(self.fits(run, *option) for option in options):
                continue
            here = kernel.area_of(run.first.va)
            if here != area:
                yield f"---[ {here} ]---"
                area = here
            yield run.line()
        if area is None:
            yield "nothing of that kind is mapped there" if options else "nothing is mapped there"

    @staticmethod
    def fits(run, name, value):
        """Is it what a filter asks for? An attribute is one word of the line, or several: "write-back"."""
        if name == "is":
            return f" {value.lower()} " in f" {run.look.lower()} "
        if name == "owner":
            return value.lower() in run.owner.lower()
        return name == "root" or run.first.size == address_of(value)


class Sysregs(Command):
    """Show the registers that decide a translation, in words

usage: bm sysregs"""

    def lines(self, argument):
        if stub.is_core():
            yield "core: no system registers in it; these are what head.S programs"
        yield from words.sysregs(target.registers())


class Fault(Command):
    """Say what the last exception means, or one with this code

usage: bm fault [CODE]
CODE is a syndrome (AArch64) or the error code of a page fault (x86-64). On AArch64 also bm esr.
Example: bm fault 0x96000007, or bm fault 3"""

    def lines(self, argument):
        if argument:
            return [words.describe(address_of(argument))]
        return words.last_fault()


COMMANDS = (Walk, Tables, Sysregs, Fault)
