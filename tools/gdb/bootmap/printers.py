# SPDX-License-Identifier: MIT
"""How `print` shows the kernel's own types."""
import gdb
import gdb.printing

from . import kernel, target
from .arch import paging
from .elf import constant


class PtePrinter:
    """A pte_t. A value does not say which level it is for, so the level is guessed."""

    def __init__(self, value):
        self.value = int(value["val"])

    def to_string(self):
        if gdb.selected_thread() is None:
            return f"{self.value:#x}"
        regs = target.table_registers()
        entry = paging.entry_of_unknown_level(regs.regions[-1], self.value)
        return f"{self.value:#x} ({entry.words(regs)})"


class ResourcePrinter:
    """A struct resource, as the kernel's reports write it."""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        start, end, flags = (int(self.value[name]) for name in ("start", "end", "flags"))
        kind, width = ("io", 4) if flags & constant("IORESOURCE_TYPE_BITS") == constant("IORESOURCE_IO") \
            else ("mem", 8)
        busy = ", busy" if flags & constant("IORESOURCE_BUSY") else ""
        return f"[{kind} 0x{start:0{width}x}-0x{end:0{width}x}] {kernel.string(self.value['name'])}{busy}"


def install():
    """Registers the printers."""
    printers = gdb.printing.RegexpCollectionPrettyPrinter("bootmap")
    printers.add_printer("pte_t", "^pte_t$", PtePrinter)
    printers.add_printer("resource", "^resource$", ResourcePrinter)
    gdb.printing.register_pretty_printer(None, printers, replace=True)
