# SPDX-License-Identifier: MIT
"""GDB learns to think in page tables: the commands under the prefix `bm`.

    elf       what the ELF file's debug information knows: constants, symbols, types
    stub      what QEMU's stub or a core holds: registers, physical memory
    arch      what one architecture says about all that; aarch64/ and x86_64/ have the same modules
    paging    what walks and entries of all architectures have in common
    target    the registers of translation now, and where the image is
    kernel    the kernel's variables, at any moment of boot or in a core

The other modules are the commands themselves.
"""
import gdb

from . import elf

GREETING = """
bootmap: stopped before the first instruction. Breakpoints work by name before and after the MMU
bootmap: goes on: hardware ones (hbreak) also where software ones cannot be written yet.
bootmap:   hbreak primary_entry        head.S, MMU off
bootmap:   hbreak {switch:<20} all tables built; print boot_failure if it stops before
bootmap:   hbreak start_kernel         the first line of C
bootmap: then continue, step, backtrace; quit ends it all.
bootmap: bm walk $pc, bm tables and others show page tables; help bm lists them.
"""


def greet():
    """What a session begins with."""
    from .arch import machine
    gdb.write(GREETING.format(switch=machine.SWITCH))


def install():
    """Makes the commands, once the kernel's ELF file is loaded."""
    elf.add_symbols_at_load_address()
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
