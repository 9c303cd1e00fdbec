# SPDX-License-Identifier: MIT
"""GDB commands that show page tables, under the prefix `bm`.

    elf       constants, symbols and types from the ELF file's debug information
    stub      registers and physical memory, from QEMU's GDB stub or from a core
    arch      selects the modules of one architecture: aarch64/ and x86_64/ have the same ones
    paging    walks and entries, as far as all architectures have them in common
    target    the registers that control translation, and where the image is in memory
    kernel    the kernel's variables, at any moment of boot or in a core

The other modules are the commands themselves.
"""
import gdb

from . import elf

GREETING = """
bootmap: stopped before the first instruction. Breakpoints by name hold before and after the MMU is on.
bootmap: Use hbreak for code that is not in memory yet, such as these places:
bootmap:   hbreak primary_entry        head.S, MMU off
bootmap:   hbreak {switch:<20} all tables built; print boot_failure if it stops before
bootmap:   hbreak start_kernel         the first line of C
bootmap: then continue, step, backtrace; quit ends it all.
bootmap: bm walk $pc, bm tables and others show page tables; help bm lists them.
"""


def greet():
    """Prints the greeting."""
    from .arch import machine
    gdb.write(GREETING.format(switch=machine.SWITCH))


def install():
    """Defines the commands. The kernel's ELF file must be loaded."""
    elf.add_symbols_at_load_address()
    elf.define_macros()
    from . import commands, printers, unwinder  # they need the constants
    commands.install()
    printers.install()
    unwinder.install()


def end_together():
    """The end of GDB ends QEMU, too."""
    def end(_):
        try:
            gdb.execute("kill", to_string=True)
        except gdb.error:
            pass  # it has ended already
    gdb.events.gdb_exiting.connect(end)
