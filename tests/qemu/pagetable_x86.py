# SPDX-License-Identifier: MIT
"""A walker of page tables that is independent of the kernel's code (4-level paging)."""
from dataclasses import dataclass

ADDRESS = 0x000FFFFFFFFFF000
PRESENT, RW, USER, PS, GLOBAL, NX = 1, 2, 4, 1 << 7, 1 << 8, 1 << 63


@dataclass
class Page:
    """A run of addresses that one entry maps, with the rights of all entries on the way."""
    va: int
    pa: int
    size: int
    writable: bool
    executable: bool
    user: bool
    type_bits: int


def walk_all(read, root):
    """Every page below `root`; `read(pa)` returns 512 entries."""
    yield from _table(read, root, 4, 0, RW | USER)


def _table(read, table, level, va, rights):
    shift = 12 + 9 * (level - 1)
    for index, entry in enumerate(read(table)):
        here = va + (index << shift)
        if level == 4 and index >= 256:
            here |= 0xFFFF << 48
        if not entry & PRESENT:
            continue
        allowed = rights & entry | (rights | entry) & NX
        if level > 1 and not entry & PS:
            yield from _table(read, entry & ADDRESS, level - 1, here, allowed)
            continue
        assert level < 4, f"reserved entry for {here:#x}"
        pat = entry >> 12 & 1 if level > 1 else entry >> 7 & 1
        yield Page(here, entry & ADDRESS & ~((1 << shift) - 1), 1 << shift, bool(allowed & RW),
                   not allowed & NX, bool(allowed & USER), pat << 2 | entry >> 3 & 3)
