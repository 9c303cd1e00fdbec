# SPDX-License-Identifier: MIT
"""Physical memory in a core that QEMU's dump-guest-memory wrote. GDB reads a core by virtual
addresses. In most cores of QEMU's these are the physical ones; with -p they are those of the
guest's own tables. So the file itself is read, which has both."""
import re
import struct
from functools import cache

import gdb

PT_LOAD = 1


def _file_name():
    found = re.search(r"^Local core dump file:\n\s*`(.*)', file type", gdb.execute("info files", to_string=True), re.M)
    if not found:
        raise gdb.GdbError("GDB does not say which file its core is")
    return found[1]


@cache
def _segments(name):
    """[(first physical address, size, offset in the file), ...] of an ELF file of 64 bits."""
    with open(name, "rb") as file:
        header = file.read(64)
        table, size, count, section_table = (struct.unpack_from(form, header, at)[0] for form, at in
                                             (("<Q", 32), ("<H", 54), ("<H", 56), ("<Q", 40)))
        if count == 0xffff:  # too many for that field: the first section header has the number
            file.seek(section_table + 44)
            count = struct.unpack("<I", file.read(4))[0]
        file.seek(table)
        entries = [struct.unpack_from("<IIQQQQ", file.read(size)) for _ in range(count)]
    return [(physical, length, offset) for kind, _, offset, _, physical, length in entries
            if kind == PT_LOAD and length]


def ram():
    """(start, end) of each piece of memory."""
    for start, size, _ in _segments(_file_name()):
        yield start, start + size


def read(pa, size):
    """Bytes of physical memory; None if not all of them are in the file."""
    data = b""
    with open(_file_name(), "rb") as file:
        while len(data) < size:
            here = pa + len(data)
            found = next((part for part in _segments(file.name) if part[0] <= here < part[0] + part[1]), None)
            if not found:
                return None
            start, length, offset = found
            file.seek(offset + here - start)
            piece = file.read(min(size - len(data), start + length - here))
            if not piece:
                return None  # the file is not complete
            data += piece
    return data
