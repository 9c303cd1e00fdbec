# SPDX-License-Identifier: MIT
"""A machine for the checks of labs. It runs a student's kernel, so nothing that the kernel prints counts: a check
looks at what devices received, at tables and memory, and at where the CPU is.

    with Watched("demo", trace=["pl061_set_output"]) as machine:
        machine.run_to("led_demo")
        machine.run_until(lambda: len(machine.events("pl061_set_output")) > 8, "a line changes")

What a check asks for is drawn from `chance`, anew for each grade. The log of the grade has the seed, and
`make grade SEED=…` asks for the same again.
"""
import os
import random
import re
import struct
import time
from bisect import bisect_right
from pathlib import Path

import pagetable
import pagetable_x86
from machine import LINK_BASE, LOAD_ADDRESS, Machine, symbols
from remote import Stub
from target import ARCH

chance = random.Random(os.environ.get("GRADE_SEED"))

SECONDS = 120      # one step of a check; a hundred times what it takes, for slow computers
STILL_SECONDS = 4  # at one place for so long: nothing will come any more
LOOP_SECONDS, LOOP_BYTES = 20, 4096  # the same in the page that runs before the MMU is on: a loop without an end
KERNEL_HALF = 0xFFFF000000000000


def physical(name):
    """Where the bytes of a symbol are."""
    return symbols()[name] - LINK_BASE + LOAD_ADDRESS


def place_name(pc):
    """An address in the image, physical or virtual, as symbol+offset."""
    address = pc if pc >= LINK_BASE else pc - LOAD_ADDRESS + LINK_BASE
    known = sorted((value, name) for name, value in symbols().items() if LINK_BASE <= value <= symbols()["_end"])
    at = bisect_right(known, (address, "~")) - 1
    if at < 0 or address >= known[-1][0]:
        return f"{pc:#x}, which is outside of the kernel"
    return f"{known[at][1]}+{address - known[at][0]:#x}"


class Watched(Machine):
    """Stands before its first instruction when the with statement begins.

    args    kernel command line
    trace   events of QEMU to note, as "pl061_write"
    """

    def __init__(self, args="poweroff", *, trace=(), extra=(), timeout=SECONDS, **options):
        super().__init__(args, semihosting=False, timeout=timeout, serial=["chardev:console"],
                         extra=["-S", *extra], **options)
        folder = Path(self.folder.name)
        self.trace_file, self.console_file = folder / "trace", folder / "console"
        self.command += ["-chardev", f"stdio,id=console,signal=off,logfile={self.console_file}"]
        for event in trace:
            self.command += ["-trace", event]
        self.command += ["-D", str(self.trace_file)] if trace else []
        self.stub, self.running = None, False

    def __enter__(self):
        super().__enter__()
        self.gdb_server()
        self.stub = Stub(self.gdb_path, self.timeout)
        return self

    def __exit__(self, *arguments):
        if self.stub:
            self.stub.close()
        super().__exit__(*arguments)

    def fail(self, why):
        """Ends a check. The console's last lines are for the reader; no verdict depends on them."""
        text = self.console_file.read_text(errors="replace") if self.console_file.exists() else ""
        last = [line for line in text.replace("\r", "").splitlines() if line.strip()][-3:]
        raise AssertionError("\n".join([why, *(f"console: {line}" for line in last)]))

    # Running and stopping

    def ended(self):
        return self.qemu.proc.poll() is not None

    def go(self):
        """Lets the machine run."""
        if not self.running:
            self.stub.send("c")
        self.running = True

    def stop(self):
        """Stops it, wherever it is."""
        if self.running and not self.ended():
            self.stub.interrupt()
            self.running = not self.stub.stopped(self.timeout)

    def program_counter(self):
        return int(re.search(r"\b(?:PC|[ER]IP)=([0-9a-f]+)", self.monitor("info registers"))[1], 16)

    def _somewhere(self):
        """Where the CPU is, 0 when the machine is just ending."""
        try:
            return self.program_counter()
        except (AssertionError, OSError):
            return 0

    def _wait(self, arrived, what):
        """Until arrived(seconds). A kernel that ended, or stays where it is, is not waited for."""
        end, still_since, where = time.monotonic() + self.timeout, time.monotonic(), 0
        loop_since, low, high = still_since, 0, 0
        while not arrived(0.2):
            if self.ended():
                return arrived(0.2) or self.fail(f"the machine ended before {what}")
            now, clock = self._somewhere(), time.monotonic()
            now = now or where  # no answer: a busy computer
            low, high = min(low, now), max(high, now)
            if abs(now - where) > 16:
                still_since, where = clock, now
            if high - low > LOOP_BYTES:
                loop_since, low, high = clock, now, now
            if clock > min(end, still_since + STILL_SECONDS):
                self.fail(self._no_progress(where, clock > end, what))
            if clock > loop_since + LOOP_SECONDS and high < KERNEL_HALF:
                self.fail(f"the CPU runs in a loop between {place_name(low)} and {place_name(high)}, before {what}")
        return True

    def _no_progress(self, where, late, what):
        if late:
            return f"{self.timeout} seconds, and not yet: {what}; the CPU is at {place_name(where)}"
        record = self.memory(physical("boot_failure") + 16, 240).split(b"\0")[0].decode(errors="replace")
        return f"the CPU stays at {place_name(where)}, before {what}" + (f"; boot_failure: {record}" if record else "")

    def run_until(self, condition, what):
        """Runs until condition() holds, and stops soon after; run_to() stops at an exact place. `what` goes with
        'before': "line 1 changes"."""
        self.go()

        def arrived(seconds):
            if not condition():
                time.sleep(seconds / 4)
            return condition()
        self._wait(arrived, what)
        self.stop()

    def run_to(self, *names):
        """Runs to the next call of one of these functions, before or after the MMU is on, and stops at its first
        instruction. Returns its name."""
        absent = [name for name in names if name not in symbols()]
        assert not absent, f"the kernel has no function {absent[0]}; or the compiler has merged it into its caller"
        places = {place: name for name in names for place in (symbols()[name], physical(name))}
        return places[self._run_to_places(places, f"{' or '.join(names)} is called")]

    def _run_to_places(self, places, what):
        """Runs to one of these addresses, and returns it."""
        if self.program_counter() in places:
            self.stub.ask("s")
        for place in places:
            self.stub.set_breakpoint(place)
        self.go()
        self._wait(self.stub.stopped, what)
        self.running = False
        for place in places:
            self.stub.clear_breakpoint(place)
        return self.program_counter()

    def run_to_return(self):
        """On AArch64: runs until the function returns at whose first instruction the machine stands. Returns the int
        that it returns."""
        self._run_to_places([self.stub.numbered_register(30)], "the function returns")
        return struct.unpack("<i", struct.pack("<I", self.stub.numbered_register(0) & 0xFFFFFFFF))[0]

    def argument(self):
        """The first argument of the function at whose first instruction the machine stands."""
        return self.stub.numbered_register({"aarch64": 0, "x86_64": 5}[ARCH])

    def run_to_end(self):
        """Runs until the kernel switches the machine off."""
        self.go()
        self._wait(lambda seconds: self.ended() or time.sleep(seconds / 4), "it is switched off")

    # What devices received

    def events(self, name):
        """The numbers of each event with this name so far, behind the device's name: a list of tuples."""
        text = self.trace_file.read_text(errors="replace") if self.trace_file.exists() else ""
        lines = re.findall(rf"^(?:\S+:)?{name} (?:/\S+ )?(.*\n)", text, re.M)
        return [tuple(int(number, 0) for number in re.findall(r"\b(?:0x[0-9a-f]+|\d+)\b", line)) for line in lines]

    # Tables and memory

    def word(self, address, size=8):
        """A number in physical memory."""
        return int.from_bytes(self.memory(address, size), "little")

    def poke(self, address, value, size=4):
        """Writes a number to a physical address, of a device, too. The machine is stopped."""
        self.stub.write_physical(address, value.to_bytes(size, "little"))

    def translate(self, address):
        """The physical address, as QEMU's own walk has it; None: not mapped."""
        found = re.search(r"gpa: (0x[0-9a-f]+)", self.monitor(f"gva2gpa {address:#x}"))
        return int(found[1], 16) if found else None

    def entries(self, table):
        return struct.unpack("<512Q", self.memory(table & pagetable.ADDRESS, 4096))

    def pages(self):
        """Every page and block of the kernel's half, walked from the root register on."""
        if ARCH == "aarch64":
            size_bits = 64 - (self.stub.register("TCR_EL1") >> 16 & 63)
            yield from pagetable.walk_all(self.entries, self.stub.register("TTBR1_EL1"), size_bits, KERNEL_HALF)
        else:
            root = int(re.search(r"CR3=(\w+)", self.monitor("info registers"))[1], 16)
            pages = pagetable_x86.walk_all(self.entries, root & pagetable_x86.ADDRESS)
            yield from (page for page in pages if page.va >= KERNEL_HALF)
