# SPDX-License-Identifier: MIT
"""What all commands below `bm` share: their base class, the addresses that a user types, and the
registers for reading tables."""
import re

import gdb

from . import kernel, stub, target
from .colour import paint
from .elf import address, has, linked_address
from .progress import progress


class Command(gdb.Command):
    """A command below the prefix. The name of the subclass is the name of the command. Its docstring is
    the help text: first the purpose, which `help bm` lists, then the usage."""

    def __init__(self):
        super().__init__(f"bm {type(self).__name__.lower()}", gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        try:
            self.write_lines(argument.strip())
        except KeyboardInterrupt:
            raise gdb.GdbError("interrupted: there is no answer") from None

    def write_lines(self, argument):
        """One write, so that GDB's pager gets the whole text."""
        try:
            with progress(f"bm {type(self).__name__.lower()}"):
                text = "".join(f"{line}\n" for line in self.lines(argument))
            gdb.write(paint(text))
        except gdb.error as error:
            raise gdb.GdbError(str(error)) from None

    def lines(self, argument):
        raise NotImplementedError

    def usage(self):
        return gdb.GdbError(next(line for line in self.__doc__.splitlines() if line.startswith("usage: ")))


NAME = re.compile(r"(?<![\w$])[A-Za-z_]\w*")

# Values of these types stand for the place where they are.
PLACES = (gdb.TYPE_CODE_FUNC, gdb.TYPE_CODE_ARRAY, gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION)


def address_of(expression):
    """The address that a user's expression means. A function, a table, an array or a structure means where
    it is. A number, a register, and a variable that holds a number mean their value. The names of places
    mean link addresses, even while GDB takes them for the copy at the load address."""
    if NAME.fullmatch(expression) and not gdb.lookup_symbol(expression)[0] and has(expression):
        return address(expression)  # defined by the linker or in assembly: GDB knows no type of it
    value = gdb.parse_and_eval(expression)
    if value.type.strip_typedefs().code in PLACES:
        value = value.address
    is_variable = value.address is not None
    va = int(value_now(value).cast(gdb.lookup_type("unsigned long")))
    return va if is_variable or not names_a_place(expression) else linked_address(va)


def names_a_place(expression):
    """Does an expression have names, and none of a local variable? Such a variable may be in a register."""
    names = NAME.findall(expression)
    symbols = filter(None, (gdb.lookup_symbol(name)[0] for name in names if gdb.selected_thread()))
    return bool(names) and not any(symbol.needs_frame for symbol in symbols)


def value_now(value):
    """The present value of a variable of the kernel, which is read from physical memory; so this works in a
    core, too, and before the MMU is on. Any other value is returned unchanged."""
    where = value.address
    if where is None or not kernel.in_image(linked_address(int(where))):
        return value
    return kernel.at(linked_address(int(where)), value.type)


def regs_and_note():
    """The registers for reading tables, and lines to print first if the MMU does not use these."""
    regs = target.registers()
    if not has("init_top_pgt"):
        raise gdb.GdbError("MMU off: identity. This image was built without one (MMU=n) and has no tables")
    if not regs.mmu_on:
        note = [f"{regs.mode}MMU off: identity, every address is a physical one. Once head.S turns it on:"]
    elif stub.is_core():
        note = ["core: no system registers in it; the values that head.S programs are assumed"]
    else:
        note = []
    return target.table_registers(), note


def entry_line(entry, regs):
    return f"  level {entry.level}  {kernel.table_name(entry.table):<18} at {entry.table:#x} " \
           f"[{entry.index:3}] = {entry.value:#018x}  {entry.words(regs)}"


def run_command(words):
    """The lines of another command."""
    name, _, argument = words.partition(" ")
    return list(installed[name].lines(argument))


# Every command by its name.
installed = {}
