# SPDX-License-Identifier: MIT
"""The terminal: keys go to the machine as they are pressed, Ctrl-C and its like included. Whatever
happens, the terminal is left as it was found."""
import os
import termios
from contextlib import contextmanager

CTRL_D = b"\x04"
LEAVE = b"\x01x"  # Ctrl-a x
CHUNK = 4096

# Fields of what tcgetattr() returns.
IFLAG, LFLAG, CC = 0, 3, 6


def raw(attributes):
    """Each key at once, without echo, none of them a signal. Output stays as it was."""
    changed = [*attributes[:CC], list(attributes[CC])]
    changed[IFLAG] &= ~(termios.BRKINT | termios.ICRNL | termios.INLCR | termios.IGNCR
                        | termios.ISTRIP | termios.IXON)
    changed[LFLAG] &= ~(termios.ECHO | termios.ECHONL | termios.ICANON | termios.IEXTEN
                        | termios.ISIG)
    changed[CC][termios.VMIN], changed[CC][termios.VTIME] = 1, 0
    return changed


@contextmanager
def open_terminal():
    """Gives the file descriptor of the terminal, or None if the input is no terminal."""
    if not os.isatty(0):
        yield None
        return
    attributes = termios.tcgetattr(0)
    termios.tcsetattr(0, termios.TCSADRAIN, raw(attributes))
    try:
        yield 0
    finally:
        try:
            termios.tcsetattr(0, termios.TCSADRAIN, attributes)
        except termios.error:
            pass  # it is gone


class Keys:
    """What is typed, on its way to the machine."""

    def __init__(self, loop, terminal, machine):
        self.loop, self.machine, self.terminal = loop, machine, terminal
        self.gone = False                   # somebody closed the terminal
        self.leaves = False                 # somebody wants to leave a QEMU without a monitor
        self.monitor = "mon:stdio" in machine.command
        self.typing = False
        self.ended = 0                      # machines that were told of the end of the input
        self.last = b""                     # of what was typed: nothing, or an ended line
        if terminal is not None:
            self.type_input()

    def type_input(self):
        """Begins to type; called again, tells a machine that began again of the end."""
        if not self.typing:
            self.typing = True
            self.listen()
        elif self.ended and self.ended <= self.machine.resets:
            self.end()

    def listen(self):
        self.loop.when_readable(0, self.read)

    def read(self):
        try:
            data = os.read(0, CHUNK)
        except OSError:
            data = b""
        if data:
            self.loop.forget(0)  # until the machine has taken this
            self.leaves = not self.monitor and LEAVE in self.last + data
            self.last = data[-1:]
            self.machine.type(data, self.listen)
        elif self.terminal is None:
            self.loop.forget(0)
            self.end()
        else:
            self.gone = True

    def end(self):
        self.ended = self.machine.resets + 1
        self.machine.type((b"" if self.last in (b"", b"\n", b"\r") else b"\r") + CTRL_D)
