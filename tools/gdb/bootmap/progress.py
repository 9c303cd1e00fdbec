# SPDX-License-Identifier: MIT
"""What takes longer than a second says so, on a terminal: what it does, for how long, how to end it."""
import os
import sys
import threading
from contextlib import contextmanager

SECOND = 1.0
CLEAR = "\r\033[K"


@contextmanager
def progress(what):
    """Around what may take long. A thread counts the seconds: GDB itself waits for the machine."""
    ended = threading.Event()

    def count():
        seconds = 0
        while not ended.wait(SECOND):
            seconds += 1
            os.write(2, f"{CLEAR}{what}: {seconds} s, Ctrl-C interrupts".encode())
        if seconds:
            os.write(2, CLEAR.encode())

    thread = threading.Thread(target=count, daemon=True)
    if sys.stderr.isatty() and os.isatty(2):
        thread.start()
    try:
        yield
    finally:
        ended.set()
        if thread.ident:
            thread.join()
