# SPDX-License-Identifier: MIT
"""Consoles of a PC that are not where every PC has them, and those that Linux's older words name."""
import re
import struct

import pytest
from machine import Machine

COM2 = ("null", "stdio")
ELSEWHERE = 0x2E0
LINE = ["-chardev", "stdio,id=line"]
PORTS = [*LINE, "-device", f"isa-serial,iobase={ELSEWHERE:#x},irq=5,chardev=line"]
BEHIND_PCI = [*LINE, "-device", "pci-serial,chardev=line"]
BEHIND_BRIDGE = [*LINE, "-device", "pcie-root-port,id=rp", "-device", "pcie-pci-bridge,bus=rp,id=bridge",
                 "-device", "pci-serial,bus=bridge,addr=3,chardev=line"]


def spcr(folder, kind=0, space=1, width=8, access=1, address=ELSEWHERE):
    """The table that names the console, as options for QEMU."""
    file = folder / "spcr"
    file.write_bytes(struct.pack("<B3x4BQ", kind, space, width, 0, access, address) + bytes(28))
    return ["-acpitable", f"sig=SPCR,rev=2,data={file}"]


@pytest.mark.parametrize("words, serial", [
    ("console=ttyS1", COM2), ("console=ttyS1,115200n8 console=tty0", COM2), ("console=uart8250,io,0x2f8,115200n8", COM2),
    ("console=uart,io,0x2f8", COM2), ("console=ttyS0 console=ttyS1", COM2), ("earlyprintk=serial,ttyS1,115200", COM2),
    ("earlyprintk=ttyS1,115200,keep", COM2), ("console=ttyS0 earlycon=ttyS1", COM2), ("earlycon console=ttyS1", COM2),
    ("earlyprintk=serial", ("stdio",)), ("earlyprintk", ("stdio",)), ("console=ttyS0,9600", ("stdio",)),
    ("earlycon=ttyS7 console=ttyS1", COM2)])
def test_older_words_lead_to_the_console(words, serial):
    with Machine(f"poweroff {words}", serial=serial) as machine:
        machine.expect(f"console: 16550 at port {'0x2f8' if serial == COM2 else '0x3f8'}")
        machine.finish()


@pytest.mark.parametrize("words, sentence", [
    ("console=ttyS4", "console=ttyS4: the ports are ttyS0 to ttyS3"),
    ("console=uart,io,0x3e8", "console=uart,io,0x3e8: no 16550 answers there"),
    ("console=uart", "console=uart: it has no address"),
    ("console=ttyAMA0", "console=ttyAMA0: it has no address"),
    ("console=tty0", "command line: console=tty0 ignored: it is no UART"),
    ("console=", "command line: console= ignored: it is no UART"),
    ("earlyprintk=vga", "console=vga: it has no address"),
    ("earlyprintk=serial,0x3e8", "console=0x3e8: it has no address")])
def test_words_that_lead_to_no_console_are_told_on_com1(words, sentence):
    with Machine(f"poweroff {words}") as machine:
        console = machine.finish()
    assert sentence in console and "console: 16550 at port 0x3f8" in console


@pytest.mark.parametrize("machine, device", [("q35", BEHIND_PCI), ("pc", BEHIND_PCI), ("q35", BEHIND_BRIDGE)],
                         ids=["root bus", "root bus of a pc", "behind bridges"])
def test_without_ports_a_uart_behind_pci_speaks(machine, device):
    with Machine("", machine=machine, serial=("none",), extra=device) as running:
        running.expect(r"console: 16550 at port 0x\w+")
        running.expect("console: the first UART behind PCI")
        running.expect("bootmap> ")
        running.send("poweroff\r")
        running.finish()


@pytest.mark.parametrize("words, serial", [("", ("none",)), ("earlycon", ("null",))], ids=["no port", "earlycon"])
def test_the_console_that_acpi_names(tmp_path, words, serial):
    with Machine(f"poweroff {words}", serial=serial, extra=PORTS + spcr(tmp_path)) as machine:
        machine.expect(f"console: 16550 at port {ELSEWHERE:#x}")
        machine.expect("console: the one that ACPI's table SPCR names")
        console = machine.finish()
    assert len(re.findall("acpi: SPCR at", console)) == 1


@pytest.mark.parametrize("table", [
    {"kind": 3}, {"address": 0}, {"address": 0x2D0}, {"space": 0, "address": 0x20000000},
    {"space": 0, "address": 1 << 60}, {"space": 0, "address": 0xFEB00002, "access": 3}],
    ids=["another kind", "no address", "nothing there", "RAM", "beyond the CPU", "not aligned"])
def test_a_wrong_table_does_not_keep_pci_from_speaking(tmp_path, table):
    with Machine("poweroff", serial=("none",), extra=BEHIND_PCI + spcr(tmp_path, **table)) as machine:
        console = machine.finish()
    assert "console: the first UART behind PCI" in console and "table SPCR names" not in console
