# SPDX-License-Identifier: MIT
"""The bits of an entry in words. Positions and names come from the kernel's debug information, the words
from the module bits of each architecture."""
from dataclasses import dataclass

from .elf import constant


@dataclass(frozen=True)
class Field:
    """Some bits of an entry, and what their value means there."""
    mask: int
    name: str
    meaning: str


def flag(entry, name, clear, is_set):
    """One bit, by the kernel's name for it."""
    mask = constant(name)
    return Field(mask, name, is_set if entry.value & mask else clear)


def runs_of(mask):
    """(lowest bit, how many) for each group of neighbouring bits, the highest first."""
    found = []
    while mask:
        low = (mask & -mask).bit_length() - 1
        width = (~(mask >> low) & (mask >> low) + 1).bit_length() - 1
        found.append((low, width))
        mask &= -1 << low + width
    return found[::-1]
