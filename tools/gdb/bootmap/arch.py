# SPDX-License-Identifier: MIT
"""Selects the architecture of the ELF file. The folder of each architecture has the same modules:

    paging      entries, geometry, and the registers that control translation
    machine     how to find registers, arguments and callers
    words       system registers and exceptions in words
    tour_stops  the stops of `bm tour`
    bits        the bits of an entry in words
    phases      why the steps of boot touch page tables
"""
from importlib import import_module

import gdb

NAMES = {"aarch64": "aarch64", "i386:x86-64": "x86_64"}

name = NAMES[gdb.selected_inferior().architecture().name()]


def module(what):
    """One of these modules."""
    return import_module(f".{name}.{what}", __package__)


# The module words is not imported here: it uses the module kernel, which uses this one.
paging, machine, tour_stops = (module(what) for what in ("paging", "machine", "tour_stops"))
