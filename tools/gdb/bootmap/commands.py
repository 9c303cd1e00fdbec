# SPDX-License-Identifier: MIT
"""The prefix `bm` and the commands about translation: walk, tables, sysregs, fault."""
import re
from dataclasses import replace

import gdb

from . import kernel, stub, target
from .arch import words
from .elf import address, has, linked_address
from .paging import each_entry, leaf_address, walk
from .wording import human_size, region_words


class Prefix(gdb.Command):
    """Page tables and mappings of bootmap, read from the machine's physical memory.

They work at every moment: before the MMU is on, in head.S, in a fault, and on a core."""

    def __init__(self):
        super().__init__("bm", gdb.COMMAND_DATA, prefix=True)


class Command(gdb.Command):
    """A command below the prefix; its subclass's name is its own, its docstring the help."""

    def __init__(self):
        super().__init__(f"bm {type(self).__name__.lower()}", gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        # One write: GDB's pager sees one text.
        try:
            gdb.write("".join(f"{line}\n" for line in self.lines(argument.strip())))
        except gdb.error as error:
            raise gdb.GdbError(str(error)) from None

    def lines(self, argument):
        raise NotImplementedError

    def usage(self):
        return gdb.GdbError(f"usage: {self.__doc__.splitlines()[0]}")


NAME = re.compile(r"(?<![\w$])[A-Za-z_]\w*")


def address_of(expression):
    """An address from what a person types: a number, a register, a name, an expression. Names mean
    link addresses, also where GDB would take them for the copy at the load address."""
    if has(expression):
        return address(expression)
    value = gdb.parse_and_eval(expression)
    if value.type.strip_typedefs().code in (gdb.TYPE_CODE_FUNC, gdb.TYPE_CODE_ARRAY,
                                            gdb.TYPE_CODE_STRUCT):
        value = value.address
    va = int(value.cast(gdb.lookup_type("unsigned long")))
    return linked_address(va) if NAME.search(expression) else va


def regs_and_note():
    """The registers to read tables with, and what to say first if the MMU does not use them."""
    regs = target.registers()
    if not has("init_top_pgt"):
        raise gdb.GdbError("MMU off: identity. This image was built without one (MMU=n) and has no tables")
    if not regs.mmu_on:
        note = [f"{regs.mode}MMU off: identity, every address is a physical one. Once head.S turns it on:"]
    elif stub.is_core():
        note = ["core: no system registers in it; taken for what head.S programs"]
    else:
        note = []
    return target.table_registers(), note


def entry_line(entry, regs):
    return f"  level {entry.level}  {kernel.table_name(entry.table):<18} at {entry.table:#x} " \
           f"[{entry.index:3}] = {entry.value:#018x}  {entry.words(regs)}"


class Walk(Command):
    """bm walk VA

Follow the tables to an address, entry by entry, as the MMU would.
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
        yield f"  {result}: {kernel.owner(va)}"


class Run:
    """Neighbouring pages or blocks that one line of `bm tables` shows."""

    def __init__(self, entry, regs):
        self.first = self.last = entry
        self.count, self.look = 1, entry.summary(regs)
        self.owner = kernel.owner(entry.va)

    def joins(self, entry, regs):
        last = self.last
        return entry.va == last.va + last.size and entry.output == last.output + last.size \
            and entry.level == last.level and entry.summary(regs) == self.look \
            and kernel.owner(entry.va) == self.owner

    def add(self, entry):
        self.last = entry
        self.count += 1

    @property
    def end(self):
        return self.last.va + self.last.size

    def line(self):
        what = f"{self.count} {self.first.kind}{'s' if self.count > 1 else ''}"
        return f"{self.first.va:#018x}-{self.end - 1:#018x} {human_size(self.end - self.first.va):>9}" \
               f"  {what:<10} {self.first.output:#12x}  {self.look:<40} {self.owner}"


def runs(regs, regions, start=0, end=2**64):
    """What is mapped, neighbours of one kind joined."""
    run = None
    for region in regions:
        for entry in each_entry(region, stub.read_table, start, end):
            if not entry.leaf:
                continue
            if run and run.joins(entry, regs):
                run.add(entry)
                continue
            if run:
                yield run
            run = Run(entry, regs)
    if run:
        yield run


class Tables(Command):
    """bm tables [root=TABLE] [FIRST [LAST]]

What is mapped, all of it or between two addresses: neighbours with equal attributes in one line.
With root=, what a table would map if the kernel's root register pointed to it: a physical address.
Example: bm tables 0xffffffff80000000"""

    def lines(self, argument):
        words = gdb.string_to_argv(argument)
        roots = [address_of(word[5:]) for word in words if word.startswith("root=")]
        bounds = [address_of(word) for word in words if not word.startswith("root=")]
        if len(bounds) > 2 or len(roots) > 1:
            raise self.usage()
        first, last = bounds + [0, 2**64 - 1][len(bounds):]
        regs, note = regs_and_note()
        yield from note
        regions = [replace(regs.regions[-1], root=root) for root in roots] or regs.regions
        area = None
        for run in runs(regs, regions, first, last + 1):
            here = kernel.area_of(run.first.va)
            if here != area:
                yield f"---[ {here} ]---"
                area = here
            yield run.line()
        if area is None:
            yield "nothing is mapped there"


class Sysregs(Command):
    """bm sysregs

The registers that decide a translation, in words."""

    def lines(self, argument):
        if stub.is_core():
            yield "core: no system registers in it; these are what head.S programs"
        yield from words.sysregs(target.registers())


class Fault(Command):
    """bm fault [CODE]

What an exception means: its syndrome (AArch64) or the error code of a page fault (x86-64) in words;
without a code the last exception, with its address. On AArch64 also bm esr.
Example: bm fault 0x96000007, or bm fault 3"""

    def lines(self, argument):
        if argument:
            return [words.describe(address_of(argument))]
        return words.last_fault()


def run_command(words):
    """The lines of another command."""
    name, _, argument = words.partition(" ")
    return list(installed[name].lines(argument))


installed = {}


def install():
    """Defines the prefix and every command below it."""
    from . import explorer, picture, tour, views, who
    Prefix()
    others = (command for module in (views, who, tour, picture, explorer) for command in module.COMMANDS)
    for make in (Walk, Tables, Sysregs, Fault, *others):
        installed[make.__name__.lower()] = make()
    for alias, name in words.ALIASES.items():
        gdb.execute(f"alias bm {alias} = bm {name}")
