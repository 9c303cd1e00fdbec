# SPDX-License-Identifier: MIT
"""Lets a replay reach the end of its recording. When a machine switches itself off by a store or through a
port, QEMU records the power-off before the instructions that led to it. A replay would end without these
instructions, at the last character of the console. This program swaps the two records.

usage: power_off_last.py EVENTS
"""
import re
import sys
from pathlib import Path

VERSION = (0xe0200c).to_bytes(4, "big")  # the format in which events have these numbers
INSTRUCTIONS, CLOCK, CHECKPOINT = rb"\x00.{4}", rb"[\x1c\x1d].{8}", rb"[\x1e-\x26]"
CHARACTER = rb"\x16\0{3}\x01\0{3}\x01"   # one was to be written, and was
POWER_OFF = rb"\x10"

EVENTS = b"(?:" + b"|".join((INSTRUCTIONS, CLOCK, CHECKPOINT)) + b")*"
ENDING = re.compile(b"(" + CHARACTER + EVENTS + b")(" + POWER_OFF + b")(" + INSTRUCTIONS + b")", re.S)


def power_off_last(log):
    """The log with both in their true order; as it is if the machine ended in another way."""
    return ENDING.sub(rb"\1\3\2", log) if log.startswith(VERSION) else log


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_bytes(power_off_last(file.read_bytes()))
