# SPDX-License-Identifier: MIT
"""A Raspberry Pi's GPIO lines, firmware and watchdog, seen from both sides: at the prompt, and by QEMU's monitor."""
import re
from dataclasses import dataclass

import pytest
from board import BOARD, patched, start
from test_monitor import Monitor


@dataclass(frozen=True)
class Pi:
    """base: of the devices; led: the name of an LED that can be driven, and its line; lines: how many"""
    base: int
    led: str
    led_line: int
    lines: int


PI = {"raspi3b": Pi(0x3F000000, "demo", 16, 54), "raspi4b": Pi(0xFE000000, "ACT", 42, 58)}.get(BOARD)
pytestmark = pytest.mark.skipif(not PI, reason="this board is no Raspberry Pi")
GPFSEL, GPLEV = 0x00, 0x34
INPUT, OUTPUT = 0, 1


def register(machine, offset):
    """A register of the GPIO controller, by its physical address."""
    answer = machine.monitor(f"xp /1wx {PI.base + 0x200000 + offset:#x}")
    return int(re.search(r": (0x[0-9a-f]+)", answer)[1], 0)


def line(machine, number):
    """(function, level) of a line, as QEMU has them."""
    function = register(machine, GPFSEL + 4 * (number // 10)) >> 3 * (number % 10) & 7
    return function, register(machine, GPLEV + 4 * (number // 32)) >> number % 32 & 1


@pytest.fixture(scope="module", name="monitor")
def monitor_fixture():
    with start("") as machine:
        yield Monitor(machine)


def test_firmware_says_which_board_it_is(monitor):
    revision = re.search(r"board-rev = \d+ \((0x\w+)\)", monitor.machine.monitor("info qtree"))[1]
    assert re.search(rf"soc:firmware: board revision {revision}, CPU: 960 MiB at 0x0, [1-9]\d+ MHz",
                     monitor.machine.seen)


@pytest.mark.parametrize("number", [16, 33, 47])
def test_lines_are_driven_from_the_prompt(monitor, number):
    for state, expected in (("1", (OUTPUT, 1)), ("0", (OUTPUT, 0)), ("1", (OUTPUT, 1)), ("out", (OUTPUT, 0)), ("in", (INPUT, 0))):
        before = [line(monitor.machine, other) for other in (number - 1, number + 1)]
        shown = monitor.ask(f"gpio {number} {state}")
        assert line(monitor.machine, number) == expected
        assert [line(monitor.machine, other) for other in (number - 1, number + 1)] == before
        words = ["in", "out"][expected[0]], ["low", "high"][expected[1]]
        assert re.search(rf"gpio +{number} .*\.gpio +{number} +{words[0]} +{words[1]}", shown)
    assert f"no GPIO line {PI.lines}" in monitor.ask(f"gpio {PI.lines}")


def test_the_prompt_switches_an_led(monitor):
    assert f"led {PI.led}: off" in monitor.ask("led")
    for state, level in (("on", 1), ("off", 0), ("on", 1), ("off", 0)):
        assert f"led {PI.led}: {state}" in monitor.ask(f"led {PI.led} {state}")
        assert line(monitor.machine, PI.led_line)[1] == level
    unreachable = {"raspi3b": "led-act", "raspi4b": "led-pwr"}[BOARD]
    assert monitor.machine.seen.count(f"leds: gpios of {unreachable}: their controller has no driver") == 1


def test_the_demo_uses_the_controller_before_there_is_an_allocator():
    with start("demo") as machine:
        seen = machine.finish()
    early, late = seen.split("---[ jobs of the command line ]---")
    mapped = rf"mapped by early_ioremap:\n GPIO +0xffffffffff200000 +1K {PI.base + 0x200000:#x} +RW NX device"
    assert re.search(mapped, early.split("before there is an allocator")[1]) and re.search(mapped, late)
    assert "gpio: line 16 reads 0" in early
    assert re.findall(r"led: (on|off), +line 16 reads (\d)", late) == [("on", "1"), ("off", "0")] * 3


def test_restart_and_power_off_by_the_watchdog():
    machine = start("", semihosting=False)
    machine.command.remove("-no-reboot")
    with machine:
        Monitor(machine)
        machine.send("reboot\r")
        machine.expect("entered at EL2")
        Monitor(machine)
        machine.send("poweroff\r")
        machine.finish()


# Of each board's tree: the addresses of RAM on the bus, and the GPIO controller's interrupts.
RANGES, FIRST, SECOND, OTHERS = {
    "raspi3b": ("dma-ranges = <0xc0000000 0x00 {}>", "0x02 0x11", "0x02 0x12", "0x02 0x13 0x02 0x14"),
    "raspi4b": ("dma-ranges = <0xc0000000 0x00 0x00 {}>", "0x00 0x71 0x04", "0x00 0x72 0x04",
                "0x00 0x73 0x04 0x00 0x74 0x04")}.get(BOARD, ("", "", "", ""))
RAM = "0x3f000000" if BOARD == "raspi3b" else "0x40000000"
INTERRUPTS = f"interrupts = <{FIRST} {SECOND} {OTHERS}>"


@pytest.mark.parametrize("old, new, sentence", [
    ("reg = <0x7e00b880 0x40>", "reg = <0x7e00b8c0 0x40>",
     "mailbox: the firmware does not answer within a second: it is not asked again"),
    (RANGES.format(RAM), RANGES.format("0x1000"), "mailbox: the GPU cannot reach the kernel's memory"),
    ('"brcm,bcm2835-mbox"', '"nobodys,mailbox"', "soc:firmware: not in use: it waits for its mailbox"),
    (INTERRUPTS, f"interrupts = <{FIRST} {SECOND}>", "gpio: no interrupt for lines from 46 on"),
    (INTERRUPTS, f"interrupts = <{FIRST} {FIRST} {OTHERS}>", "gpio: no interrupt for lines from 28 on"),
    ("\n\t\t\tsystem-power-controller;", "", "end of boot"),
], ids=["silent", "out of reach", "no mailbox", "no third interrupt", "an interrupt twice", "not in charge"])
def test_what_is_missing_is_said_and_the_rest_works(tmp_path, old, new, sentence):
    with start("", tree=patched(tmp_path, (old, new)), semihosting=False) as machine:
        machine.expect(sentence)
        monitor = Monitor(machine)
        assert "again" not in sentence or machine.seen.count(sentence) == 1
        monitor.ask("gpio 47 1")
        assert line(machine, 47) == (OUTPUT, 1)
        machine.send("poweroff\r")
        if "power-controller" in old:
            machine.expect("no driver that can switch it off: halted")
        else:
            machine.finish()
