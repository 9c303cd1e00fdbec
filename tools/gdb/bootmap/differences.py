# SPDX-License-Identifier: MIT
"""`bm diff` and `bm watch`: what changes in the tables."""
import gdb

from . import kernel, moments, seek, stub, target
from .command import Command, address_of, entry_line
from .paging import walk
from .tour import changes, entries
from .who import aliases


class Diff(Command):
    """Show how the page tables differ between two moments

usage: bm diff save | bm diff | bm diff STAGE1 STAGE2
With save, this moment is kept, and bm diff compares with it later. In a replay two moments can be named as
for bm seek; the machine then returns to where it is now. + is new, - is gone, ~ is different.
Example: bm diff start_kernel mem_init"""

    saved = None

    def lines(self, argument):
        words = gdb.string_to_argv(argument)
        if words == ["save"]:
            Diff.saved = entries()
            return [f"saved: {len(self.saved)} entries"]
        if len(words) == 2:
            return self.between(*words)
        if words:
            raise self.usage()
        if self.saved is None:
            raise gdb.GdbError("nothing is saved yet: bm diff save")
        return self.told(self.saved, entries())

    def between(self, first, second):
        moments.must_be_replayed()
        here, found = stub.instruction_count(), []
        try:
            for moment in (first, second):
                seek.Seek.go(moment)
                found.append(entries())
            return self.told(*found)
        finally:
            moments.seek(here)

    @staticmethod
    def told(before, after):
        regs = target.table_registers()
        return [change.line(regs) for change in changes(before, after)] or ["no entry has changed"]


class EntryWatch(gdb.Breakpoint):
    """Stops at a store that changes an entry. An entry has several virtual addresses: each has a watchpoint."""

    def __init__(self, va, entry, alias):
        super().__init__(f"*(unsigned long *){alias:#x}", gdb.BP_WATCHPOINT, gdb.WP_WRITE, True)
        self.silent, self.va, self.pa, self.value = True, va, entry.address, entry.value

    def stop(self):
        value = stub.read_entry(self.pa)
        if value == self.value:
            return False
        regs = target.table_registers()
        region = regs.region(self.va)
        gdb.write(f"bm watch: the entry of {self.va:#x} was {self.value:#018x}\n")
        gdb.write(entry_line(walk(region, self.va, stub.read_entry)[-1], regs) + "\n")
        for point in gdb.breakpoints():
            if isinstance(point, EntryWatch) and point.pa == self.pa:
                point.value = value
        return True


class Watch(Command):
    """Stop when the page table entry of an address changes

usage: bm watch VA | bm watch off
It is the entry that decides now: of the last level that the walk reaches.
Example: bm watch 0xffffffffff200000"""

    def lines(self, argument):
        if not argument:
            raise self.usage()
        if argument == "off":
            for point in [point for point in gdb.breakpoints() if isinstance(point, EntryWatch)]:
                point.delete()
            return
        if stub.is_core():
            raise gdb.GdbError("a core does not run")
        va, regs = address_of(argument), target.table_registers()
        region = regs.region(va)
        if region is None:
            raise gdb.GdbError(f"{va:#x} lies between the two halves that the MMU translates")
        entry = walk(region, va, stub.read_entry)[-1]
        for alias in aliases(entry.address):
            EntryWatch(va, entry, alias)
        yield entry_line(entry, regs)
        yield f"  continue stops behind the store that changes it ({kernel.table_name(entry.table)}[{entry.index}])"


COMMANDS = (Diff, Watch)
