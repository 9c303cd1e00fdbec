# SPDX-License-Identifier: MIT
"""The history of the tables of a run: which pages were tables, at which level, for which addresses, and
since which store."""
from dataclasses import dataclass, replace
from functools import cache

from . import target

LOW_HALF = 2**32 - 1


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


@dataclass(frozen=True)
class Place:
    """The level and the addresses of a table, which the first link to it decides."""
    level: int
    base: int      # the first address that it translates
    extend: object  # its root's: makes an address of an offset

    def below(self, index):
        shift = region().shift(self.level)
        return Place(self.level + 1, self.extend(self.base + (index << shift)), self.extend)


def places(roots, recorded):
    """{table: Place}, by the links that were ever stored. roots: {table: region}."""
    found = {root: Place(half.first_level, half.base, half.extend) for root, half in roots.items()}
    while True:
        known = len(found)
        for store in recorded:
            for index, _, new in store.changes if store.table in found else ():
                child = child_of(found[store.table].level, new)
                if child is not None:
                    found.setdefault(child, found[store.table].below(index))
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


def linked(recorded, roots, where):
    """After each store, the tables that the roots lead to."""
    children, now = {}, reachable({}, roots)
    for store in recorded:
        for index, old, new in store.changes if store.table in where else ():
            level = where[store.table].level
            below = children.setdefault(store.table, {})
            was, child = below.pop(index, None), child_of(level, new)
            if child is not None:
                below[index] = child
            if was != child:
                now = reachable(children, roots)
        yield now


def is_another_use(value, level):
    """Is this what an entry has of another use of its page?"""
    return value != 0 and entry_of(level, value).kind == "invalid"


def without(stores, indices):
    """What is left of {number: store} without what they did to some entries."""
    left = {number: replace(store, changes=tuple(change for change in store.changes if change[0] not in indices))
            for number, store in stores.items()}
    return {number: store for number, store in left.items() if store.changes}


def before_a_link(waiting, number, store, level):
    """{number: store} of a page that no link leads to yet, with one store more. What it finds there of another use
    does not belong to the table."""
    found = {index for index, old, _ in store.changes if is_another_use(old, level)}
    if found:
        changes = ((index, 0 if index in found else old, new) for index, old, new in store.changes)
        store = replace(store, changes=tuple(change for change in changes if change[1] != change[2]))
        waiting = without(waiting, found)
    if store.changes:
        waiting[number] = store
    return waiting


def while_tables(recorded, roots, where):
    """The stores, without those to a page while it is no table. A page becomes one when a link leads to it, and its
    stores count from the last time on that it was zero before. What comes earlier belongs to another use of the page,
    and a page may be a table more than once."""
    kept, waiting, used, before = {}, {}, {}, frozenset()
    for number, (store, tables) in enumerate(zip(recorded, linked(recorded, roots, where))):
        for table in tables - before if tables is not before else ():
            kept |= waiting.pop(table, {})
        before = tables
        if store.table is None or store.table in tables:
            kept[number] = store
        elif store.table in where:
            waiting[store.table] = before_a_link(waiting.get(store.table, {}), number, store,
                                                 where[store.table].level)
        entries = used.setdefault(store.table, set())
        for index, _, new in store.changes:
            (entries.add if new else entries.discard)(index)
        if not entries:
            waiting.pop(store.table, None)
    return [kept[number] for number in sorted(kept)]


def half_written(store, following):
    """Is this the first of two stores of 32-bit code, which together write one entry?"""
    if store.mmu_on or len(store.changes) != 1 or len(following.changes) != 1:
        return False
    (index, old, new), (next_index, between, last) = store.changes[0], following.changes[0]
    return (store.table, index, new) == (following.table, next_index, between) \
        and not (old ^ new) & ~LOW_HALF and not (new ^ last) & LOW_HALF


def checked(recorded):
    """The stores. Raises ValueError if one found another value than the store before it had left: then a
    store was missed."""
    content = {}
    for store in recorded:
        for index, old, new in store.changes:
            if content.get((store.table, index), 0) != old:
                raise ValueError(f"a table was changed by a store that nobody saw: entry {index} at {store.table:#x}")
            content[store.table, index] = new
    return recorded
