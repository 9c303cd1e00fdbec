# SPDX-License-Identifier: MIT
"""The kernel's variables, read from physical memory: so they can be had before the MMU is on, and
from a core, whose virtual addresses GDB cannot read."""
import gdb

from . import stub, target
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
    """Bytes of kernel memory, which need not lie side by side in RAM."""
    page, data = constant("PAGE_SIZE"), b""
    while len(data) < size:
        here = va + len(data)
        pa = target.physical_of_image(here) if in_image(here) else physical(here)
        if pa is None:
            raise gdb.GdbError(f"{here:#x} is not mapped: 'bm walk {here:#x}' shows why")
        data += stub.read_physical(pa, min(size - len(data), page - here % page))
    return data


def string(pointer):
    """What a char pointer points to; what a terminal would obey becomes visible, and harmless."""
    va, text = int(pointer), b""
    if not va:
        return "(null)"
    while b"\0" not in text and len(text) < 256:
        text += read(va + len(text), 16 - (va + len(text)) % 16)
    text = text.split(b"\0")[0].decode(errors="replace")
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def at(va, type_):
    """What lies at `va`, as a value of that type."""
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


def table_name(pa):
    """A table's name, if it is one of the image's; else what it is."""
    va = pa - target.load_address() + address("_head")
    return in_image(va) and symbol_at(va) or "table"


def boot_stage():
    """How far boot has come, by the enumerator's name."""
    stage = int(variable("boot_stage"))
    return next(name for name, value in enumerators("boot_stage").items() if value == stage)


def caller(va):
    """A return address as function+offset; None for 0."""
    return symbol_at(va) or f"{va:#x}" if va else None


def image_parts():
    """(first, end, name) of each part of the image."""
    bounds = (("_head", "_einittext", "boot code"), ("_einittext", "_etext", "kernel text"),
              ("_rodata", "_erodata", "kernel rodata"), ("_data", "boot_stack_guard", "kernel data"),
              ("boot_stack_guard", "boot_stack", "guard page"),
              ("boot_stack", "emergency_stack_guard", "boot stack"),
              ("emergency_stack_guard", "emergency_stack", "guard page"),
              ("emergency_stack", "boot_tables", "emergency stack"),
              ("boot_tables", "_end", "boot page tables"))
    return [(address(first), address(end), what) for first, end, what in bounds]


def areas():
    """The address map of layout.h: (first, end, name), ascending."""
    page = constant("PAGE_SIZE")
    return [(0, 1 << constant("VA_BITS"), "identity map"),
            (constant("PAGE_OFFSET"), constant("VMALLOC_START"), "linear map"),
            (constant("VMALLOC_START"), constant("VMALLOC_END"), "vmalloc area"),
            (constant("KIMAGE_VADDR"), constant("KIMAGE_VADDR + KIMAGE_MAX_SIZE"), "kernel image"),
            (constant("FIX_FDT_VADDR"), constant("BTMAP_VADDR"), "device tree, FIX_FDT"),
            (constant("BTMAP_VADDR"), constant("FIXMAP_VADDR"), "early_ioremap slots"),
            (constant("FIXMAP_VADDR"), constant("FIXADDR_TOP") + page, "permanent fixmaps")]


def area_of(va):
    return next((name for first, end, name in areas() if first <= va < end), "nothing")


def owner(va):
    """Who an address belongs to, in a few words."""
    for first, end, what in image_parts():
        if first <= va < end:
            return what
    if constant("FIXMAP_VADDR") <= va < constant("FIXADDR_TOP") + constant("PAGE_SIZE"):
        index = (constant("FIXADDR_TOP") - (va & constant("PAGE_MASK"))) >> constant("PAGE_SHIFT")
        for name, value in permanent_slots().items():
            if value == index:
                return name
    if constant("BTMAP_VADDR") <= va < constant("FIXMAP_VADDR"):
        return f"early_ioremap slot {(va - constant('BTMAP_VADDR')) // slot_size()}"
    return area_of(va)


def slot_size():
    return constant("NR_FIX_BTMAPS") << constant("PAGE_SHIFT")


def permanent_slots():
    """{name: index} of the slots that live in level1_fixmap_pgt."""
    end = constant("__end_of_permanent_fixed_addresses")
    return {name: index for name, index in enumerators("fixed_addresses").items() if index < end}


def table_slots():
    """The fixmap slots through which paging_init() writes tables that nothing else shows."""
    return [constant("FIXADDR_TOP") - (constant(name) << constant("PAGE_SHIFT"))
            for name in ("FIX_PUD", "FIX_PMD", "FIX_PTE")]
