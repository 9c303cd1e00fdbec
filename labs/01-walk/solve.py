# SPDX-License-Identifier: MIT
"""Solves lab 1 as a student does: entries read with QEMU's monitor, one after the other, and decoded by their bits.

Runs inside GDB, on the recorded run; prints name = value.
"""
import re

import gdb

RAM_SHIFTS = (39, 30, 21, 12)
ADDRESS = 0x0000FFFFFFFFF000


def entry_at(place):
    text = gdb.execute(f"monitor xp /1gx {place:#x}", to_string=True)
    return int(re.search(r": (0x\w+)", text)[1], 16)


def solve(addresses):
    gdb.execute("continue")
    for name, va in addresses.items():
        table = int(gdb.parse_and_eval("$TTBR1_EL1")) & ADDRESS
        for level, shift in enumerate(RAM_SHIFTS):
            index = va >> shift & 511
            entry = entry_at(table + 8 * index)
            print(f"{name}_index_{level} = {index}")
            if level == 3 or entry & 3 != 3:
                break
            table = entry & ADDRESS
        print(f"{name}_level = {level}\n{name}_entry = {entry:#x}")
        if entry & 1:
            print(f"{name}_physical = {(entry & ADDRESS) >> shift << shift | va & (1 << shift) - 1:#x}")
        print(f"{name}_write = {'no' if entry >> 7 & 1 else 'yes'}\n{name}_execute = {'no' if entry >> 53 & 1 else 'yes'}")
