# SPDX-License-Identifier: MIT
"""Waits for several things at once."""
import selectors


class Loop:
    """Calls a function whenever its file can be read, or written to."""

    def __init__(self):
        self.selector = selectors.SelectSelector()  # the others do not take files on a disk

    def when_readable(self, file, function):
        self.selector.register(file, selectors.EVENT_READ, function)

    def when_writable(self, file, function):
        self.selector.register(file, selectors.EVENT_WRITE, function)

    def forget(self, file):
        self.selector.unregister(file)

    def pump(self, seconds):
        """Calls what is due, after at most that many seconds."""
        for key, _ in self.selector.select(seconds):
            key.data()
