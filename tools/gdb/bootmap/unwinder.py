# SPDX-License-Identifier: MIT
"""Backtraces in head.S, whose calls no debug information describes."""
import gdb
import gdb.unwinder

from .arch import machine
from .elf import at_load_address, function_at


class FrameId:
    """GDB uses sp and pc to tell frames apart. In head.S sp may be the same, so pc is the function."""

    def __init__(self, sp, function):
        self.sp, self.pc = sp, function


class HeadUnwinder(gdb.unwinder.Unwinder):
    """Finds the callers of code that runs at the load address."""

    def __init__(self):
        super().__init__("head.S")

    def __call__(self, frame):
        word = gdb.lookup_type("unsigned long")

        def read(name):
            return int(frame.read_register(name)) & 2**64 - 1

        # GDB's own names, pc and sp, do not work in an unwinder.
        pc, sp = read(machine.PC), read(machine.SP)
        if not at_load_address(pc):
            return None
        function = function_at(pc)
        caller = machine.head_caller(function, read) if function else None
        if caller is None:
            return None
        unwound = frame.create_unwind_info(
            FrameId(gdb.Value(sp).cast(word), gdb.parse_and_eval(f"(unsigned long)&{function}")))
        for name in (machine.PC, machine.SP, *machine.PRESERVED):
            value = caller[name] if name in caller else read(name)
            unwound.add_saved_register(name, gdb.Value(value).cast(frame.read_register(name).type))
        return unwound


def install():
    """Registers the unwinder."""
    gdb.unwinder.register_unwinder(None, HeadUnwinder(), replace=True)
