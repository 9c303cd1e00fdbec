# SPDX-License-Identifier: MIT
"""A walker of page tables that is independent of the kernel's code (VMSAv8-64, 4 KiB granule). It takes
the geometry from TCR_EL1, and the entries from physical memory."""
from dataclasses import dataclass

ADDRESS = 0x0000FFFFFFFFF000


@dataclass
class Page:
    """A run of addresses that one entry maps."""
    va: int
    pa: int
    size: int
    writable: bool
    executable: bool
    user: bool
    attribute: int


def walk_all(read, root, size_bits, base):
    """Every page and block below `root`; `read(pa)` returns 512 entries."""
    levels = (size_bits - 12 + 8) // 9
    yield from _table(read, root, 4 - levels, base)


def _table(read, table, level, va):
    shift = 39 - 9 * level
    for index, entry in enumerate(read(table)):
        here = va + (index << shift)
        if not entry & 1:
            continue
        if level < 3 and entry & 2:
            yield from _table(read, entry & ADDRESS, level + 1, here)
        else:
            assert entry & 2 if level == 3 else level, f"reserved entry for {here:#x}"
            yield Page(here, entry & ADDRESS, 1 << shift, not entry >> 7 & 1,
                       not entry >> 53 & 1, bool(entry >> 6 & 1), entry >> 2 & 7)
