# SPDX-License-Identifier: MIT
"""The PCI host bridge: whom the kernel finds behind it, and the window to I/O ports."""
import re
import socket

import pytest
import trees
from machine import RAM_BASE, Machine, ktap

TREE = RAM_BASE + 0x8000000
WAITING = "waiting: the power button ends this"
ECAM, WINDOW = 0x4010000000, 0x3EFF0000
SERIAL_CARD = ["-device", "pci-serial,addr=1"]
COMMAND, BAR_0, IO_ENABLE, BAR_IS_IO = 0x04, 0x10, 1, 1

IO_RANGE = "0x1000000 0x00 0x00 0x00 0x3eff0000 0x00 0x10000 "
REG = "reg = <0x40 0x10000000 0x00 0x10000000>;"


def boot(folder, *replacements, args="demo"):
    blob = trees.patched(folder, *replacements, bootargs=args).read_bytes()
    return trees.boot_with(folder, blob, TREE)


@pytest.mark.parametrize("machine", ["virt", "virt,highmem=off"])
@pytest.mark.parametrize("extra", [[], SERIAL_CARD + ["-device", "pci-testdev"]], ids=["alone", "cards"])
def test_pci_functions_are_those_that_qemu_has(machine, extra):
    with Machine("wait", machine=machine, extra=extra) as running:
        running.expect(WAITING)
        found = re.findall(r"pci (\S+): \[(\S+)\] class", running.seen)
        wanted = [(f"{device['bus']:02x}:{device['slot']:02x}.{device['function']:x}",
                   f"{device['id']['vendor']:04x}:{device['id']['device']:04x}")
                  for bus in running.qmp("query-pci") for device in bus["devices"]]
    assert sorted(found) == sorted(wanted) and len(found) == 1 + len(extra) // 2


def test_below_a_bus_with_other_cell_counts_and_addresses(tmp_path):
    """What the bus shows at 0 is at 0x10000000: one cell an address below it, two above."""
    machine = "virt,highmem=off"
    bridge = re.search(r"\tpcie@10000000 \{.*?\n\t\};\n", trees.source(tmp_path, machine=machine), re.S).group(0)
    inner = re.sub(r"\n\t\treg = <.*?>;", "\n\t\treg = <0x2f000000 0x1000000>;", bridge)
    inner = re.sub(r"\n\t\tranges = <.*?>;", "\n\t\tranges = <0x1000000 0 0 0x2eff0000 0 0x10000 "
                   "0x2000000 0 0x10000000 0 0 0x2eff0000>;", inner)
    bus = ('\tbus { compatible = "simple-bus"; #address-cells = <1>; #size-cells = <1>; '
           f"ranges = <0x0 0x0 0x10000000 0x40000000>;\n{inner}\t}};\n")
    blob = trees.patched(tmp_path, (bridge, bus), machine=machine, bootargs="demo").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE, machine=machine) as running:
        console = running.finish()
    assert "\n3eff0000-3effffff : PCI I/O\n" in console
    assert "\n3f000000-3fffffff : 3f000000.pcie\n" in console
    assert "pci 00:00.0: [1b36:0008]" in console


def test_the_window_is_listed():
    with Machine("demo") as machine:
        console = machine.finish()
    assert "\n3eff0000-3effffff : PCI I/O\n" in console
    assert "ports:\n0000-ffff : PCI Bus 0000:00\n" in console


class Bus:
    """Physical addresses, through QEMU's own test protocol."""

    def __init__(self, folder):
        self.path = folder / "qtest"
        self.options = ["-qtest", f"unix:{self.path},server=on,wait=off", "-accel", "tcg"]
        self.file = None

    def ask(self, words):
        if not self.file:
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(30)
            connection.connect(str(self.path))
            self.file = connection.makefile("rw")
            connection.close()
        self.file.write(words + "\n")
        self.file.flush()
        answer = self.file.readline()
        assert answer.startswith("OK"), answer
        return answer


def test_a_cards_ports_answer(tmp_path):
    """Who writes what stays in the card's scratch register is the kernel, by port number and cookie."""
    bus, card = Bus(tmp_path), ECAM + (1 << 15)
    with Machine("selftest=ports_are* wait", extra=["-S", *SERIAL_CARD, *bus.options]) as machine:
        machine.qmp("query-status")
        bus.ask(f"writel {card + BAR_0:#x} {0x1000 | BAR_IS_IO:#x}")
        bus.ask(f"writew {card + COMMAND:#x} {IO_ENABLE:#x}")
        assert int(bus.ask(f"readb {WINDOW + 0x1007:#x}").split()[1], 16) != 0x5A
        machine.qmp("cont")
        machine.expect(WAITING)
        assert ktap(machine.seen.replace("\r", "")) == {"ports_are_behind_the_window": "ok"}
        assert int(bus.ask(f"readb {WINDOW + 0x1007:#x}").split()[1], 16) == 0x5A


@pytest.mark.parametrize("entry, sentence", [
    ("0x1000000 0 0 0 0x3ee00000 0 0x20000 ", '[io 0x0000-0x1ffff] is not inside "PCI IO"'),
    ("0x1000000 0 0 0 0x50000000 0 0x10000 ", 'conflicts with "System RAM"'),
    ("0x1000000 0 0 0 0x3eff0000 0 0 ", "has size 0"), ("", ""),
    ("0x1000000>; other = <", "")],
    ids=["too large", "RAM", "no size", "no window", "half an entry"])
def test_a_window_that_is_none_is_named_and_the_rest_boots(tmp_path, entry, sentence):
    with boot(tmp_path, (IO_RANGE, entry)) as machine:
        console = machine.finish()
    assert sentence in console and "4010000000.pcie: its I/O ports are not in reach" in console
    assert "pci 00:00.0: [1b36:0008]" in console


def test_an_ecam_without_room_for_a_bus_is_named(tmp_path):
    with boot(tmp_path, (REG, "reg = <0x40 0x10000000 0 0x80000>;")) as machine:
        machine.expect("its reg has no room for one bus: error -22")
        assert "[1b36:0008]" not in machine.finish()


def test_reboot():
    with Machine("reboot", semihosting=False) as machine:
        assert "no driver that can" not in machine.finish()


MASK = "interrupt-map-mask = <0x1800 0x00 0x00 0x07>;"
MEMORY = "0x2000000 0x00 0x10000000 0x00 0x10000000 0x00 0x2eff0000 "


def boot_edu(folder, *replacements):
    blob = trees.patched(folder, *replacements, bootargs="demo").read_bytes()
    return trees.boot_with(folder, blob, TREE, extra=["-device", "edu,addr=1"])


@pytest.mark.parametrize("old, new, sentence", [
    (MASK, "interrupt-map-mask = <0 0 0 0>;", "0000:00:01.0: its interrupt does not arrive: polled"),
    ("\tinterrupt-map = <", "\tother-map = <", "its interrupt-parent is no interrupt-controller")],
    ids=["wrong input", "no map"])
def test_an_edu_that_never_interrupts_is_polled(tmp_path, old, new, sentence):
    """The first tree says that each pin leads to the input of device 0's."""
    with boot_edu(tmp_path, (old, new)) as machine:
        console = machine.finish()
    for sentence in [sentence, "0000:00:01.0: 10! = 3628800, polled", "early_ioremap: all 8 slots released"]:
        assert sentence in console


@pytest.mark.parametrize("window, sentence", [
    (MEMORY.replace("0x00 0x10000000 0x00 0x2eff", "0x00 0x50000000 0x00 0x2eff"), 'conflicts with "System RAM"'),
    (MEMORY.replace("0x2eff0000", "0x80000"), "0000:00:01.0: no room for BAR 0: it needs 0x100000 bytes"),
    ("", "0000:00:01.0: no room for BAR 0")], ids=["RAM", "too small", "none"])
def test_a_window_without_room_leaves_the_rest(tmp_path, window, sentence):
    with boot_edu(tmp_path, (MEMORY, window)) as machine:
        console = machine.finish()
    assert sentence in console and "0000:00:01.0: a BAR has no address: error -6" in console
    assert "PL011" in console and "early_ioremap: all 8 slots released" in console
