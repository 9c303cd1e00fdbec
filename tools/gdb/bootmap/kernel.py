# SPDX-License-Identifier: MIT
"""The kernel's variables, read from physical memory. So they can be read before the MMU is on, and from a
core, in which GDB cannot read virtual addresses."""
from functools import cache

import gdb

from . import elf, stub, target
from .elf import address, constant, enumerators, linked_address, symbol_at
from .paging import leaf_address, walk


def in_image(va):
    return address("_head") <= va < address("_end")


def physical(va):
    """Where `va` leads now; None if nowhere."""
    regs = target.registers()
    if not regs.mmu_on:
        return target.physical_of_image(va) if in_image(va) else va
    region = regs.region(va)
    return leaf_address(walk(region, va, stub.read_entry), va) if region else None


def read(va, size):
    """Bytes of kernel memory. Its pages may be anywhere in RAM."""
    page, data = constant("PAGE_SIZE"), b""
    while len(data) < size:
        here = va + len(data)
        pa = target.physical_of_image(here) if in_image(here) else physical(here)
        if pa is None:
            raise gdb.GdbError(f"{here:#x} is not mapped: 'bm walk {here:#x}' shows why")
        data += stub.read_physical(pa, min(size - len(data), page - here % page))
    return data


def string(pointer):
    """The text that a char pointer points to. Control characters, which a terminal would obey, become "?"."""
    va, text = int(pointer), b""
    if not va:
        return "(null)"
    while b"\0" not in text and len(text) < 256:
        text += read(va + len(text), 16 - (va + len(text)) % 16)
    text = text.split(b"\0")[0].decode(errors="replace")
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def at(va, type_):
    """The memory at `va` as a value of that type."""
    return gdb.Value(read(va, type_.sizeof), type_)


def follow(pointer):
    """What a pointer points to."""
    return at(int(pointer), pointer.type.target())


def place(name, file=None):
    """Where a variable is, and its type; `file` for a static one whose name others have, too."""
    if file:
        symbol = next((found for found in gdb.lookup_static_symbols(name)
                       if found.symtab.filename.endswith(file)), None)
    else:
        symbol = gdb.lookup_global_symbol(name) or gdb.lookup_static_symbol(name)
    if symbol is None:
        raise gdb.GdbError(f"this image has no variable {name}")
    return linked_address(int(symbol.value().address)), symbol.type


def variable(name, file=None):
    """A variable's value now."""
    return at(*place(name, file))


def siblings(pointer):
    """The resources of a tree of siblings, in ascending order."""
    while int(pointer):
        resource = follow(pointer)
        yield from siblings(resource["left"])
        yield resource
        pointer = resource["right"]


def table_name(pa):
    """The name of a table that is part of the image; "table" for any other."""
    va = pa - target.load_address() + address("_head")
    return in_image(va) and symbol_at(va) or "table"


def boot_stage():
    """How far boot has come, by the enumerator's name."""
    stage = int(variable("boot_stage"))
    return next(name for name, value in enumerators("boot_stage").items() if value == stage)


def caller(va):
    """A return address as function+offset; None for 0."""
    return symbol_at(va) or f"{va:#x}" if va else None


def image_constant(name, file):
    """A constant table, read from the ELF file, because the image may not be in memory yet."""
    va, kind = place(name, file)
    return gdb.Value(elf.image_bytes(va, kind.sizeof), kind)


def image_string(pointer):
    """The string that an entry of such a table points to."""
    va, text = int(pointer), b""
    while b"\0" not in text:
        text += elf.image_bytes(va + len(text), 1)
    return text[:-1].decode()


@cache
def image_parts():
    """(first, end, name) of each part of the image, as mm/fault.c has them."""
    table = image_constant("image_parts", "fault.c")
    parts = [table[i] for i in range(table.type.range()[1] + 1)]
    starts = [linked_address(int(part["start"])) for part in parts]
    ends = [*starts[1:], constant("KIMAGE_VADDR + KIMAGE_MAX_SIZE")]
    return [(first, end, image_string(part["name"])) for first, end, part in zip(starts, ends, parts)]


@cache
def areas():
    """The address map of layout.h: (first, end, name), ascending; named as monitor/dump.c does."""
    ends = [constant(end) for end in ("VMALLOC_START", "VMALLOC_END", "KIMAGE_VADDR + KIMAGE_MAX_SIZE",
                                      "BTMAP_VADDR", "FIXMAP_VADDR", "FIXADDR_TOP + PAGE_SIZE")]
    table = image_constant("sections", "dump.c")
    sections = [table[i] for i in range(table.type.range()[1] + 1)]
    starts = [max(int(section["start"]), constant("PAGE_OFFSET")) for section in sections]
    return [(0, 1 << constant("VA_BITS"), "identity map"),
            *((first, next(end for end in ends if end > first), image_string(section["name"]))
              for first, section in zip(starts, sections))]


def area_of(va):
    return next((name for first, end, name in areas() if first <= va < end), "nothing")


def slot_size():
    return constant("NR_FIX_BTMAPS") << constant("PAGE_SHIFT")


def permanent_slots():
    """{name: index} of the slots whose entries are in level1_fixmap_pgt."""
    end = constant("__end_of_permanent_fixed_addresses")
    return {name: index for name, index in enumerators("fixed_addresses").items() if index < end}


def table_slots():
    """The fixmap slots through which paging_init() writes new tables."""
    return [constant("FIXADDR_TOP") - (constant(name) << constant("PAGE_SHIFT"))
            for name in ("FIX_PUD", "FIX_PMD", "FIX_PTE")]
