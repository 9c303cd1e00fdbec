# SPDX-License-Identifier: MIT
"""What lab 5 asks: about a run in which one of six functions, drawn by chance, keeps a slot."""
from riddle import Riddle


def draw(chance):
    memory = f"{128 + 2 * chance.randrange(100)}M"
    text = f"A machine with {memory} of RAM ran experiments/borrowers.c. One slot of early_ioremap() was not given back."
    return Riddle(memory, "break=borrowers", {"borrowers_seed": chance.getrandbits(31)}, {}, text)
