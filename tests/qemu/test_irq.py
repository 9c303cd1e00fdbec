# SPDX-License-Identifier: MIT
"""Interrupts, time and typed characters, end to end."""
import random
import re
import string

import pytest
import trees
from machine import (ELF, IMAGE, LINK_BASE, LOAD_ADDRESS, RAM_BASE, Machine, bsd_sum, interrupts_of, ktap,
                     symbols)

TREE = RAM_BASE + 0x8000000
CTRL_D = "\x04"

# Which world, and which level: (machine, kernel, level of entry). An Image is entered as Linux
# is, not secure; an ELF file where the machine begins.
WORLDS = {
    "EL1": ("virt", IMAGE, 1),
    "EL2": ("virt,virtualization=on", IMAGE, 2),
    "EL1, not secure": ("virt,secure=on", IMAGE, 1),
    "EL2, not secure": ("virt,secure=on,virtualization=on", IMAGE, 2),
    "EL3, secure": ("virt,secure=on", ELF, 3),
    "EL3, secure, with EL2": ("virt,secure=on,virtualization=on", ELF, 3),
}


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("world", WORLDS)
def test_typed_characters_arrive_by_interrupt(world, version):
    machine, kernel, level = WORLDS[world]
    with Machine("echo selftest=*interrupt*", machine=f"{machine},gic-version={version}",
                 kernel=kernel, extra=["-smp", "2"]) as running:
        running.expect(f"entered at EL{level}")
        running.expect(f"8000000.intc: GICv{version}, ")
        running.expect("timer: virtual timer, ")
        running.expect("the console, .* receives by interrupt")
        running.expect("echo: type; Ctrl-D ends")
        for word in ("one", "two", "three"):
            running.send(word + "\n")
            running.expect(f"echo: {word}\r\n")
        running.send(CTRL_D)
        console = running.finish()
    assert "echo: 14 characters" in console
    count, controller, line = interrupts_of(console, "9000000.pl011")
    assert count >= 1 and (controller, line) == (f"GICv{version}", 33)
    results = ktap(console)
    assert len(results) >= 4 and set(results.values()) == {"ok"}


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("moment", ["console: PL011", "echo: type"])
def test_pasting_4_kib_loses_nothing(moment, version):
    """More than ring and FIFO hold; also while the driver takes the console over."""
    text = "".join(random.Random(moment).choices(string.ascii_letters + string.digits, k=4096))
    with Machine("echo", machine=f"virt,gic-version={version}") as machine:
        machine.expect(moment)
        machine.send(text + CTRL_D)
        console = machine.finish()
    assert f"echo: 4096 characters, sum {bsd_sum(text):05}" in console
    assert "".join(re.findall(r"^echo: (\w+)$", console, re.M)) == text[:4096 // 80 * 80]


def test_the_early_console_hands_over_without_losing_a_line():
    with Machine("demo") as machine:
        console = machine.finish()
    before, after = console.split("9000000.pl011: the console, no longer through FIX_EARLYCON_MEM_BASE")
    assert "8000000.intc: GICv2" in before and "led: on" in after


@pytest.mark.parametrize("base", ["2024-02-29T12:34:56", "1999-12-31T23:00:00", "2038-01-19T03:14:08",
                                  "2100-02-28T23:59:00"])
def test_the_clock_says_what_qemu_was_told(base):
    with Machine(extra=["-rtc", f"base={base},clock=vm"]) as machine:
        console = machine.finish()
    date, time = re.search(r"9010000.pl031: it is (\S+) (\S+) UTC", console).groups()
    assert date == base[:10]
    assert time[:5] == base[11:16] and 0 <= int(time[6:]) - int(base[17:]) < 10


def test_virtio_windows_share_pages_and_are_claimed_one_by_one():
    with Machine("demo selftest=*virtio*", extra=["-device", "virtio-rng-device"]) as machine:
        console = machine.finish()
    assert ktap(console) == {"each_virtio_window_is_claimed_though_eight_share_a_page": "ok"}
    windows = re.findall(r"^(0a[0-9a-f]{6})-(0a[0-9a-f]{6}) : (\S+)", console, re.M)
    assert windows == [(f"{start:08x}", f"{start + 0x1ff:08x}", f"{start:x}.virtio_mmio")
                       for start in range(0xA000000, 0xA004000, 0x200)]
    assert console.count("virtio entropy source, id 4") == 1


def test_fw_cfg_is_claimed_alone_in_its_page_and_its_files_are_read():
    with Machine("demo selftest=*emulators*",
                 extra=["-fw_cfg", "name=opt/bootmap/test,string=hello, bootmap".replace(", ", ",, ")]
                 ) as machine:
        console = machine.finish()
    assert re.search(r"9020000.fw-cfg: signature QEMU, id 0x\w+, \d+ files", console)
    assert re.findall(r"^0902.* : .*$", console, re.M) == ["09020000-09020017 : 9020000.fw-cfg"]
    assert ktap(console) == {"a_file_of_the_emulators_is_read": "ok"}


GIC = 'compatible = "arm,cortex-a15-gic"'
TIMER = 'compatible = "arm,armv8-timer\\0arm,armv7-timer"'
UART = "interrupts = <0x00 0x01 0x04>"


@pytest.mark.parametrize("replacement, warnings", [
    ((GIC, 'compatible = "nobodys,gic"'), ["no interrupt controller", "no timer"]),
    ((UART, "interrupts = <0x00 0x01>"), ["pl011@9000000: its interrupt makes no sense: it ends too early"]),
    ((UART, "interrupts = <0x00 0x1000 0x04>"), ["its interrupt makes no sense: the controller has no such"]),
    ((UART, "interrupts = <0x00 0x01 0x08>"), ["its interrupt makes no sense: the controller has no such"]),
    ((UART, "interrupt-parent = <0x77>; " + UART), ["its interrupt makes no sense: no controller"]),
    ((UART, "phandle = <0x99>; interrupt-parent = <0x99>; " + UART),
     ["its interrupt makes no sense: no controller"]),
    ((UART, "unused = <0x00>"), []),
], ids=["no controller", "too short", "no such input", "no such trigger", "no parent", "its own parent",
        "none"])
def test_without_its_interrupt_the_console_is_polled(tmp_path, replacement, warnings):
    blob = trees.patched(tmp_path, replacement, bootargs="echo").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        for warning in warnings:
            machine.expect(warning)
            if warning == "no interrupt controller":
                machine.expect("receives by polling")
        machine.expect("echo: type")
        machine.send("word\n")
        machine.expect("echo: word\r\n")
        machine.send(CTRL_D)
        assert "echo: 5 characters" in machine.finish()


@pytest.mark.parametrize("replacement, warning", [
    ((TIMER, 'compatible = "nobodys,timer"'), "no timer that this kernel can drive"),
    (("interrupts = <0x01 0x0d 0x104", "nothing = <0x01 0x0d 0x104"), "no timer that this kernel can drive"),
    (("interrupts = <0x01 0x0d 0x104 0x01 0x0e 0x104 0x01 0x0b 0x104",
      "interrupts = <0x01 0x0d 0x104 0x01 0x0e 0x104 0x01 0x10 0x104"), "its interrupt makes no sense"),
], ids=["no driver", "no interrupts", "no such input"])
def test_without_a_timer_sleeping_is_waiting(tmp_path, replacement, warning):
    blob = trees.patched(tmp_path, replacement, bootargs="selftest=*sleep*").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        machine.expect(warning)
        assert set(ktap(machine.finish()).values()) == {"ok"}


@pytest.mark.parametrize("damage, sentence", [
    (("0x80a0000 0x00 0xf60000", "0x80a0000 0x00 0x10000"), "no redistributor for this core"),
    (("0x80a0000 0x00 0xf60000", "0x80c0000 0x00 0x20000"), "no redistributor for this core"),
], ids=["one frame", "another core's"])
def test_a_gicv3_that_cannot_be_used_says_why(tmp_path, damage, sentence):
    machine = "virt,gic-version=3"
    blob = trees.patched(tmp_path, damage, machine=machine, bootargs="echo").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE, machine=machine, extra=["-smp", "2"]) as running:
        running.expect(f"this GICv3 cannot be used: .*{sentence}")
        running.expect("receives by polling")
        running.expect("echo: type")
        running.send(CTRL_D)
        running.finish()


def test_what_nobody_reads_waits_in_the_ring_and_then_in_the_device():
    """A device that may interrupt while the ring is full would do so for ever."""
    ring_end = symbols()["ring_end"] - LINK_BASE + LOAD_ADDRESS
    with Machine("wait") as machine:
        machine.expect("waiting: the power button ends this")
        machine.send("x" * 100)
        machine.wait_for_memory(ring_end, 4, 100)
        machine.send("x" * 2000)
        machine.wait_for_memory(ring_end, 4, 1024)
        machine.press_power_button()
        machine.finish()
