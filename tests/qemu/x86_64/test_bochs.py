# SPDX-License-Identifier: MIT
"""The kernel from a CD in Bochs, whose hardware is stricter than QEMU's: interrupt lines lead to the
CPU as they do on a board, and registers refuse what is reserved."""
import os
import pty
import select
import shutil
import tty

import pexpect
import pytest
from machine import BAD_PATTERNS, check_selftest
from pexpect.fdpexpect import fdspawn
from test_boot import grub_image

MISSING = [program for program in ("bochs", "grub-mkrescue") if not shutil.which(program)]
pytestmark = pytest.mark.skipif(MISSING, reason=f"{', '.join(MISSING)} not here: run 'make ARCH=x86_64 setup'")

# Few instructions a second: seconds that firmware or the serial line wait are then over after few.
# With fewer still, a handler that runs every 2 µs would leave no time for anything else.
CONFIGURATION = """
display_library: term
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
megs: 128
cpu: model={cpu}, ips=200000000, reset_on_triple_fault=0
clock: sync=none
ata0-master: type=cdrom, path={iso}, status=inserted
boot: cdrom
com1: enabled=1, mode=term, dev={serial}
sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
speaker: enabled=0
panic: action=fatal
log: {folder}/log
"""


class Bochs:
    """Starts Bochs and ends this one again; use it in a with statement."""

    def __init__(self, folder, arguments, cpu, before="", tolerate=()):
        self.folder = folder
        self.bad = [pattern for pattern in BAD_PATTERNS if pattern not in tolerate]
        iso = grub_image(folder, arguments, before)
        self.ours, self.serial = pty.openpty()
        tty.setraw(self.serial)
        (folder / "bochsrc").write_text(CONFIGURATION.format(
            cpu=cpu, iso=iso, serial=os.ttyname(self.serial), folder=folder))
        (folder / "go").write_text("continue\n")  # Debian's Bochs begins in its debugger

    def __enter__(self):
        environment = {**os.environ, "TERM": "vt100"}
        self.screen = pexpect.spawn(
            "bochs", ["-q", "-f", str(self.folder / "bochsrc"), "-rc", str(self.folder / "go")],
            dimensions=(50, 160), env=environment, encoding="latin-1", timeout=60)
        self.console = fdspawn(self.ours, encoding="utf-8", codec_errors="replace", timeout=60)
        self.seen = ""
        return self

    def __exit__(self, *_):
        self.screen.close(force=True)
        os.close(self.ours)
        os.close(self.serial)

    def expect(self, pattern):
        """Waits for a regular expression on the serial port."""
        found = self.console.expect([pattern, *self.bad, pexpect.TIMEOUT])
        last = self.console.after if isinstance(self.console.after, str) else ""
        self.seen += self.console.before + last
        assert not found, f"while waiting for {pattern!r}:\n{self.seen[-3000:]}"

    def finish(self):
        """Waits until the machine has switched itself off; returns what it printed."""
        self.screen.expect(["soft power off", pexpect.EOF])
        assert self.screen.after == "soft power off", (self.folder / "log").read_text()[-2000:]
        while select.select([self.ours], [], [], 0)[0]:  # what was printed lies in the terminal already
            self.seen += self.console.read_nonblocking(4096)
        return self.seen.replace("\r", "")


# An early CPU with 64 bits, and later ones, of which the last one has x2APIC mode.
CPUS = ["athlon64_clawhammer", "ryzen", "corei7_sandy_bridge_2600k", "tigerlake"]


@pytest.mark.parametrize("cpu", CPUS)
def test_boots_to_the_prompt_and_switches_off(tmp_path, cpu):
    with Bochs(tmp_path, "", cpu) as machine:
        machine.expect("entered by Multiboot2")
        machine.expect("bootmap> ")
        machine.console.send("walk start_kernel\r")
        machine.expect("kernel text")
        machine.console.send("poweroff\r")
        console = machine.finish()
    assert "console; receives by interrupt" in console


@pytest.mark.parametrize("cpu", ["pentium", "p3_katmai"])
def test_a_cpu_without_64_bits_gets_a_sentence(tmp_path, cpu):
    """On a serial port that nobody has set up."""
    with Bochs(tmp_path, "", cpu) as machine:
        machine.expect("this CPU has no 64-bit mode, this kernel needs it\n")


@pytest.mark.parametrize("arguments", ["selftest", "selftest noapic"])
def test_selftest(tmp_path, arguments):
    with Bochs(tmp_path, arguments, CPUS[2]) as machine:
        check_selftest(machine.finish())


# IA32_APIC_BASE: the address, this is the first CPU, enabled, in x2APIC mode.
X2APIC = "insmod wrmsr\nwrmsr 0x1b 0xfee00d00"


@pytest.mark.parametrize("arguments, sentence", [
    ("", "apic: firmware has left the local APIC in x2APIC mode: used so"),
    ("noapic", "i8259: two 8259s, 16 inputs")])
def test_a_local_apic_in_x2apic_mode(tmp_path, arguments, sentence):
    with Bochs(tmp_path, arguments, CPUS[-1], before=X2APIC) as machine:
        machine.expect(sentence)
        machine.expect("the console; receives by interrupt")
        machine.expect("bootmap> ")
        machine.console.send("selftest *sleep*\rpoweroff\r")
        console = machine.finish()
    assert "1 of 1 passed" in console


# A TLB that keeps global entries: QEMU's does not. This CPU has PCIDs, but Bochs drops entries as if it had none.
KEEPS_GLOBAL_ENTRIES = {
    "spaces": "another PCID\r\n(?!.*has no PCID)(.*\n)*.*a load in A finds 0xaaaa, in B 0xbbbb",
    "global": "a load in A finds 0xaaaa, in B 0xaaaa",
    "nonglobal": "after CR3 reload a load finds 0xaaaaaaaa",
    "smap": "page fault on read: the entry does not permit it",
    "smep": "page fault on execute: the entry does not permit it",
}


def test_experiments_with_a_tlb_that_keeps_global_entries(tmp_path):
    with Bochs(tmp_path, "", "broadwell_ult", tolerate=["Unexpected fault"]) as machine:
        machine.expect("bootmap> ")
        for experiment, words in KEEPS_GLOBAL_ENTRIES.items():
            machine.console.send(f"break {experiment}\r")
            machine.expect(words)
            machine.expect("cure: done, and it works")
        machine.console.send("audit\rpoweroff\r")
        console = machine.finish()
    assert "audit: 0 found" in console
