#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs a machine in this terminal. The exit status is 0 only if every requested job ran and passed. If
the kernel stops, resets the machine or prints nothing, the reason is read from its memory and printed.

usage: run.py [--record | --debug] ELF QEMU-COMMAND…
       ELF       the kernel with its symbols; the machine may load another form of it
       --record  the run is recorded: a reset or a power-off is executed, and not examined
       --debug   the same; a machine that stops or prints nothing is left to GDB

If the standard input is not a terminal, its text is typed when the kernel reads input, then Ctrl-D.
"""
import signal
import sys

from runner.image import Image
from runner.loop import Loop
from runner.machine import Machine
from runner.terminal import Keys, open_terminal
from runner.watch import Watch

# How often a machine that runs is looked at.
INTERVAL = 0.1
SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)


class Ended(Exception):
    """Somebody ended this program: by a signal, or by closing its terminal."""

    def __init__(self, number, _=None):
        super().__init__()
        self.number = number


def end(number, frame):
    """Once is enough: what puts things in order must not be interrupted."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Ended(number, frame)


def run(machine, keys, watch, looks):
    """Until the machine ends, or has to. Returns (status, what to say)."""
    while machine.runs():
        machine.loop.pump(INTERVAL)
        if keys.gone or machine.unheard:
            raise Ended(signal.SIGHUP)
        if keys.leaves:
            return 1, "run: ended by Ctrl-a x"
        verdict = watch.look() if looks else None
        if watch.kernel_listens():
            keys.type_input()
        if verdict:
            return verdict
    status = machine.status()
    return status, f"run: QEMU ended with status {status}" if status else ""


def main(words):
    option = words.pop(0) if words[0] in ("--record", "--debug") else ""
    elf, *command = words
    for number in SIGNALS:
        signal.signal(number, end)
    loop = Loop()
    status, text = 1, ""
    with open_terminal() as terminal:
        machine = Machine(loop, command, pause=not option)
        try:
            keys = Keys(loop, terminal, machine)
            status, text = run(machine, keys, Watch(machine, Image(elf)), option != "--debug")
        except Ended as ended:
            status = 128 + ended.number
        finally:
            machine.end()
    if text:
        sys.stdout.flush()
        print(text, file=sys.stderr)
    return status


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    try:
        STATUS = main(sys.argv[1:])
    except FileNotFoundError as error:
        STATUS = f"run: there is no {error.filename}"
    sys.exit(STATUS)
