# SPDX-License-Identifier: MIT
"""The pieces of memory in an ELF file, which is an image or a core."""
import struct
from dataclasses import dataclass
from functools import cache

PT_LOAD = 1


@dataclass(frozen=True)
class Segment:
    """Bytes of the file, and where they belong."""
    virtual: int
    physical: int
    size: int
    offset: int


@cache
def segments(name):
    """Those of an ELF file of 64 bits."""
    with open(name, "rb") as file:
        header = file.read(64)
        table, size, count, section_table = (struct.unpack_from(form, header, at)[0] for form, at in
                                             (("<Q", 32), ("<H", 54), ("<H", 56), ("<Q", 40)))
        if count == 0xffff:  # too many for that field: the first section header has the number
            file.seek(section_table + 44)
            count = struct.unpack("<I", file.read(4))[0]
        file.seek(table)
        entries = [struct.unpack_from("<IIQQQQ", file.read(size)) for _ in range(count)]
    return [Segment(virtual, physical, length, offset)
            for kind, _, offset, virtual, physical, length in entries if kind == PT_LOAD and length]


def read(name, kind, address, size):
    """Bytes at an address of this kind, "virtual" or "physical"; None if not all are in the file."""
    data = b""
    with open(name, "rb") as file:
        while len(data) < size:
            here = address + len(data)
            found = next((part for part in segments(name)
                          if getattr(part, kind) <= here < getattr(part, kind) + part.size), None)
            if not found:
                return None
            within = here - getattr(found, kind)
            file.seek(found.offset + within)
            piece = file.read(min(size - len(data), found.size - within))
            if not piece:
                return None  # the file is not complete
            data += piece
    return data
