# SPDX-License-Identifier: MIT
"""`bm seek` and `bm back`: go to any moment of a replayed run."""
import re

import gdb

from . import callers, moments, stub
from .command import Command
from .look import run_to


def here():
    """The present moment in one line."""
    return f"instruction {stub.instruction_count():,}: {callers.place_words(callers.frames()[0])}"


class Seek(Command):
    """Go to any instruction of a replayed run

usage: bm seek N|+N|-N|STAGE
N is the number of an instruction, +N and -N count from here. STAGE is a snapshot of the recording, a
function (its first call), or a stage of boot. Without an argument: where the machine is, and its snapshots.
Example: bm seek 300000, bm seek -1, bm seek paging_init"""

    def lines(self, argument):
        moments.must_be_replayed()
        if not argument:
            yield here()
            yield from (f"  {count:12,}  {name}" for name, count in moments.snapshots().items())
            return
        moments.leave()
        self.go(argument)
        yield here()

    @staticmethod
    def go(where):
        known, number = moments.snapshots(), re.fullmatch(r"([+-]?)([\d,]+)", where)
        if number:
            start = stub.instruction_count() if number[1] else 0
            moments.seek(max(0, start + int(number[1] + number[2].replace(",", ""))))
        elif where in known:
            moments.seek(known[where])
        else:
            moments.load(min(known, key=known.get))
            run_to(where)


class Back(Command):
    """Return to where the last bm seek or bm who began

usage: bm back"""

    def lines(self, argument):
        moments.must_be_replayed()
        moment = moments.take_latest()
        if moment is None:
            raise gdb.GdbError("no jump to come back from: bm seek and bm who make them")
        moments.seek(moment)
        yield here()


COMMANDS = (Seek, Back)
