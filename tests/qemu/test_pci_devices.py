# SPDX-License-Identifier: MIT
"""PCI devices, also behind bridges: their addresses in iomem beside QEMU's, and the driver of edu."""
import re

import pytest
from machine import Machine
from target import ARCH

WAITING = "waiting: the power button ends this"
LINE = re.compile(r"^( *)([0-9a-f]+)-([0-9a-f]+) : (.*)$", re.M)
COMPUTED = r"(0000:\S+): 10! = 3628800, by interrupt"

# Machine, words of the command line. On a PC the second controller is the pair of 8259s.
BOARDS = {"aarch64": [("virt", ""), ("virt,gic-version=3", ""), ("virt,highmem=off", "")],
          "x86_64": [("q35", ""), ("q35", "noapic"), ("pc", ""), ("pc", "noapic")]}[ARCH]


# Slots are such that the two edus interrupt on different lines, also where four lines share two inputs.
def devices(machine):
    behind = (["pci-bridge,chassis_nr=9,id=lane,addr=9", "e1000,bus=lane,addr=1,romfile="] if machine == "pc" else
              ["pcie-root-port,chassis=9,id=lane,addr=9", "nvme,serial=1,bus=lane,addr=0"])
    return [word for device in [
        "edu,addr=8", *behind,
        "pci-bridge,id=outer,chassis_nr=2,addr=0xa", "e1000,bus=outer,addr=1,romfile=",
        "virtio-net-pci,bus=outer,addr=2,romfile=",
        "pci-bridge,id=inner,chassis_nr=3,bus=outer,addr=3", "edu,bus=inner,addr=5", "bochs-display,addr=0xb,romfile=",
        "ivshmem-plain,memdev=shared,addr=0xc"] for word in ("-device", device)] + [
        "-object", "memory-backend-ram,id=shared,size=32M"]


def owners(console, which, end):
    """Lines as (first, last, names from the root on)."""
    path = []
    for indent, first, last, name in LINE.findall(console.split(f"{which}, ")[1].split(end)[0]):
        del path[len(indent) // 2:]
        path.append(name)
        yield int(first, 16), int(last, 16), tuple(path)


def regions(buses, path=()):
    """What QEMU says: BARs, and windows of bridges, each with the buses that lead to it."""
    for bus in buses:
        here = (*path, f"PCI Bus 0000:{bus['bus']:02x}")
        for device in bus["devices"]:
            name = f"0000:{bus['bus']:02x}:{device['slot']:02x}.{device['function']:x}"
            for region in device["regions"]:
                if region["bar"] < 6:
                    yield region["address"], region["address"] + region["size"] - 1, (*here, name)
            bridge = device.get("pci_bridge")
            if not bridge:
                continue
            inner = f"PCI Bus 0000:{bridge['bus']['secondary']:02x}"
            for kind in ("io_range", "memory_range", "prefetchable_range"):
                first, last = bridge["bus"][kind]["base"], bridge["bus"][kind]["limit"]
                if first < last:
                    yield first, last, (*here, inner)
            yield from regions([{"bus": bridge["bus"]["secondary"], "devices": bridge.get("devices", [])}], here)


@pytest.mark.parametrize("machine, words", BOARDS)
def test_every_bar_is_where_qemu_has_it(machine, words):
    with Machine(f"demo {words} wait", machine=machine, extra=devices(machine)) as running:
        running.expect(WAITING)
        console = running.seen.replace("\r", "")
        found = {*owners(console, "iomem", "\nioports"), *owners(console, "ioports", "\n---")}
        wanted = set(regions(running.qmp("query-pci")))
    assert wanted <= found, wanted - found
    assert len(wanted) >= 18 and any(len(names) == 4 for *_, names in wanted)
    # A driver's region is below its device's BAR; both devices compute, the second one behind two bridges.
    assert sorted(names[-2] for *_, names in found if names[-1] == "edu") == sorted(re.findall(COMPUTED, console))
    assert len(re.findall(COMPUTED, console)) == 2
    assert "moved" not in console and "no room" not in console


def test_a_bar_that_does_not_fit():
    """The host bridge's window below 4 GiB has less than 1 GiB, and there is no other one."""
    machine = {"aarch64": "virt,highmem=off", "x86_64": "q35"}[ARCH]
    huge = "1G" if ARCH == "aarch64" else "2T"
    with Machine("demo", machine=machine, extra=[
            "-device", "edu", "-device", "ivshmem-plain,memdev=huge,addr=0xc",
            "-object", f"memory-backend-ram,id=huge,size={huge},reserve=off"]) as running:
        console = running.finish()
    assert "0000:00:0c.0: no room for BAR 2: it needs 0x" in console
    assert len(re.findall(COMPUTED, console)) == 1


@pytest.mark.parametrize("machine, words", BOARDS[:1])
def test_two_devices_with_one_line(machine, words):
    """The second one is refused the interrupt, and is polled."""
    with Machine(f"demo {words}", machine=machine,
                 extra=["-device", "edu,addr=8", "-device", "edu,addr=0xc"]) as running:
        console = running.finish()
    assert "edu requests it, but edu uses it" in console
    assert re.findall(r"0000:00:(\S+): 10! = 3628800, (\S+)", console) == [("08.0", "by"), ("0c.0", "polled")]
