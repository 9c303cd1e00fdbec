# SPDX-License-Identifier: MIT
"""GDB learns to think in page tables: the commands under the prefix `bm`.

    elf       what the ELF file's debug information knows: constants, symbols, types
    target    what the machine knows: registers, physical memory, where the image is
    vmsa      what the architecture says about descriptors and walks
    kernel    the kernel's variables, at any moment of boot or in a core

The other modules are the commands themselves.
"""
import gdb

from . import elf


def is_known():
    """These commands know the tables and registers of one architecture."""
    return gdb.selected_inferior().architecture().name() == "aarch64"


def greet():
    """What a session begins with, behind what bootmap.gdb says."""
    if is_known():
        gdb.write("bootmap: bm walk $pc, bm tables and others show page tables; help bm lists them.\n")


def install():
    """Makes the commands, once the kernel's ELF file is loaded."""
    elf.add_symbols_at_load_address()
    if not is_known():
        return
    elf.define_macros()
    from . import commands, printers, unwinder  # they need the constants
    commands.install()
    printers.install()
    unwinder.install()


def end_together():
    """Leaving GDB ends the machine, too, instead of letting it run on with nobody there."""
    def end(_):
        try:
            gdb.execute("kill", to_string=True)
        except gdb.error:
            pass  # it has ended already
    gdb.events.gdb_exiting.connect(end)
