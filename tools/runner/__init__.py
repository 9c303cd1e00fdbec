# SPDX-License-Identifier: MIT
"""What run.py is made of.

    loop      waits for whatever comes first: keys, output, answers
    terminal  the terminal's state, and the way of keys to the machine
    machine   QEMU: its output, and questions to it by QMP
    image     the ELF file's symbols
    watch     what the kernel's memory and its PC say about how it does
"""
