# SPDX-License-Identifier: MIT
"""What the page shows of entries and source lines. Equal things are stored once."""
from functools import cache
from importlib import import_module
from pathlib import Path

import gdb

from . import arch
from .callers import culprit, place_words
from .entry_bits import runs_of
from .explorer_history import entry_of
from .look import KINDS, kind_of
from .phases import phase

CONTEXT = 4  # lines of source above and below
HALF = ("#b9791f", "half written: the other 32 bits follow")
ALL_KINDS = {**KINDS, "half": HALF}


class Numbers:
    """Gives each different thing a number, so that the page stores it once."""

    def __init__(self):
        self.numbers, self.things = {}, []

    def of(self, key, thing):
        if key not in self.numbers:
            self.numbers[key] = len(self.things)
            self.things.append(thing())
        return self.numbers[key]


def described(entry, regs):
    """[lowest bit, how many, name, meaning] of each field of an entry, the highest first."""
    fields = import_module(f".{arch.name}.bits", __package__).fields(entry, regs)
    return sorted(([low, width, field.name, field.meaning]
                   for field in fields for low, width in runs_of(field.mask)), reverse=True)


class Looks:
    """An entry consists of an address and a look: all other bits. Many entries have the same look."""

    def __init__(self, regs):
        self.regs, self.looks = regs, Numbers()
        self.empty = self.of(3, 0, False)

    def of(self, level, value, half):
        """(number of the look, address)"""
        entry = entry_of(level, value)
        out = entry.output if entry.kind in ("table", "page", "block") else 0
        key = (level, value - out, half) if value else None
        return self.looks.of(key, lambda: self.look(level, value - out, half)), out

    def look(self, level, flags, half):
        entry = entry_of(level, flags)
        kind = "half" if half else kind_of(entry, self.regs)
        told = {"flags": f"{flags:#x}", "kind": kind or "", "words": entry.words(self.regs).replace(" at 0x0", " at {}", 1),
                "bits": described(entry, self.regs)}
        if half:
            told["words"] = "half written: the upper 32 bits come with the next store"
        elif entry.leaf:
            told |= {"size": entry.size, "access": entry.access(self.regs), "summary": entry.summary(self.regs)}
        return told


@cache
def source_of(file):
    path = Path(file)
    if not path.is_absolute():
        symtab = gdb.lookup_global_symbol("start_kernel").symtab
        path = Path(symtab.fullname().removesuffix(symtab.filename)) / file
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def place_of(chain):
    """What the page shows of the source line of a store."""
    function, file, line = culprit(chain)
    text = source_of(file) if file else []
    first = max(1, line - CONTEXT)
    return {"what": place_words(culprit(chain)), "function": function, "phase": phase(chain), "line": line,
            "chain": [place_words(place) for place in chain],
            "first": first, "source": [words.expandtabs(8) for words in text[first - 1:line + CONTEXT]]}
