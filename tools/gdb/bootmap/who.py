# SPDX-License-Identifier: MIT
"""`bm who` goes back to the store that gave an entry its value."""
from dataclasses import replace

import gdb

from . import kernel, moments, stub, target
from .callers import culprit, frames, place_words
from .command import Command, address_of, entry_line
from .elf import address, constant
from .paging import walk
from .run import breakpoints, only, resume, watchpoints


def aliases(pa):
    """The addresses through which the kernel may have written to a table: the physical one while the MMU was
    off; the one in the linear map; the one in the image, or, for a table that was allocated before there was
    a linear map, the fixmap slots of paging_init()."""
    in_image = pa - target.load_address() + address("_head")
    found = [pa, constant("PAGE_OFFSET") + pa]
    if kernel.in_image(in_image):
        return [*found, in_image]
    return found + [slot + pa % constant("PAGE_SIZE") for slot in kernel.table_slots()]


def step_back(command):
    """Goes back; returns whether the machine has moved. Raises gdb.GdbError if it was interrupted: where it
    then stops means nothing."""
    before = stub.instruction_count()
    if resume(command) == "SIGINT":
        raise gdb.GdbError(f"interrupted after going back to instruction {stub.instruction_count():,}: "
                           "the store was not found yet; bm back returns to where you were")
    return stub.instruction_count() < before


def go_to_the_store(pa):
    """Goes back to the instruction that is about to change the entry at physical address `pa` to its
    present value. Returns the value before; None if no instruction of the kernel has changed it. Memory
    is read at each stop: as long as no store was passed, the entry has its present value."""
    value, first = stub.read_entry(pa), target.physical_of_image(address("primary_entry"))
    with only(lambda: watchpoints(aliases(pa)) + breakpoints([first])):
        found = True
        while found:
            found = step_back("reverse-continue")
            if stub.read_entry(pa) != value:
                raise gdb.GdbError("the entry was changed by a store that no watchpoint saw, after instruction "
                                   f"{stub.instruction_count():,}: there is no answer; bm back returns")
            if stub.program_counter() == first:
                return None
            # GDB stops after a store. It may have been a store to another table that had the same
            # virtual address, or a store of the same value. 32-bit code writes an entry with two
            # stores, and going back stops only at the second of two neighbours.
            for _ in range(2 if found else 0):
                if not step_back("reverse-stepi"):
                    break
                before = stub.read_entry(pa)
                if before != value:
                    return before
    return None


class Who(Command):
    """Go back to the store that gave the entry of an address its value

usage: bm who VA [LEVEL]
The machine then stands before that store; continue goes forward again, bm back to where it was.
Needs make record, make replay.
With a level, the entry of that level on the way to VA instead of the one that decides.
Example: bm who 0xffffffffff5fe000"""

    def lines(self, argument):
        words = gdb.string_to_argv(argument)
        if len(words) not in (1, 2):
            raise self.usage()
        moments.must_be_replayed()
        va, regs = address_of(words[0]), target.table_registers()
        region = regs.region(va)
        if region is None:
            raise gdb.GdbError(f"{va:#x} lies between the two halves that the MMU translates")
        entries = {entry.level: entry for entry in walk(region, va, stub.read_entry)}
        level = address_of(words[1]) if len(words) > 1 else max(entries)
        if level not in entries:
            raise gdb.GdbError(f"the walk to {va:#x} reads no entry of level {level}")
        yield entry_line(entries[level], regs)
        moments.leave()
        yield from self.story(entries[level], regs)

    @staticmethod
    def story(entry, regs):
        before = go_to_the_store(entry.address)
        if before is None:
            yield "  no instruction of the kernel has changed it; the machine now stands before the first one"
            return
        chain = frames()
        yield f"  before  {before:#018x}  {replace(entry, value=before).words(regs)}"
        yield f"  by      {place_words(culprit(chain))}"
        yield f"  after   {stub.instruction_count():,} instructions, at " + \
            gdb.execute("x/i $pc", to_string=True).strip().removeprefix("=> ")
        for number, place in enumerate(chain):
            yield f"  #{number:<2} {place_words(place)}"


COMMANDS = (Who,)
