# SPDX-License-Identifier: MIT
"""Tables, as far as all architectures have them in common. Each level resolves some bits of an address. An
entry leads to a table, to memory, or nowhere. What an entry forbids holds for all below it. Level 0 is the
root of 48-bit addresses; level 3 holds pages."""
from dataclasses import dataclass


def bits(value, low, width):
    return value >> low & (1 << width) - 1


def ones(low, high):
    """A mask of the bits low…high."""
    return (1 << high + 1) - (1 << low)


@dataclass(frozen=True)
class Geometry:
    """The addresses that one root translates, and how. An architecture adds name (of the register
    that holds the root), base, extend(), covers() and entry()."""
    root: int
    size_bits: int
    granule: int  # log2 of a page
    enabled: bool

    @property
    def stride(self):
        """How many bits of an address one level resolves."""
        return self.granule - 3

    @property
    def first_level(self):
        return 4 - -(-(self.size_bits - self.granule) // self.stride)

    def shift(self, level):
        return self.granule + self.stride * (3 - level)

    def index(self, va, level):
        return bits(va, self.shift(level), min(self.stride, self.size_bits - self.shift(level)))

    def entries(self, level):
        return 1 << min(self.stride, self.size_bits - self.shift(level))


@dataclass(frozen=True)
class Descriptor:
    """One entry, and where it is. `inherited` is what the entries above forbid."""
    region: Geometry
    level: int
    table: int
    index: int
    value: int
    va: int = 0
    inherited: int = 0

    @property
    def size(self):
        return 1 << self.region.shift(self.level)

    @property
    def address(self):
        """Where the entry itself lies in physical memory."""
        return self.table + 8 * self.index

    @property
    def leaf(self):
        return self.kind in ("page", "block")

    def access(self, regs):
        return f"{'RW' if self.writable else 'RO'} {'X ' if self.executable(regs) else 'NX'}"

    def words(self, regs):
        """The entry in words: first those that the kernel's own reports use, then the details."""
        if self.kind == "invalid":
            return "invalid" if not self.value else "invalid (bits left in it)"
        if self.kind == "reserved":
            return "reserved encoding"
        if self.kind == "table":
            limits = self.limits()
            return f"table at {self.output:#x}" + (f"  below it {' '.join(limits)}" if limits else "")
        return f"{self.kind} at {self.output:#x}  {self.access(regs)} {', '.join(self.details(regs))}"

    def summary(self, regs):
        """The attributes in short, for a listing: only unusual ones are named."""
        unusual = [word for is_so, word in self.unusual(regs) if is_so]
        return " ".join([self.access(regs), self.memory_type(regs), *unusual])


def walk(region, va, read_entry):
    """The entries on the way to `va`; read_entry(pa) returns one. The last one decides."""
    entries, table, restrictions = [], region.root, 0
    for level in range(region.first_level, 4):
        index = region.index(va, level)
        here = region.extend(va & ones(region.shift(level), region.size_bits - 1))
        entry = region.entry(level, table, index, read_entry(table + 8 * index), here, restrictions)
        entries.append(entry)
        if entry.kind != "table":
            break
        table, restrictions = entry.output, entry.restrictions
    return entries


def leaf_address(entries, va):
    """Where a walk leads; None if nowhere."""
    last = entries[-1]
    return last.output + va % last.size if last.leaf else None


def each_entry(region, read_table, start=0, end=2**64, _table=None, _level=None, _va=0, _limits=0):
    """Every entry that is not zero, tables before what they hold, in ascending order of addresses;
    read_table(pa, count) returns the entries of a table."""
    if not region.enabled:
        return
    level = region.first_level if _level is None else _level
    table = region.root if _table is None else _table
    size = 1 << region.shift(level)
    for index, value in enumerate(read_table(table, region.entries(level))):
        va = region.extend(_va + index * size)
        if not value or va + size <= start or va >= end:
            continue
        entry = region.entry(level, table, index, value, va, _limits)
        yield entry
        if entry.kind == "table":
            yield from each_entry(region, read_table, start, end, entry.output, level + 1, va,
                                  entry.restrictions)
