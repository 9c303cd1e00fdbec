# SPDX-License-Identifier: MIT
"""The commands that take a physical address or a number: pa, md, find, pte. And the functions $bm_pa() and
$bm_pte() for expressions."""
import gdb

from . import kernel, stub, target
from .arch import paging
from .command import Command, address_of, regs_and_note
from .owners import Owners, claimant
from .paging import each_entry, walk

BYTES_IN_LINE = 16
CHUNK = 1 << 20
MOST_HITS = 50


def leaves(regs):
    for region in regs.regions:
        yield from (entry for entry in each_entry(region, stub.read_table) if entry.leaf)


class Pa(Command):
    """Show every virtual address that leads to a physical one

usage: bm pa PA
Memory types are compared: two that differ for one page are a mistake.
Example: bm pa 0x9000000"""

    def lines(self, argument):
        if not argument:
            raise self.usage()
        pa, owners = address_of(argument), Owners()
        regs, note = regs_and_note()
        yield from note
        yield f"{pa:#x}: {claimant(pa, pa) or 'nobody has requested it'}"
        types = set()
        for entry in leaves(regs):
            if entry.output <= pa < entry.output + entry.size:
                va = entry.va + pa - entry.output
                types.add(entry.memory_type(regs))
                yield f"  {va:#018x}  {entry.kind:<5}  {entry.summary(regs):<40} {owners.describe(va)}".rstrip()
        if not types:
            yield "  no entry leads there"
        elif len(types) > 1:
            yield f"  MEMORY TYPES DIFFER: {', '.join(sorted(types))}"


class Pte(Command):
    """Decode any number as a page table entry

usage: bm pte VALUE [LEVEL]
Without a level, what it means at each one.
Example: bm pte 0x60000009030707 3"""

    def lines(self, argument):
        words = gdb.string_to_argv(argument)
        if len(words) not in (1, 2):
            raise self.usage()
        value, regs = address_of(words[0]), target.table_registers()
        region = regs.regions[-1]
        levels = [address_of(words[1])] if len(words) > 1 else range(region.first_level, 4)
        for level in levels:
            if not -1 <= level <= 3:
                raise gdb.GdbError(f"there is no level {level}: 0 is the root, 3 holds pages")
            yield f"level {level}  {value:#018x}  {region.entry(level, 0, 0, value).words(regs)}"


class Md(Command):
    """Show bytes of physical memory

usage: bm md PA [COUNT]
Example: bm md 0x40200000 64"""

    def lines(self, argument):
        words = gdb.string_to_argv(argument)
        if len(words) not in (1, 2):
            raise self.usage()
        pa, count = address_of(words[0]), address_of(words[1]) if len(words) > 1 else 64
        for start in range(pa, pa + count, BYTES_IN_LINE):
            data = stub.read_physical(start, min(BYTES_IN_LINE, pa + count - start))
            text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in data)
            yield f"{start:#014x}  {data.hex(' '):<47}  {text}"


class Find(Command):
    """Find a text or a number in the RAM that is mapped

usage: bm find "TEXT"|NUMBER [FIRST [LAST]]
A number has 8 bytes and lies at a multiple of 8. FIRST and LAST are virtual addresses. Device registers
are never read.
Example: bm find \\"kernel rodata\\", bm find 0x40200000 _data _end"""

    def lines(self, argument):
        words = gdb.string_to_argv(argument)
        if not 1 <= len(words) <= 3:
            raise self.usage()
        text = argument.lstrip().startswith(('"', "'"))
        wanted = words[0].encode() if text else address_of(words[0]).to_bytes(8, "little")
        bounds = [address_of(word) for word in words[1:]]
        first, last = bounds + [0, 2**64 - 1][len(bounds):]
        regs, note = regs_and_note()
        yield from note
        hits = 0
        for pa, va in found(wanted, 1 if text else 8, pieces(regs, first, last + 1)):
            hits += 1
            if hits > MOST_HITS:
                yield "… and more: FIRST and LAST make it less"
                return
            yield f"{va:#018x}  physical {pa:#x}"
        if not hits:
            yield "it is not in mapped RAM there"


def pieces(regs, first, end):
    """(physical address, virtual address, size) of mapped RAM. A page that is mapped twice comes once."""
    seen = []
    for region in regs.regions:
        for entry in each_entry(region, stub.read_table, first, end):
            if not entry.leaf or entry.memory_type(regs).startswith(paging.DEVICE):
                continue
            skip = max(first - entry.va, 0)
            size = min(entry.size, end - entry.va) - skip
            start = entry.output + skip
            if any(a <= start and start + size <= b for a, b in seen):
                continue
            if seen and seen[-1][1] == start:
                seen[-1] = (seen[-1][0], start + size)
            else:
                seen.append((start, start + size))
            yield start, entry.va + skip, size


def found(wanted, step, places):
    """(physical address, virtual address) of each hit, also of one that begins in a piece and ends in the
    next."""
    tail, expected = b"", None
    for pa, va, size in places:
        for offset in range(0, size, CHUNK):
            here = pa + offset
            keep = tail if expected == (here, va + offset) else b""
            data = keep + stub.read_physical(here, min(CHUNK, size - offset))
            at = data.find(wanted)
            while at >= 0:
                place = here - len(keep) + at
                if place % step == 0:
                    yield place, va + offset - len(keep) + at
                at = data.find(wanted, at + 1)
            tail = data[len(data) - len(wanted) + 1:] if len(wanted) > 1 else b""
            end = min(offset + CHUNK, size)
            expected = (pa + end, va + end)


class BmPa(gdb.Function):
    """$bm_pa(VA): the physical address that VA leads to"""

    def __init__(self):
        super().__init__("bm_pa")

    def invoke(self, va):
        pa = kernel.physical(int(va.cast(gdb.lookup_type("unsigned long"))))
        if pa is None:
            raise gdb.GdbError("not mapped: bm walk shows why")
        return pa


class BmPte(gdb.Function):
    """$bm_pte(VA): the entry that decides where VA leads"""

    def __init__(self):
        super().__init__("bm_pte")

    def invoke(self, va):
        va, regs = int(va.cast(gdb.lookup_type("unsigned long"))), target.table_registers()
        region = regs.region(va)
        if region is None:
            raise gdb.GdbError(f"{va:#x} lies between the two halves that the MMU translates")
        return walk(region, va, stub.read_entry)[-1].value


COMMANDS = (Pa, Pte, Md, Find)
FUNCTIONS = (BmPa, BmPte)
