# SPDX-License-Identifier: MIT
"""The prefix `bm`, and every command below it."""
import gdb

from . import arch, differences, explorer, physical, picture, seek, tour, translation, views, who
from .command import installed


class Prefix(gdb.Command):
    """Page tables and mappings of bootmap, read from the machine's physical memory.

They work at every moment: before the MMU is on, in head.S, in a fault, and on a core.

An address (VA, FIRST, ...) is any expression. A function, a table, an array or a structure means where
it is; a number, a register, and a variable that holds a number or a pointer mean their value. &NAME is
where a variable is."""

    def __init__(self):
        super().__init__("bm", gdb.COMMAND_DATA, prefix=True)


def install():
    """Defines the prefix and every command below it."""
    Prefix()
    for module in (translation, physical, views, who, seek, differences, tour, picture, explorer):
        for make in module.COMMANDS:
            installed[make.__name__.lower()] = make()
    for make in physical.FUNCTIONS:
        make()
    for alias, name in {"vmallocinfo": "vmalloc", **arch.module("words").ALIASES}.items():
        gdb.execute(f"alias bm {alias} = bm {name}")
