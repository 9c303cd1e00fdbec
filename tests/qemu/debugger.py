# SPDX-License-Identifier: MIT
"""Runs GDB with the project's commands: on a machine, on a core file, or as make starts it."""
import os
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from machine import ELF, IMAGE, ROOT, Machine
from target import TARGET

QEMU = [TARGET.qemu, "-M", TARGET.machine, "-cpu", TARGET.cpu, "-m", "128M", "-nic", "none",
        "-display", "none", "-serial", "mon:stdio", "-kernel", str(IMAGE), "-append", "demo"]
COMPLAINTS = ["Traceback", "Python Exception", "Error occurred", "Cannot access", "Undefined",
              "No symbol", "does not know", "usage:"]


def gdb(*commands, target=None, core=None, tolerate=()):
    """Runs GDB with ours loaded; returns what it prints. None of it may be a complaint."""
    words = ["gdb-multiarch", "-nx", "-batch", "-x", ROOT / "tools/gdb/bootmap.gdb"]
    words += ["-ex", f"target remote {target}"] if target else []
    words += ["-ex", f"core-file {core}"] if core else []
    for command in commands:
        words += ["-ex", command]
    output = subprocess.run([*words, ELF], check=False, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, timeout=60).stdout
    for complaint in COMPLAINTS:
        assert complaint not in output or complaint in tolerate, output
    return output


class Debugged(Machine):
    """A machine that waits at its first instruction for GDB."""

    def __init__(self, args="demo", **options):
        super().__init__(args, extra=["-S"], semihosting=False, **options)

    def __enter__(self):
        super().__enter__()
        self.gdb_server()
        return self

    def at(self, stop, *commands, **options):
        """What commands say at a stop; None: before the first instruction."""
        going = [f"hbreak {stop}", "continue"] if stop else []
        return gdb(*going, *commands, target=self.gdb_path, **options)


def make_recording(folder, args="demo"):
    """Records a run there, by default of the demo."""
    subprocess.run([ROOT / "tools/record.sh", folder, IMAGE, ELF, *QEMU[:-1], args], check=True, timeout=90,
                   cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return folder


def replay(folder, *commands):
    """What GDB says to commands in a replay; none of it may be a complaint."""
    words = [word for command in commands for word in ("-x", command)]
    output = subprocess.run([ROOT / "tools/record.sh", "--replay", folder, "-b", *words],
                            check=False, timeout=90, cwd=ROOT, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
    for complaint in COMPLAINTS:
        assert complaint not in output, output
    return output


@contextmanager
def debug(*words, target="debug"):
    """A session in a process group of its own, all of which ends with the test, whatever happens."""
    session = subprocess.Popen(["make", "-s", "-C", ROOT, target, *words], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               start_new_session=True)
    try:
        yield session
    finally:
        with suppress(ProcessLookupError):
            os.killpg(session.pid, signal.SIGKILL)
        session.wait()


def running(marker):
    """Command lines of processes that carry the marker."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = file.read_bytes().decode(errors="replace").replace("\0", " ")
        except OSError:
            continue
        if marker in words:
            found.append(words)
    return found


def gone(marker):
    """Waits until no process carries the marker any more; they are given a moment to end."""
    deadline = time.monotonic() + 20
    while running(marker) and time.monotonic() < deadline:
        pass
    return not running(marker)
