# SPDX-License-Identifier: MIT
"""Backtraces in head.S. There is no stack yet: who called stands in lr, or in x10 where a function
of tables.S keeps it while it calls others."""
import gdb
import gdb.unwinder

from .elf import address, symbol_at


BRANCHED_TO = {"primary_entry": "_head", "enable_mmu": "primary_entry"}


class FrameId:
    """What GDB tells frames apart by. The function does, since sp says nothing."""

    def __init__(self, sp, function):
        self.sp, self.pc = sp, function


def at_load_address(pc):
    return 0 <= pc - address("elf_entry") < address("kernel_image_size")


def function_at(pc):
    return (symbol_at(pc) or "").split("+")[0]


def return_address(function, lr, x10):
    """Where a function goes back to, or, where it never does, came from."""
    if function in BRANCHED_TO:
        return address(BRANCHED_TO[function]) - address("_head") + address("elf_entry") + 4
    return next((place for place in (lr, x10)
                 if at_load_address(place) and function_at(place) != function), 0)


class HeadUnwinder(gdb.unwinder.Unwinder):
    """Finds the callers of code that runs at the load address."""

    def __init__(self):
        super().__init__("head.S")

    def __call__(self, frame):
        pc, lr, x10, sp = (frame.read_register(name) for name in ("pc", "x30", "x10", "sp"))
        if not at_load_address(int(pc)):
            return None
        function = function_at(int(pc))
        if function == "_head":
            return None  # nobody that is known
        unwound = frame.create_unwind_info(
            FrameId(sp, gdb.parse_and_eval(f"(unsigned long)&{function}")))
        caller = gdb.Value(return_address(function, int(lr), int(x10)))
        unwound.add_saved_register("pc", caller.cast(pc.type))
        for name in ("sp", *(f"x{number}" for number in range(31))):
            unwound.add_saved_register(name, frame.read_register(name))
        return unwound


def install():
    """For the session."""
    gdb.unwinder.register_unwinder(None, HeadUnwinder(), replace=True)
