# SPDX-License-Identifier: MIT
"""`bm explorer`: one HTML page with every store to a page table of a recorded run in it."""
import json
from functools import cache
from pathlib import Path

import gdb

from . import kernel, stores, target
from .arch import machine
from .callers import culprit, frames, place_words
from .command import Command
from .elf import address, constant
from .look import KINDS, kind_of

TEMPLATE = Path(__file__).parent / "explorer.html"
CONTEXT = 4  # lines of source above and below


class Numbers:
    """Gives each different thing a number, so that the page holds it once."""

    def __init__(self):
        self.numbers, self.things = {}, []

    def of(self, key, thing):
        if key not in self.numbers:
            self.numbers[key] = len(self.things)
            self.things.append(thing())
        return self.numbers[key]


@cache
def region():
    """The geometry, which head.S programs once."""
    return target.programmed_registers().regions[-1]


@cache
def entry_of(level, value):
    return region().entry(level, 0, 0, value)


def child_of(level, value):
    """The table that an entry leads to, if it does."""
    entry = entry_of(level, value)
    return entry.output if entry.kind == "table" else None


def levels(roots, recorded):
    """{table: level}, by the links that were ever stored."""
    found = {root: half.first_level for root, half in roots.items()}
    while True:
        known = len(found)
        for store in recorded:
            for _, _, new in store.changes if store.table in found else ():
                child = child_of(found[store.table], new)
                if child is not None:
                    found.setdefault(child, found[store.table] + 1)
        if len(found) == known:
            return found


def reachable(children, roots):
    """The tables that the roots lead to, given {table: {index: table below}}."""
    seen, ahead = set(), list(roots)
    while ahead:
        table = ahead.pop()
        if table not in seen:
            seen.add(table)
            ahead += children.get(table, {}).values()
    return seen


def while_tables(recorded, roots, level):
    """Without the stores to pages that are tables no more, or not yet: given back, or used before."""
    children, linked = {}, []
    for store in recorded:
        for index, _, new in store.changes if store.table in level else ():
            below = children.setdefault(store.table, {})
            below.pop(index, None)
            child = child_of(level[store.table], new)
            if child is not None:
                below[index] = child
        linked.append(reachable(children, roots))
    later, kept = set(), []
    for store, now in zip(reversed(recorded), reversed(linked)):
        later |= now
        if store.table is None or store.table in later:
            kept.append(store)
    return kept[::-1]


def phase(chain):
    """The step of boot that a store belongs to: what start_kernel or primary_entry called."""
    names = [place[0] for place in chain]
    for caller in ("start_kernel", "primary_entry"):
        if caller in names[1:]:
            return names[names.index(caller) - 1]
    return names[0]


@cache
def source_of(file):
    path = Path(file)
    if not path.is_absolute():
        symtab = gdb.lookup_global_symbol("start_kernel").symtab
        path = Path(symtab.fullname().removesuffix(symtab.filename)) / file
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def place_of(chain):
    """What the page tells about where a store stands."""
    _, file, line = culprit(chain)
    text = source_of(file) if file else []
    first = max(1, line - CONTEXT)
    return {"what": place_words(culprit(chain)), "phase": phase(chain), "line": line,
            "chain": [place_words(place) for place in chain],
            "first": first, "source": [words.expandtabs(8) for words in text[first - 1:line + CONTEXT]]}


def value_of(level, value, regs):
    """What the page tells about an entry."""
    entry = entry_of(level, value)
    kind = kind_of(entry, regs)
    if not kind:
        return {"hex": f"{value:#018x}", "kind": "", "words": entry.words(regs)}
    return {"hex": f"{value:#018x}", "kind": kind, "out": entry.output, "size": entry.size,
            "look": "" if kind == "table" else entry.summary(regs), "words": entry.words(regs)}


def owners():
    """Whose the parts of the kernel's half are: (first, end, name), the small ones first."""
    page, slot = constant("PAGE_SIZE"), kernel.slot_size()
    found = kernel.image_parts()
    for name, index in kernel.permanent_slots().items():
        va = constant("FIXADDR_TOP") - index * page
        found.append((va, va + page, name))
    for number in range(constant("FIX_BTMAPS_SLOTS")):
        va = constant("BTMAP_VADDR") + number * slot
        found.append((va, va + slot, f"early_ioremap slot {number}"))
    return found


def ranges(triples):
    return [[f"{first:#x}", f"{end:#x}", name] for first, end, name in triples]


def printable(console):
    """What the console showed, as the page shows it."""
    return console.decode(errors="replace").replace("\r", "")


def page_data(tables, recorded, console, title):
    """All that the page needs, as JSON takes it."""
    regs = target.programmed_registers()
    roots = {half.root: half for half in regs.regions}
    level = levels(roots, recorded)
    recorded = while_tables(recorded, roots, level)
    values, places = Numbers(), Numbers()

    def number(table, value):
        return values.of((level[table], value), lambda: value_of(level[table], value, regs))

    empty = values.of("empty", lambda: {"hex": f"{0:#018x}", "kind": "", "words": "invalid"})
    steps = [[store.table or 0, places.of(store.chain, lambda s=store: place_of(s.chain)), store.count,
              int(store.mmu_on), len(printable(console[:store.heard])),
              [[index, number(store.table, old) if old else empty, number(store.table, new) if new else empty]
               for index, old, new in store.changes]] for store in recorded]
    return {"title": title, "cleared": machine.CLEARED_BY, "kinds": {kind: list(look) for kind, look in KINDS.items()},
            "tables": {table: {"name": kernel.table_name(table), "level": level[table]}
                       for table in tables if table in level},
            "roots": [{"table": root, "name": half.name, "base": f"{half.base:#x}"}
                      for root, half in roots.items()],
            "shifts": [region().shift(number) for number in range(4)],
            "areas": ranges(kernel.areas()), "owners": ranges(owners()),
            "values": values.things, "places": places.things, "steps": steps, "console": printable(console)}


class Explorer(Command):
    """Write an HTML page that shows every store to a page table of a replayed run

usage: bm explorer FILE CONSOLE
It begins with the first store of head.S. CONSOLE is the file that the machine's console goes to. make explorer does all of it."""

    def lines(self, argument):
        words = gdb.string_to_argv(argument)
        if len(words) != 2:
            raise self.usage()
        file, console = map(Path, words)
        before = [0]

        def heard():
            return console.stat().st_size

        def rewound():
            before[0] = heard()

        tables, recorded = stores.record(address("machine_off"), frames, heard, rewound)
        data = page_data(tables, recorded, console.read_bytes()[before[0]:],
                         "bootmap: every store to a page table, from the first on")
        page = TEMPLATE.read_text(encoding="utf-8")
        safe = json.dumps(data, separators=(",", ":")).replace("</", "<\\/")
        file.write_text(page.replace("/*DATA*/null", safe), encoding="utf-8")
        yield f"wrote {file}: {len(data['steps'])} steps"


COMMANDS = (Explorer,)
