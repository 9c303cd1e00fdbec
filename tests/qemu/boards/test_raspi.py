# SPDX-License-Identifier: MIT
"""The Raspberry Pi 3 and 4, found through Debian's device trees alone: console, interrupts, memory, the prompt,
and trees from which something is missing."""
import random
import re
import string
from dataclasses import dataclass

import pytest
import trees
from board import BOARD, LOAD_ADDRESS, patched, start
from machine import IMAGE, bsd_sum, check_selftest, interrupts_of, ktap
from test_monitor import REPORTS, Monitor

CTRL_D = "\x04"


@dataclass(frozen=True)
class Pi:
    """base: of the devices; controller: of their interrupts; mini, pl011: inputs of the serial ports"""
    base: int
    controller: str
    mini: int
    pl011: int


PI = {"raspi3b": Pi(0x3F000000, "armctrl", 32 + 29, 64 + 25),
      "raspi4b": Pi(0xFE000000, "GICv2", 32 + 93, 32 + 121)}.get(BOARD)
pytestmark = pytest.mark.skipif(not PI, reason="this board is no Raspberry Pi")
MINI_UART, PL011 = (f"{PI.base + offset:x}.serial" if PI else "" for offset in (0x215040, 0x201000))


@pytest.fixture(scope="module", name="monitor")
def monitor_fixture():
    with start("", tolerate=REPORTS) as machine:
        yield Monitor(machine)


def test_the_image_tests_itself():
    with start("selftest") as machine:
        check_selftest(machine.finish())


@pytest.mark.parametrize("console, device, line", [
    ("mini-UART", MINI_UART, "mini"), ("PL011", PL011, "pl011")])
def test_typed_characters_arrive_by_interrupt(console, device, line):
    """More of them than ring and FIFO hold."""
    text = "".join(random.Random(console).choices(string.ascii_letters + string.digits, k=2048))
    option = f"earlycon=pl011,{PI.base + 0x201000:#x} " if console == "PL011" else ""
    with start(option + "echo", console=console) as machine:
        machine.expect(rf"console: {console} at {PI.base:#x}".replace("000000", ""))
        machine.expect(f"{device}: the console, .* receives by interrupt")
        machine.expect("echo: type")
        for word in ("one", "two"):
            machine.send(word + "\n")
            machine.expect(f"echo: {word}\r\n")
        machine.send(text + CTRL_D)
        seen = machine.finish()
    assert f"echo: 2056 characters, sum {bsd_sum('one' + chr(10) + 'two' + chr(10) + text):05}" in seen
    count, controller, number = interrupts_of(seen, device)
    assert count >= 1 and (controller, number) == (PI.controller, getattr(PI, line))


def test_firmwares_memory_is_left_alone(monitor):
    """The first page is firmware's; there the other cores wait, and the tree says so."""
    assert re.search(r"memblock: reserved 0x0000000000-0x0000000fff +4 KiB +/memreserve/", monitor.ask("memblock"))
    registers = monitor.machine.monitor("info registers -a")
    others = [int(pc, 16) for pc in re.findall(r"\bPC=([0-9a-f]+)", registers)][1:]
    assert len(others) == 3 and all(pc < 0x1000 for pc in others)


def test_iomem_shows_devices_at_the_cores_addresses(monitor):
    listed = monitor.ask("iomem")
    assert re.search(r"^00000000-3bffffff : System RAM$", listed, re.M)
    assert f"{PI.base + 0x215040:08x}-{PI.base + 0x21507F:08x} : {MINI_UART}" in listed
    if BOARD == "raspi3b":
        assert "3f00b200-3f00b3ff : 3f00b200.interrupt-controller" in listed
        assert "40000000-400000ff : 40000000.local_intc" in listed


def test_the_prompt_translates_and_reports(monitor):
    walk = monitor.ask("walk start_kernel")
    page = re.search(r"page at (0x\w+) +RO X ", walk)[1]
    assert f"AT S1E1R: page {page}," in walk and 0 <= int(page, 16) - LOAD_ADDRESS < 0x20000
    assert "a read of 4 bytes fails" in monitor.ask("md 0xffffc20000000000 4 1")
    assert "fault" in monitor.ask("break null")
    assert "refused: ram" in monitor.ask("ioremap 0 0x1000")
    assert re.search(rf"{PI.controller} .*{MINI_UART}", monitor.ask("irqs"))
    assert re.search(r"arch_timer", monitor.ask("irqs"))


# What is wrong with the tree: replacement, what is said, and which port speaks.
L1 = 'compatible = "brcm,bcm2836-l1-intc"'
ARMCTRL = 'compatible = "brcm,bcm2836-armctrl-ic"'
MINI = "interrupts = <0x01 0x1d>;\n\t\t\tclocks = <0x0f 0x00>;"
POLLED = "the console, .* receives by polling"


@pytest.mark.skipif(BOARD != "raspi3b", reason="these are this board's controllers")
@pytest.mark.parametrize("old, new, warnings", [
    (L1, 'compatible = "nobodys,intc"', ["no interrupt controller", POLLED, "no timer with a driver"]),
    ("interrupt-controller;\n\t\t\t#interrupt-cells = <0x02>;\n\t\t\tinterrupt-parent = <0x18>;\n\t\t\tphandle = <0x18>",
     "phandle = <0x18>", [POLLED, "no timer with a driver"]),
    (" 0x40000000 0x40000000 0x1000>", ">", ["local_intc@40000000: left out: a bus above it", POLLED]),
    (ARMCTRL, 'compatible = "nobodys,intc"', ["timer: virtual timer", POLLED]),
    ("interrupts = <0x08 0x04>", "interrupts = <0x0a 0x04>", ["no such input", POLLED]),
    ("interrupts = <0x00 0x04 0x01 0x04 0x03 0x04 0x02 0x04>", "interrupts = <0x00 0x04 0x01 0x04 0x05 0x04>",
     ["timer: its interrupt is invalid: the controller has no such input", "no timer with a driver"]),
    (MINI, MINI.replace("0x01 0x1d", "0x03 0x1d"), ["7e215040: its interrupt is invalid: .*no such input", POLLED]),
    (MINI, MINI.replace("0x01 0x1d", "0x00 0x08"), ["7e215040: its interrupt is invalid: .*no such input", POLLED]),
    (MINI, MINI.replace("0x01 0x1d", "0x02 0x20"), ["7e215040: its interrupt is invalid: .*no such input", POLLED]),
    (MINI, MINI.replace("0x01 0x1d", "0x01"), ["7e215040: its interrupt is invalid: it ends too early", POLLED]),
], ids=["no l1-intc", "l1-intc is no controller", "l1-intc out of reach", "no armctrl", "armctrl at no input", "timer at no input",
        "no such bank", "not in the first bank", "not in a bank", "too short"])
def test_what_the_tree_lacks_is_said_and_the_rest_works(tmp_path, old, new, warnings):
    with start("echo", tree=patched(tmp_path, (old, new))) as machine:
        for warning in warnings:
            machine.expect(warning)
        machine.expect("echo: type")
        machine.send("word\n")
        machine.expect("echo: word\r\n")
        machine.send(CTRL_D)
        assert "echo: 5 characters" in machine.finish()


# What ran before may have left enabled: the timers, also as FIQ, the devices' input, and an input of armctrl that
# the system timer has raised and that nobody lowers.
LEFT_BEHIND = """
	ldr	x4, =0x40000000
	mov	w5, #0xff
	str	w5, [x4, #0x40]			/* timers of core 0 */
	str	wzr, [x4, #0x0c]		/* devices interrupt core 0 */
	ldr	x4, =0x3f00b200
	mov	w5, #2
	str	w5, [x4, #0x10]			/* armctrl: input 1 of the second bank */
	ldr	x4, =0x3f003000
	ldr	w5, [x4, #0x04]			/* the system timer's counter */
	add	w5, w5, #100
	str	w5, [x4, #0x10]			/* is compared with this */
1:	ldr	w5, [x4]
	tbz	w5, #1, 1b
	ldr	x4, =0x200000
	br	x4
"""


@pytest.mark.skipif(BOARD != "raspi3b", reason="these are this board's controllers")
@pytest.mark.parametrize("lacks", ["", "armctrl"])
def test_what_an_earlier_stage_left_enabled_is_disabled(tmp_path, lacks):
    changes = [(ARMCTRL, 'compatible = "nobodys,intc"')] if lacks else []
    (tmp_path / "stage").write_bytes(trees.assemble(tmp_path, LEFT_BEHIND))
    with start("selftest=*handler*", tree=patched(tmp_path, *changes), kernel=tmp_path / "stage", extra=[
            "-device", f"loader,file={IMAGE},addr={LOAD_ADDRESS:#x},force-raw=on"]) as machine:
        machine.expect("timer: virtual timer")
        machine.expect("receives by " + ("polling" if lacks else "interrupt"))
        seen = machine.finish()
    assert "nobody requested it" not in seen and "does not arrive" not in seen
    assert set(ktap(seen).values()) == {"ok"}


@pytest.mark.parametrize("option", ["bcm2835aux,", "bcm2835aux,mmio32,", "uart8250,mmio32,", "uart8250,"])
def test_every_way_to_name_the_mini_uart(option):
    with start(f"earlycon={option}{PI.base + 0x215040:#x} poweroff") as machine:
        machine.expect("console: mini-UART at")
        machine.expect(f"{MINI_UART}: the console, .* receives by interrupt")
        machine.finish()


@pytest.mark.parametrize("old, new, sentence", [
    ("clocks = <{aux} 0x00>;\n\t\t\tstatus = \"okay\"", "clocks = <{aux} 0x00>;\n\t\t\tstatus = \"disabled\"",
     "stdout-path: it, or a bus above it, is disabled"),
    ('compatible = "brcm,bcm2835-aux-uart"', 'compatible = "nobodys,uart"',
     "stdout-path: this kernel has no driver for it"),
], ids=["disabled", "no driver"])
def test_without_the_mini_uart_the_pl011_speaks(tmp_path, old, new, sentence):
    aux = {"raspi3b": "0x0f", "raspi4b": "0x0d"}[BOARD]
    tree = patched(tmp_path, (old.format(aux=aux), new.format(aux=aux)))
    with start("", tree=tree, console="PL011") as machine:
        machine.expect(sentence)
        machine.expect("console: serial@7e201000 is the first UART with a driver")
        Monitor(machine)
