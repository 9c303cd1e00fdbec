# SPDX-License-Identifier: MIT
"""A second core that only runs experiments: its TLB, its faults, and machines that have none."""
import re

import pytest
import trees
from machine import ELF, LINK_BASE, LOAD_ADDRESS, RAM_BASE, Machine, symbols
from target import ARCH
from test_monitor import Monitor

MACHINES = {
    "aarch64": [("virt", 2), ("virt,gic-version=3", 4), ("virt,virtualization=on", 2)],
    "x86_64": [("q35", 2), ("pc", 4), ("microvm", 8)],
}[ARCH]
CURE = {"aarch64": "after TLBI VAAE1IS, dsb ish, core", "x86_64": "after INVLPG on both cores, core"}[ARCH]


def smp(cores):
    return ["-smp", str(cores)]


@pytest.mark.parametrize("machine, cores", MACHINES, ids=str)
def test_the_other_core_keeps_an_entry_until_it_is_told(machine, cores):
    with Machine("break=shootdown", machine=machine, extra=smp(cores)) as running:
        console = running.finish()
    loads = re.findall(r"core (0x\w+) loads (0x\w+)", console)
    old, new = "0xaaaaaaaa", "0xbbbbbbbb"
    # It reads the page. The first core changes the entry, and reads the new one; the other does not. Again, with the cure.
    assert loads == [("0x1", old), ("0x0", new), ("0x1", old), ("0x1", old), ("0x1", new)]
    assert "flush_here(fix_to_virt(FIX_LAB));" in console and CURE in console
    assert ("interrupts so far: 1 sent, 1 acknowledged" in console) == (ARCH == "x86_64")
    assert "cure: done, and it works" in console


def registers(machine):
    """Of each core, what QEMU says."""
    return re.split(r"^CPU#\d+$", machine.monitor("info registers -a").replace("\r", ""), flags=re.M)[1:]


def test_again_and_again_and_nothing_stays():
    with Machine("", extra=smp(4)) as machine:
        monitor = Monitor(machine)
        before, low = registers(machine), machine.memory(RAM_BASE + 0x8000, 0x1000)
        free = monitor.ask("buddy")
        for sent in (1, 2):
            told = monitor.ask("break shootdown")
            assert "cure: done, and it works" in told, told
            assert ARCH != "x86_64" or f"{sent} sent, {sent} acknowledged" in told
            told = monitor.ask("break corefault")
            assert re.search(r"^core 0x1: .*(translation fault at level 3|no entry is present)$", told, re.M), told
            assert re.search(r"^core 0x1: in store_nowhere\+0x\w+; it is off now$", told, re.M)
            assert "fixmap slot FIX_LAB" in told and "cure: done, and it works" in told
        assert "audit: 0 found" in monitor.ask("audit")
        assert monitor.ask("buddy") == free
        assert machine.memory(RAM_BASE + 0x8000, 0x1000) == low
        assert registers(machine)[2:] == before[2:] and len(before) == 4
        assert "date" in monitor.ask("help")
        machine.send("poweroff\r")
        machine.finish()


def test_without_another_core_the_option_is_named():
    for cores in ("1", "1,maxcpus=4"):
        with Machine("break=shootdown", extra=smp(cores)) as machine:
            console = machine.finish(status=1)
        assert "experiment: not here: there is no other core: make SMP=2 run" in console
        assert "shootdown: core" not in console and "why:" not in console


def test_without_what_starts_a_core_that_is_said(tmp_path):
    if ARCH == "x86_64":
        with Machine("noapic break=shootdown", extra=smp(2)) as machine:
            assert "not here: a core is started by a local APIC" in machine.finish(status=1)
        return
    blob = trees.patched(tmp_path, ('"arm,psci-1.0\\0arm,psci-0.2\\0arm,psci"', '"none,none"'),
                         bootargs="break=shootdown", smp=2)
    with trees.boot_with(tmp_path, blob.read_bytes(), RAM_BASE + 0x8000000, semihosting=False) as machine:
        machine.expect(r"not here: a core is started by firmware \(PSCI\), and there is none")
    with Machine("break=corefault", machine="virt,secure=on", kernel=ELF, semihosting=False, extra=smp(2)) as machine:
        machine.expect(r"not here: a core is started by firmware \(PSCI\), and there is none")


def test_a_core_that_never_answers_is_named_after_a_while():
    """Its first instruction becomes a jump to itself."""
    first = symbols()["first_code"] - LINK_BASE + LOAD_ADDRESS
    loop = {"aarch64": f"set *(unsigned int *){first:#x} = 0x14000000",
            "x86_64": f"set *(unsigned short *){first:#x} = 0xfeeb"}[ARCH]
    with Machine("", extra=smp(2)) as machine:
        monitor = Monitor(machine)
        machine.gdb_server()
        machine.gdb(f"maintenance packet Qqemu.PhyMemMode:1\n{loop}\ndetach")
        told = monitor.ask("break shootdown")
        assert "core 0x1 does not answer" in told and "cannot be started: it has not answered before" in told
        assert "cure: done, and it does NOT work" in told
        assert "cannot be started: it has not answered before" in monitor.ask("break corefault")
        assert "audit: 0 found" in monitor.ask("audit")
