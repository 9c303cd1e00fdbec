# SPDX-License-Identifier: MIT
"""The board that make was called with, as QEMU emulates it, and variants of its device tree."""
import os
import subprocess
from functools import cache

import pytest
from machine import Machine
from target import ROOT, TARGET

BOARD = os.environ.get("BOARD", "")
LOAD_ADDRESS = 0x200000


@cache
def settings():
    """(machine, CPU, RAM, cores, device tree, more options), which tools/boards has."""
    machine, cpu, mem, cores, tree, more = subprocess.run(
        ["make", "-s", "print-board"], cwd=ROOT, env={**os.environ, "BOARD": BOARD}, check=True,
        capture_output=True, text=True).stdout.splitlines()
    known = subprocess.run([TARGET.qemu, "-M", "help"], check=True, capture_output=True, text=True).stdout
    if f"\n{machine} " not in known:
        pytest.skip(f"{TARGET.qemu} does not emulate {machine}: QEMU=… names a newer one")
    return machine, cpu, mem, cores, ROOT / tree, more.split()


def start(args="poweroff", *, tree=None, console="mini-UART", extra=(), **options):
    """A machine whose console is connected to the test, be it the "mini-UART" or the "PL011"."""
    machine, cpu, mem, cores, own, more = settings()
    serial = ("stdio", "null") if console == "PL011" else ("null", "stdio")
    return Machine(args, machine=machine, cpu=cpu, mem=mem, serial=serial,
                   extra=["-smp", cores, "-dtb", tree or own, *more, *extra], **options)


def patched(folder, *replacements):
    """The board's tree with text replaced in its source form; every one must occur."""
    text = subprocess.run(["dtc", "-q", "-I", "dtb", "-O", "dts", settings()[4]], check=True,
                          capture_output=True, text=True).stdout.replace('", "', "\\0")
    for old, new in replacements:
        assert old in text, f"the board's tree has no {old!r}"
        text = text.replace(old, new)
    file = folder / "patched.dtb"
    subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", file], input=text, check=True,
                   capture_output=True, text=True)
    return file
