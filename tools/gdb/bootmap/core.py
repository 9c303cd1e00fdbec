# SPDX-License-Identifier: MIT
"""Physical memory in a core that QEMU's dump-guest-memory wrote. GDB reads a core by virtual
addresses. In most cores of QEMU's these are the physical ones; with -p they are those of the
guest's own tables. So the file itself is read, which has both."""
import re

import gdb

from . import segments


def _file_name():
    found = re.search(r"^Local core dump file:\n\s*`(.*)', file type", gdb.execute("info files", to_string=True), re.M)
    if not found:
        raise gdb.GdbError("GDB does not say which file its core is")
    return found[1]


def ram():
    """(start, end) of each piece of memory."""
    for piece in segments.segments(_file_name()):
        yield piece.physical, piece.physical + piece.size


def read(pa, size):
    """Bytes of physical memory; None if not all of them are in the file."""
    return segments.read(_file_name(), "physical", pa, size)
