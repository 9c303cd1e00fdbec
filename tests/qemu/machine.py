# SPDX-License-Identifier: MIT
"""One QEMU for a test, used through its console, QMP and GDB."""
import json
import os
import re
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

import pexpect
from pexpect.popen_spawn import PopenSpawn
from target import ARCH, ROOT, TARGET

BUILD = ROOT / "build" / ARCH
IMAGE = BUILD / "bootmap.img"
ELF = BUILD / "bootmap.elf"
DEBUG_IMAGE = ROOT / "build" / f"{ARCH}-debug" / "bootmap.img"

LINK_BASE = 0xFFFFFFFF80000000
RAM_BASE = TARGET.ram
LOAD_ADDRESS = TARGET.load

# What no console shows in a run that is well, whichever test is waiting for whatever.
BAD_PATTERNS = ["Kernel panic", "Unexpected fault", "A fault inside", r"\nnot ok "]


@cache
def symbols(elf=ELF):
    """Addresses by name, as the image was linked."""
    lines = subprocess.run([TARGET.tool("nm"), elf], check=True, capture_output=True,
                           text=True).stdout.splitlines()
    return {name: int(address, 16) for address, _, name in
            (line.split() for line in lines if len(line.split()) == 3)}


class WholeLines:
    """Decodes what a console says; what it broke at the end of a row is one line again."""

    ROW_ENDS = " \r\n    "

    def __init__(self, decoder):
        self.decoder, self.blank, self.held = decoder, "", ""

    def decode(self, data, final=False):
        text = self.blank + self.held + self.decoder.decode(data, final)
        text = text.replace(self.ROW_ENDS, " ")
        # What may go on in the next read is held back; not a blank alone: somebody may have typed it.
        part = next((n for n in range(len(self.ROW_ENDS) - 1, 1, -1) if text.endswith(self.ROW_ENDS[:n])), 1)
        self.held = text[len(text) - part + 1:] if part > 1 else ""
        text = text[:len(text) - len(self.held)]
        released = text[len(self.blank):]
        self.blank = " " if text.endswith(" ") else ""
        return released


class Machine:
    """Starts QEMU and kills this one QEMU again; use it in a with statement.

    args     kernel command line; without a job in it, nor poweroff, the monitor waits in the end
    kernel   file for -kernel; None: `extra` loads something by itself
    tolerate bad patterns that this run is expected to show
    serial   what each serial port is connected to; the test speaks through "stdio"
    """

    def __init__(self, args="poweroff", *, machine=TARGET.machine, cpu=TARGET.cpu, mem="1G",
                 kernel=IMAGE, extra=(), tolerate=(), serial=("stdio",), semihosting=True, timeout=30):
        self.folder = tempfile.TemporaryDirectory(prefix="bootmap-")
        self.qmp_path = Path(self.folder.name) / "qmp"
        self.gdb_path = Path(self.folder.name) / "gdb"
        self.bad = [pattern for pattern in BAD_PATTERNS if pattern not in tolerate]
        self.timeout = timeout
        self.qmp_file = None
        command = [TARGET.qemu, "-M", machine, "-cpu", cpu, "-m", mem, "-nic", "none",
                   "-display", "none", "-monitor", "none", "-no-reboot",
                   "-qmp", f"unix:{self.qmp_path},server=on,wait=off"]
        for port in serial:
            command += ["-serial", port]
        if kernel:
            command += ["-kernel", str(kernel), "-append", args]
        # Semihosting opens this computer's files to the kernel: one that is graded does not get it.
        if semihosting and "GRADE_SEED" not in os.environ:
            command += TARGET.status
        self.command = command + [str(word) for word in extra]
        self.qemu = None

    def __enter__(self):
        assert not self.qemu, "it runs already"
        self.qemu = PopenSpawn(self.command, timeout=self.timeout, encoding="utf-8",
                               codec_errors="replace")
        self.qemu._decoder = WholeLines(self.qemu._decoder)
        self.seen = ""
        return self

    def __exit__(self, *_):
        self.qemu.proc.kill()
        self.qemu.proc.wait()
        if self.qmp_file:
            with suppress(OSError):  # QEMU is gone, and a command to it was not read
                self.qmp_file.close()
        self.folder.cleanup()

    def _keep(self):
        """Notes what was read; after a time-out pexpect itself still holds it."""
        if self.qemu.after is not pexpect.TIMEOUT:
            last = self.qemu.after if isinstance(self.qemu.after, str) else ""
            self.seen += self.qemu.before + last

    def _fail(self, why):
        # What follows a bad pattern is its explanation: let the machine come to an end.
        self.qemu.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=2)
        tail = "\n".join((self.seen + self.qemu.before).splitlines()[-40:])
        raise AssertionError(f"{why}\n{' '.join(self.command)}\n--- end of the console ---\n{tail}")

    def expect(self, pattern, timeout=None):
        """Waits for a regular expression on the console; returns the match."""
        choices = [pattern, *self.bad, pexpect.EOF, pexpect.TIMEOUT]
        found = self.qemu.expect(choices, timeout=timeout or self.timeout)
        self._keep()
        if found == 0:
            return self.qemu.match
        names = {len(choices) - 2: "the machine ended", len(choices) - 1: "time-out"}
        why = names.get(found, f"the console shows {choices[found]!r}")
        return self._fail(f"{why} while waiting for {pattern!r}")

    def send(self, text):
        """Types text."""
        self.qemu.send(text)

    def finish(self, status=0):
        """Waits for the machine to end by itself; returns all that it printed."""
        found = self.qemu.expect([pexpect.EOF, *self.bad, pexpect.TIMEOUT])
        self._keep()
        if found:
            self._fail("time-out before the machine ended" if found > len(self.bad)
                       else f"the console shows {self.bad[found - 1]!r}")
        ended = self.qemu.proc.wait()
        if ended != status:
            self._fail(f"exit status {ended} instead of {status}")
        return self.seen.replace("\r", "")

    def _open_qmp(self):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(self.timeout)
        while True:  # QEMU may not have opened it yet; it does, or ends
            try:
                connection.connect(str(self.qmp_path))
                break
            except (FileNotFoundError, ConnectionRefusedError):
                if self.qemu.proc.poll() is not None:
                    self._fail("QEMU ended before it could be asked")
        self.qmp_file = connection.makefile("rw")
        connection.close()
        self.qmp_file.readline()
        self.qmp("qmp_capabilities")

    def qmp(self, command, **arguments):
        """One QMP command; returns its result."""
        if not self.qmp_file:
            self._open_qmp()
        try:
            self.qmp_file.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
            self.qmp_file.flush()
            for line in self.qmp_file:
                answer = json.loads(line)
                if "error" in answer:
                    raise AssertionError(answer["error"]["desc"])
                if "return" in answer:
                    return answer["return"]
        except OSError:
            pass
        return self._fail(f"QEMU ended, or was silent, when asked for {command}")

    def press_power_button(self):
        """Does not wait for QEMU's answer: the machine may be off before it comes."""
        if not self.qmp_file:
            self._open_qmp()
        self.qmp_file.write(json.dumps({"execute": "system_powerdown"}) + "\n")
        self.qmp_file.flush()

    def monitor(self, line):
        """One line for QEMU's own monitor; returns what it prints."""
        return self.qmp("human-monitor-command", **{"command-line": line})

    def memory(self, physical, size):
        """Physical memory as bytes."""
        file = Path(self.folder.name) / "memory"
        self.qmp("pmemsave", val=physical, size=size, filename=str(file))
        return file.read_bytes()

    def wait_for_memory(self, physical, size, expected):
        """Waits until a number in physical memory has a value."""
        deadline = time.monotonic() + self.timeout
        found = None
        while time.monotonic() < deadline:
            found = int.from_bytes(self.memory(physical, size), "little")
            if found == expected:
                return
        self._fail(f"the number at {physical:#x} is {found}, not {expected}")

    def wait_for_stop(self, load_address=LOAD_ADDRESS):
        """Waits until every core rests at boot_stop, physical or virtual; returns their number."""
        stop = symbols()["boot_stop"]
        resting = {base + offset for base in (stop, stop - LINK_BASE + load_address)
                   for offset in TARGET.stop}
        deadline = time.monotonic() + self.timeout
        cores = []
        while time.monotonic() < deadline:
            cores = [int(pc, 16) for pc in
                     re.findall(r"\b(?:PC|[ER]IP)=([0-9a-f]+)", self.monitor("info registers -a"))]
            if resting.issuperset(cores):
                return len(cores)
        return self._fail(f"the kernel did not stop, PC is {[hex(pc) for pc in cores]}")

    def cpu_time(self):
        """What this QEMU has used so far of this machine's processors, in clock ticks."""
        fields = Path(f"/proc/{self.qemu.proc.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def wait_for_rest(self):
        """Waits until QEMU needs next to no time: no core runs any more."""
        deadline = time.monotonic() + self.timeout
        while time.monotonic() < deadline:
            start, used = time.monotonic(), self.cpu_time()
            time.sleep(0.5)
            share = (self.cpu_time() - used) / os.sysconf("SC_CLK_TCK") / (time.monotonic() - start)
            if share < 0.05:
                return
        self._fail("a core that should rest is busy")

    def boot_failure(self, load_address=LOAD_ADDRESS):
        """Waits until the kernel stops, and returns (code, value, sentence) of its record."""
        self.wait_for_stop(load_address)
        raw = self.memory(symbols()["boot_failure"] - LINK_BASE + load_address, 256)
        return (int.from_bytes(raw[:8], "little"), int.from_bytes(raw[8:16], "little"),
                raw[16:].split(b"\0")[0].decode(errors="replace"))

    def gdb(self, script):
        """Runs GDB commands against a machine started with gdb_options(); returns their output."""
        file = Path(self.folder.name) / "script.gdb"
        file.write_text("set pagination off\nset confirm off\n"
                        f"target remote {self.gdb_path}\n{script}\n")
        return subprocess.run(["gdb-multiarch", "-nx", "-batch", "-x", str(file), str(ELF)],
                              check=False, capture_output=True, text=True,
                              timeout=self.timeout).stdout

    def gdb_server(self):
        """Opens the GDB stub (before anything runs if `extra` has -S)."""
        self.monitor(f"gdbserver unix:{self.gdb_path},server=on,wait=off")


def ktap(console):
    """The results in a console's KTAP: {name: "ok" | "not ok" | "skip"}; checks the plan."""
    plan = int(re.search(r"^1\.\.(\d+)$", console, re.M).group(1))
    results = {}
    for verdict, number, name, skip in re.findall(
            r"^(ok|not ok) (\d+) (\S+)(?: # SKIP (.+))?$", console, re.M):
        assert int(number) == len(results) + 1, f"result {number} is out of order"
        results[name] = "skip" if skip else verdict
    assert len(results) == plan, f"{plan} tests planned, {len(results)} reported"
    return results


def names_of_tests(kernel):
    """Names of the tests that an image has."""
    return {name.removeprefix("test_case_") for name in symbols(kernel.with_suffix(".elf"))
            if name.startswith("test_case_")}


def check_selftest(console, kernel=IMAGE):
    """All the tests that the image has took place, and none failed."""
    results = ktap(console)
    assert set(results) == names_of_tests(kernel)
    assert "not ok" not in results.values()


def bsd_sum(text):
    """What experiments/echo.c computes of what was typed."""
    total = 0
    for character in text.encode():
        total = ((total >> 1 | total << 15) + character) & 0xFFFF
    return total


def interrupts_of(console, device):
    """(how often a device interrupted, its controller, its input), by the kernel's own list."""
    count, controller, line = re.search(rf"^ *\d+ +(\d+) +(\S+) +(\d+) +{re.escape(device)}$", console,
                                        re.M).groups()
    return int(count), controller, int(line)
