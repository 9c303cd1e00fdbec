# SPDX-License-Identifier: MIT
"""Runs inside GDB: how long `bm who` takes for a sample of entries at the end of a replayed run."""
import os
import random
import time
from pathlib import Path

import gdb
from bootmap import tour

NAMES = ("start_kernel", "boot_stage", "primary_entry", "PAGE_OFFSET+0x40000000", "BTMAP_VADDR", "FIXADDR_TOP")
RANDOM = 6


def used(pid):
    """CPU time of a process in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def machine():
    """The process of QEMU: the shell script that started it has started this GDB, too."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, fields = status.read_text(encoding="utf-8").split("(", 1)[1].rsplit(")", 1)
        except OSError:
            continue  # it has ended
        if name.startswith("qemu-system") and int(fields.split()[1]) == os.getppid():
            return int(status.parent.name)
    raise gdb.GdbError("QEMU is not a child of the shell that started GDB")


def sample():
    """What to ask for: names; and the first, the middle, the last and some random entries of the tables."""
    entries = sorted(tour.entries().values(), key=lambda entry: entry.address)
    chosen = [entries[0], entries[len(entries) // 2], entries[-1], *random.Random(1).sample(entries, RANDOM)]
    return [*NAMES, *(f"{entry.va:#x} {entry.level}" for entry in chosen)]


def measure():
    """For each a line: CPU seconds of GDB and QEMU together, seconds by the clock, what was asked, the answer."""
    qemu = machine()
    for asked in sample():
        cpu, clock = used(qemu) + time.process_time(), time.monotonic()
        answer = gdb.execute(f"bm who {asked}", to_string=True)
        cpu, clock = used(qemu) + time.process_time() - cpu, time.monotonic() - clock
        told = next((line for line in answer.splitlines() if line.startswith(("  by ", "  no "))), "NO ANSWER")
        print(f"who {cpu:5.2f} {clock:5.2f} {asked}: {told.strip()}", flush=True)  # to_string loses what waits
        gdb.execute("bm back", to_string=True)
