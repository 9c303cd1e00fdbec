# SPDX-License-Identifier: MIT
"""Commands whose words nobody needs."""
import os
from contextlib import contextmanager

import gdb


@contextmanager
def quietly():
    """GDB tells each stop to the terminal, to_string or not; these stops are nobody's business."""
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
