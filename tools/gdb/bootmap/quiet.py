# SPDX-License-Identifier: MIT
"""Runs GDB commands without their output."""
import os
from contextlib import contextmanager

import gdb


@contextmanager
def quietly():
    """GDB prints each stop to the terminal, even in execute(to_string=True). In this block it does not."""
    gdb.flush()
    terminal, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        gdb.flush()
        os.dup2(terminal, 1)
        os.close(terminal)
        os.close(nowhere)
