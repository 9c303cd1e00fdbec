# SPDX-License-Identifier: MIT
"""What lab 1 asks: four addresses, on a machine with an amount of RAM of its own."""
from riddle import Riddle

MIB, GIB = 1 << 20, 1 << 30
IMAGE, LINEAR_MAP, RAM = 0xFFFFFFFF80000000, 0xFFFF800000000000, 0x40000000
SLOTS, NOWHERE = 0xFFFFFFFFFF200000, 0xFFFF900000000000

TEXT = """Your machine has {memory} of RAM. Your addresses:
  A = {a:#x}   in the kernel's code
  B = {b:#x}   in the linear map
  C = {c:#x}   in the linear map, too
  D = {d:#x}   mapped nowhere"""


def draw(chance):
    size = 1024 * MIB + 2 * MIB * chance.randrange(20, 400)
    end = LINEAR_MAP + RAM + size
    asked = {"a": IMAGE + chance.randrange(0x5000, 0x17000),
             "b": LINEAR_MAP + RAM + chance.randrange(GIB),
             "c": LINEAR_MAP + RAM + GIB + chance.randrange(size - GIB),
             "d": chance.choice([end + chance.randrange(100 * MIB), end + 4 * GIB + chance.randrange(GIB),
                                 SLOTS + chance.randrange(MIB), NOWHERE + chance.randrange(GIB)])}
    memory = f"{size // MIB}M"
    return Riddle(memory, "poweroff", {}, asked, TEXT.format(memory=memory, **asked))
