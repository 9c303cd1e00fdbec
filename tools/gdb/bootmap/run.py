# SPDX-License-Identifier: MIT
"""Lets the machine run, without output, and without stops at the user's breakpoints."""
from contextlib import contextmanager

import gdb

from . import stub
from .quiet import quietly

TRIES = 3


@contextmanager
def only(make_points):
    """In this block the machine stops only at the points that make_points() returns, a list of
    gdb.Breakpoint."""
    others = [point for point in gdb.breakpoints() if point.enabled]
    points = []
    try:
        for point in others:
            point.enabled = False
        points = make_points()
        yield
    finally:
        in_spite_of_ctrl_c(lambda: put_back(points, others))


def put_back(points, others):
    for point in points:
        if point.is_valid():
            point.delete()
    for point in others:
        point.enabled = True


def in_spite_of_ctrl_c(action):
    """Does something that must be complete, and may be repeated. GDB may deliver one Ctrl-C twice: as its own
    and as Python's."""
    for _ in range(TRIES):
        try:
            return action()
        except KeyboardInterrupt:
            pass
    return action()


def watchpoints(addresses):
    """Stops at stores to words at these virtual addresses."""
    return [gdb.Breakpoint(f"*(unsigned long *){va:#x}", gdb.BP_WATCHPOINT, gdb.WP_WRITE, True)
            for va in addresses]


def breakpoints(addresses):
    """Hardware breakpoints, because the code may not be in memory yet, or be read-only."""
    return [gdb.Breakpoint(f"*{va:#x}", gdb.BP_HARDWARE_BREAKPOINT, internal=True)
            for va in addresses]


def resume(command):
    """Lets the machine run, or go back, without output. Returns the signal with which it stopped, or None.
    SIGINT means Ctrl-C, or a stop that QEMU itself made."""
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
    """Runs to one of these addresses; returns which it was."""
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
        raise gdb.GdbError(f"the machine stopped at {here:#x}, which was not expected")
    return here
