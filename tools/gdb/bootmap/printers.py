# SPDX-License-Identifier: MIT
"""How `print` shows the kernel's own types."""
import gdb
import gdb.printing

from . import kernel, target
from .elf import constant
from .vmsa import Entry


class PtePrinter:
    """A pte_t. Its level cannot be seen in it: bit 1 set is a table above level 3, a page in it."""

    def __init__(self, value):
        self.value = int(value["val"])

    def to_string(self):
        if gdb.selected_thread() is None:
            return f"{self.value:#x}"
        regs = target.table_registers()
        region = regs.regions[True]
        as_page = Entry(region, 3, 0, 0, self.value, 0)
        if as_page.kind == "page" and self.value >> 2 & 0x3ff == 0:
            return f"{self.value:#x} (table at {as_page.output:#x})"
        as_block = Entry(region, 2, 0, 0, self.value, 0)
        entry = as_page if as_page.leaf else as_block
        return f"{self.value:#x} ({entry.words(regs)})"


class ResourcePrinter:
    """A struct resource, in the words of the kernel's own reports."""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        start, end, flags = (int(self.value[name]) for name in ("start", "end", "flags"))
        kind, width = ("io", 4) if flags & constant("IORESOURCE_TYPE_BITS") == constant("IORESOURCE_IO") \
            else ("mem", 8)
        busy = ", busy" if flags & constant("IORESOURCE_BUSY") else ""
        return f"[{kind} 0x{start:0{width}x}-0x{end:0{width}x}] {kernel.string(self.value['name'])}{busy}"


def install():
    """Registers them for the session."""
    printers = gdb.printing.RegexpCollectionPrettyPrinter("bootmap")
    printers.add_printer("pte_t", "^pte_t$", PtePrinter)
    printers.add_printer("resource", "^resource$", ResourcePrinter)
    gdb.printing.register_pretty_printer(None, printers, replace=True)
