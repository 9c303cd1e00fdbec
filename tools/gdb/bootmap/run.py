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


def resume(command):
    """Lets the machine run, or go back, without a word. Returns the signal that it then stopped with,
    None if it was no signal's doing: SIGINT is Ctrl-C, or QEMU's own wish."""
    signals = []

    def note(event):
        signals.append(getattr(event, "stop_signal", None))

    gdb.events.stop.connect(note)
    try:
        with quietly():
            gdb.execute(command, to_string=True)
    finally:
        gdb.events.stop.disconnect(note)
    return signals[-1] if signals else None


def go_to(*addresses):
    """Runs on to the first of these instructions; returns which one it was."""
    signal = None
    with only(lambda: breakpoints(addresses)):
        try:
            signal = resume("continue")
        except gdb.error:
            pass  # the machine is gone: said below
    if gdb.selected_thread() is None:
        raise gdb.GdbError("the machine ended")
    here = stub.program_counter()
    if here not in addresses and signal == "SIGINT":
        raise gdb.GdbError(f"interrupted at {here:#x}")
    if here not in addresses:
        raise gdb.GdbError(f"the machine stopped at {here:#x}, where it was not asked to")
    return here
