# SPDX-License-Identifier: MIT
"""Registers and physical memory: of a machine, through QEMU's GDB stub, or from a core that QEMU's
dump-guest-memory wrote."""
import re
import struct
from contextlib import contextmanager

import gdb

from . import core


def connection():
    found = gdb.selected_inferior().connection
    if found is None or gdb.selected_thread() is None:
        raise gdb.GdbError("there is no machine to look at: 'make debug', or core-file FILE")
    return found


def is_core():
    return connection().type == "core"


@contextmanager
def _physical_mode():
    """In this block QEMU's stub takes addresses for physical ones."""
    link = connection()
    if not hasattr(link, "send_packet") or link.send_packet("Qqemu.PhyMemMode:1") != b"OK":
        raise gdb.GdbError("this GDB stub does not read physical memory; QEMU's does")
    try:
        yield
    finally:
        link.send_packet("Qqemu.PhyMemMode:0")


def read_physical(pa, size):
    """Bytes of physical memory."""
    if is_core():
        data = core.read(pa, size)
        if data is None:
            raise gdb.GdbError(f"the core has nothing at physical address {pa:#x}")
        return data
    try:
        with _physical_mode():
            return bytes(gdb.selected_inferior().read_memory(pa, size))
    except gdb.MemoryError:
        raise gdb.GdbError(f"nothing answers at physical address {pa:#x}") from None


def write_physical(pa, data):
    with _physical_mode():
        gdb.selected_inferior().write_memory(pa, data)


def read_entry(pa):
    return struct.unpack("<Q", read_physical(pa, 8))[0]


def read_table(pa, count=512):
    return struct.unpack(f"<{count}Q", read_physical(pa, 8 * count))


def register(*names):
    """A register, under the first of these names that the target knows."""
    frame = gdb.newest_frame()
    for name in names:
        try:
            return int(frame.read_register(name)) & 2**64 - 1
        except ValueError:
            pass
    raise gdb.GdbError(f"this target has no register {names[0]}")


def program_counter():
    return register("pc")


def instruction_count():
    """How many instructions were executed, if this is a recorded run; else None."""
    if is_core():
        return None
    found = re.search(r"instruction count = (\d+)", gdb.execute("monitor info replay", to_string=True))
    return int(found[1]) if found else None


def replaying():
    """Is this a recorded run, in which the machine can go back?"""
    return not is_core() and "Replaying" in gdb.execute("monitor info replay", to_string=True)
