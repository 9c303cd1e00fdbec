# SPDX-License-Identifier: MIT
"""A command that takes longer than a second says so on a terminal: its name, for how long it has run,
and how to interrupt it."""
import os
import signal
import threading
from contextlib import contextmanager

SECOND = 1.0
CLEAR = "\r\033[K"


@contextmanager
def progress(what):
    """For a block that may take long. A thread counts the seconds, since GDB itself waits for the machine."""
    ended = threading.Event()

    def count():
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # it is for GDB's own thread
        seconds = 0
        while not ended.wait(SECOND):
            seconds += 1
            os.write(2, f"{CLEAR}{what}: {seconds} s, Ctrl-C interrupts".encode())
        if seconds:
            os.write(2, CLEAR.encode())

    thread = threading.Thread(target=count, daemon=True)
    if os.isatty(2):  # sys.stderr is GDB's own and never claims to be one
        thread.start()
    try:
        yield
    finally:
        ended.set()
        if thread.ident:
            thread.join()
