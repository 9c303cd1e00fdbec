# SPDX-License-Identifier: MIT
"""The areas of vmalloc(), vmap() and ioremap(), from the records of mm/vm_area.c."""
from dataclasses import dataclass

import gdb

from . import kernel
from .elf import constant

KINDS = {"VM_IOREMAP": "ioremap", "VM_ALLOC": "vmalloc", "VM_MAP": "vmap"}


@dataclass(frozen=True)
class Area:
    """One area. The addresses up to `slot_end` belong to it and are kept free. `name` is the device that owns
    it; if None, `caller` requested it."""
    start: int
    size: int
    slot_end: int
    kind: str
    phys: int | None
    name: str | None
    caller: int

    @property
    def owner(self):
        return self.name or kernel.caller(self.caller)


def areas():
    """Those in use, in ascending order."""
    return [_area(record, int(chunk["head"]["class"])) for chunk in _chunks() for record in _records(chunk)]


def _area(record, index):
    flags, start, page = int(record["flags"]), int(record["addr"]), constant("PAGE_SIZE")
    kind = next(words for name, words in KINDS.items() if flags & constant(name))
    return Area(start=start, size=int(record["nr_pages"]) * page, slot_end=start + (page << index), kind=kind,
                phys=int(record["phys"]) if kind == "ioremap" else None,
                name=kernel.string(record["caller"]) if flags & constant("VM_NAMED") else None,
                caller=int(record["caller"]))


def _chunks():
    """The pages of records, class by class, in the order of the addresses that they manage."""
    classes = kernel.variable("classes", "vm_area.c")
    chunk, word = gdb.lookup_type("struct chunk"), gdb.lookup_type("unsigned long")
    entries = constant("PAGE_SIZE") // word.sizeof
    for index in range(classes.type.range()[1] + 1):
        directory = int(classes[index]["directory"])
        for number in range(int(classes[index]["numbers"])):
            page = int(kernel.at(directory + number // entries * word.sizeof, word))
            entry = int(kernel.at(page + number % entries * word.sizeof, word))
            if not entry & 1:  # an odd one was given back
                yield kernel.at(entry, chunk)


def _records(chunk):
    head, records = chunk["head"], chunk["area"]
    count = records.type.range()[1] + 1
    free = [int(head["free"][i]) for i in range(count // 64)]
    for i in range(-(-head.type.sizeof // records[0].type.sizeof), count):
        # Bits of slots behind the end of the region are never set, nor are their records written.
        if not free[i // 64] >> i % 64 & 1 and int(records[i]["addr"]):
            yield records[i]
