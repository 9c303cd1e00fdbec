# SPDX-License-Identifier: MIT
"""`bm explorer`: one HTML page with every store to a page table of a recorded run in it."""
from pathlib import Path

import gdb

from . import explorer_page, kernel, moments, stores, target
from .arch import machine
from .callers import frames
from .command import Command
from .elf import address, constant, has
from .explorer_history import checked, half_written, places, region, while_tables
from .explorer_values import ALL_KINDS, Looks, Numbers, place_of
from .phases import why

TITLE = "bootmap: every store to a page table, from the first on"
# What Linux calls a table of each level, as the fixmap's slots for them do.
LEVELS = ("PGD", "PUD", "PMD", "PTE")


def owners():
    """The owners of parts of the kernel's half: (first, end, name), small parts first."""
    page, slot = constant("PAGE_SIZE"), kernel.slot_size()
    found = list(kernel.image_parts())
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


def table_title(table, place):
    """A table's name in the source, or else what it maps."""
    name = kernel.table_name(table)
    return name if name != "table" else f"{kernel.area_of(place.base)} {LEVELS[place.level]} {place.base:#x}"


def pairs(recorded):
    """Each store with the one after it."""
    return zip(recorded, [*recorded[1:], stores.Store(None, (), (), 0, True, 0)])


class Steps:
    """The stores as columns of numbers."""

    def __init__(self, tables, where, looks, console):
        self.numbers = {table: number for number, table in enumerate(tables, 1)}
        self.where, self.looks, self.console, self.places = where, looks, console, Numbers()
        self.lengths = {}  # {bytes of console: characters on the page}

    def heard(self, size):
        if size not in self.lengths:
            self.lengths[size] = len(printable(self.console[:size]))
        return self.lengths[size]

    def row(self, store):
        place = self.places.of(store.chain, lambda: place_of(store.chain))
        return (place, self.numbers.get(store.table, 0), store.count, int(store.mmu_on),
                self.heard(store.heard), len(store.changes))

    def changes(self, store, half):
        for index, _, new in store.changes:
            yield (index, *((self.looks.of(self.where[store.table].level, new, half)) if new else
                            self.looks.empty))

    def packed(self, recorded):
        rows = [self.row(store) for store in recorded]
        changes = [change for store, following in pairs(recorded)
                   for change in self.changes(store, half_written(store, following))]
        return explorer_page.packed(rows, ("place", "table", "count", "mmu", "heard", "changes")) | \
            explorer_page.packed(changes, ("index", "look", "out"))


def symbols(places_told):
    """{name: address} of the functions that the page names, so that a user can type a name."""
    names = {words.split("(")[0] for place in places_told for words in place["chain"]}
    return {name: f"{address(name):#x}" for name in sorted(names) if has(name)}


def page_data(tables, recorded, console):
    """All data of the page, in types that JSON has."""
    regs = target.programmed_registers()
    roots = {half.root: half for half in regs.regions}
    where = places(roots, recorded)
    recorded = checked(while_tables(recorded, roots, where))
    tables, looks = [table for table in tables if table in where], Looks(regs)
    steps = Steps(tables, where, looks, console)
    packed = steps.packed(recorded)
    phases = {place["phase"]: why(place["phase"]) for place in steps.places.things}
    return {"title": TITLE, "cleared": machine.CLEARED_BY, "kinds": {kind: list(look) for kind, look in ALL_KINDS.items()},
            "tables": [{"pa": table, "name": table_title(table, where[table]), "level": where[table].level,
                        "base": f"{where[table].base:#x}"} for table in tables],
            "roots": [{"table": root, "name": half.name, "base": f"{half.base:#x}", "bits": half.size_bits}
                      for root, half in roots.items()],
            "shifts": [region().shift(number) for number in range(4)],
            "areas": ranges(kernel.areas()), "owners": ranges(owners()), "looks": looks.looks.things,
            "symbols": symbols(steps.places.things), "places": steps.places.things, "phases": phases, "steps": packed, "count": len(recorded),
            "console": printable(console)}


class Explorer(Command):
    """Write an HTML page that shows every store to a page table of a replayed run

usage: bm explorer FILE CONSOLE
It begins with the first store of head.S. CONSOLE is the file that the machine's console goes to. make explorer does all of it."""

    def lines(self, argument):
        words = gdb.string_to_argv(argument)
        if len(words) != 2:
            raise self.usage()
        moments.must_be_replayed()
        file, console = map(Path, words)
        before = [0]

        def heard():
            return console.stat().st_size

        def rewound():
            before[0] = heard()

        tables, recorded = stores.record(address("machine_off"), frames, heard, rewound)
        try:
            data = page_data(tables, recorded, console.read_bytes()[before[0]:])
        except ValueError as error:
            raise gdb.GdbError(str(error)) from None
        file.write_text(explorer_page.whole(data), encoding="utf-8")
        yield f"wrote {file}: {data['count']} steps"


COMMANDS = (Explorer,)
