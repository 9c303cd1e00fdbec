# SPDX-License-Identifier: MIT
"""What one architecture says, for the one that the ELF file is for. Its folder has these modules,
which each of the folders has:

    paging      descriptors, geometry, and the registers that decide a translation
    machine     where the machine keeps what is asked for: registers, arguments, callers
    words       system registers and exceptions, explained
    tour_stops  the way through this architecture's boot
"""
from importlib import import_module

import gdb

NAMES = {"aarch64": "aarch64", "i386:x86-64": "x86_64"}

name = NAMES[gdb.selected_inferior().architecture().name()]


def module(what):
    """One of these four."""
    return import_module(f".{name}.{what}", __package__)


# Words are no part of it: they ask the kernel, and that asks these.
paging, machine, tour_stops = (module(what) for what in ("paging", "machine", "tour_stops"))
