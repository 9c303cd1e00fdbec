# SPDX-License-Identifier: MIT
"""Letting the machine run, without a word and undisturbed by the user's breakpoints."""
from contextlib import contextmanager

import gdb

from . import stub
from .quiet import quietly


@contextmanager
def only(make_points):
    """Stops at these points alone; make_points() returns gdb.Breakpoints."""
    others = [point for point in gdb.breakpoints() if point.enabled]
    for point in others:
        point.enabled = False
    points = make_points()
    try:
        yield
    finally:
        for point in points:
            point.delete()
        for point in others:
            point.enabled = True


def watchpoints(addresses):
    """Stops at stores to words at these virtual addresses."""
    return [gdb.Breakpoint(f"*(unsigned long *){va:#x}", gdb.BP_WATCHPOINT, gdb.WP_WRITE, True)
            for va in addresses]


def breakpoints(addresses):
    """Hardware ones: the code may not be there yet, or not be writable."""
    return [gdb.Breakpoint(f"*{va:#x}", gdb.BP_HARDWARE_BREAKPOINT, internal=True)
            for va in addresses]


def go_to(*addresses):
    """Runs on to the first of these instructions; returns which one it was."""
    with only(lambda: breakpoints(addresses)), quietly():
        try:
            gdb.execute("continue", to_string=True)
        except gdb.error:
            pass  # the machine is gone: said below
    if gdb.selected_thread() is None:
        raise gdb.GdbError("the machine ended")
    here = stub.program_counter()
    if here not in addresses:
        raise gdb.GdbError(f"the machine stopped at {here:#x}, where it was not asked to")
    return here
