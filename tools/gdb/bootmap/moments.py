# SPDX-License-Identifier: MIT
"""Moments of a replayed run. QEMU counts instructions. It goes to any of them by loading the last snapshot
before it and running on from there."""
import re

import gdb

from . import elf, stub, target
from .run import breakpoints, only, resume

# The moments at which jumps began, the latest last: `bm back` returns there.
_left = []

# A recording gets a snapshot at the start of each of these functions, and others in between.
STAGES = ("primary_entry", "start_kernel", "paging_init", "mem_init", "machine_off")
DISTANCE = 100_000  # instructions between two snapshots, at the beginning
DOUBLED_AFTER = 6   # so many snapshots: a long session must not fill the disk
TRIES = 20          # QEMU cannot make a snapshot at each instruction


def must_be_replayed():
    if not stub.replaying():
        raise gdb.GdbError("this run cannot go backwards: 'make record' one, then 'make replay'")


def leave():
    """Notes this moment before a jump, for `bm back`."""
    _left.append(stub.instruction_count())


def take_latest():
    """The moment that the last jump began at; None if there was none."""
    return _left.pop() if _left else None


def snapshots():
    """{name: instruction count} of the recording's."""
    listing = gdb.execute("monitor info snapshots", to_string=True)
    return {name: int(count) for name, count in re.findall(r"^\S+ +(\S+) .* (\d+)\s*$", listing, re.M)}


def load(name):
    """Loads a snapshot. QEMU does not tell GDB that memory and registers have changed."""
    if not stub.instruction_count():
        resume("stepi")  # QEMU 7.2 crashes if a snapshot is loaded before it has run at all
    answer = gdb.execute(f"monitor loadvm {name}", to_string=True)
    if answer.strip():
        raise gdb.GdbError(f"QEMU cannot load its snapshot: {answer.strip()}")
    for cache in ("register-cache", "dcache"):
        gdb.execute(f"maintenance flush {cache}", to_string=True)
    if elf.wrong_set_first():
        elf.forget_stop()


def seek(count):
    """Goes to the moment before the instruction of this number. The first one is 0."""
    known, here = snapshots(), stub.instruction_count()
    # A snapshot of the moment itself does not help: QEMU 7.2 crashes if the next command then goes back.
    before = [(moment, name) for name, moment in known.items() if moment < max(count, 1)]
    if not before:
        raise gdb.GdbError("this recording has no snapshot of its start any more")
    if count < here or max(before)[0] > here:
        load(max(before)[1])
    if stub.instruction_count() < count:
        gdb.execute(f"monitor replay_break {count}", to_string=True)
        with only(lambda: breakpoints([elf.address("machine_off")])):
            resume("continue")
        gdb.execute("monitor replay_delete_break", to_string=True)
    if stub.instruction_count() == count:
        return
    if stub.program_counter() == elf.address("machine_off"):
        raise gdb.GdbError(f"the recorded run ends here, after {stub.instruction_count():,} instructions")
    raise gdb.GdbError(f"interrupted at instruction {stub.instruction_count():,}; bm back returns to where you were")


def save(name):
    """A snapshot of this moment, or of one a few instructions later."""
    for _ in range(TRIES):
        if "right now" not in gdb.execute(f"monitor savevm {name}", to_string=True):
            return
        resume("stepi")


def add_snapshots():
    """Runs to the end once and makes the snapshots. Going back to a moment begins at the last snapshot
    before it, so the distance between two decides how long that takes. Ctrl-C ends it early."""
    ahead = {place: stage for stage in STAGES
             for place in (elf.address(stage), target.physical_of_image(elf.address(stage)))}
    goal, between = None, 0  # the firmware, which comes first, gets none in between
    with only(lambda: breakpoints(ahead)):
        while "machine_off" in ahead.values():
            if goal:
                gdb.execute(f"monitor replay_break {goal}", to_string=True)
            resume("continue")
            gdb.execute("monitor replay_delete_break", to_string=True)
            stage = ahead.get(stub.program_counter())
            if not stage and stub.instruction_count() != goal:
                return  # interrupted
            between += stage is None
            save(stage or f"between{between}")
            ahead = {place: name for place, name in ahead.items() if name != stage}
            goal = stub.instruction_count() + (DISTANCE << between // DOUBLED_AFTER)
