# SPDX-License-Identifier: MIT
"""The kernel boots and passes its own tests on each machine and CPU, through each boot protocol."""
import re
import shutil
import subprocess

import pytest
from machine import (DEBUG_IMAGE, ELF, IMAGE, LINK_BASE, LOAD_ADDRESS, ROOT, Machine, check_selftest,
                     symbols)

MACHINES = ["q35", "pc", "microvm"]
CPUS = ["max", "qemu64", "kvm64", "Nehalem", "EPYC"]

LONG_MODE, ALIGNMENT = 9, 3


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("cpu", CPUS)
def test_selftest_on_each_cpu_and_machine(cpu, machine):
    kernel = DEBUG_IMAGE if machine == "q35" else IMAGE
    with Machine("selftest", cpu=cpu, machine=machine, kernel=kernel) as running:
        running.expect("entered by PVH")
        check_selftest(running.finish(), kernel)


@pytest.mark.parametrize("kernel", [IMAGE, ELF, DEBUG_IMAGE], ids=["img", "elf", "debug"])
@pytest.mark.parametrize("mem", ["64M", "1G", "8G"])
def test_selftest_with_each_size_of_ram(mem, kernel):
    with Machine("selftest", mem=mem, kernel=kernel) as machine:
        check_selftest(machine.finish(), kernel)


def test_selftest_without_invlpg():
    with Machine("selftest noinvlpg") as machine:
        check_selftest(machine.finish())


def test_without_global_pages_none_is_global():
    with Machine("selftest", cpu="qemu64,-pge") as machine:
        console = machine.finish()
    check_selftest(console)
    assert re.search(r"kernel text .* not global", console)


def test_without_nx_the_kernel_runs_and_says_what_is_missing():
    with Machine("selftest", cpu="max,-nx") as machine:
        machine.expect("cannot forbid execution: what is writable is also executable")
        console = machine.finish()
    check_selftest(console)
    assert "audit: this CPU cannot forbid execution" in console
    assert "# SKIP this CPU cannot forbid execution" in console


@pytest.mark.parametrize("cpu, sentence", [
    ("qemu32", "this CPU has no 64-bit mode"), ("pentium3", "this CPU has no 64-bit mode"),
    ("qemu64,-pat", "this CPU has no page attribute table")])
def test_a_cpu_that_lacks_something_gets_a_sentence_on_the_serial_port(cpu, sentence):
    with Machine(cpu=cpu) as machine:
        machine.expect(sentence)
        code, _, text = machine.boot_failure()
    assert code == LONG_MODE
    assert sentence in text


@pytest.mark.parametrize("machine", MACHINES)
def test_acpi_switches_off(machine):
    with Machine(machine=machine, semihosting=False) as running:
        running.finish(status=0)


def test_without_acpi_switching_off_says_so_and_halts():
    with Machine(machine="microvm,acpi=off", semihosting=False) as machine:
        machine.expect("no driver that can switch it off: halted")
        assert machine.boot_failure()[0] == 0


def test_other_cores_stay_parked():
    with Machine("demo", extra=["-smp", "4"]) as machine:
        console = machine.finish()
    assert console.count("bootmap: entered") == 1


def test_the_initrd_is_reserved(tmp_path):
    initrd = tmp_path / "initrd"
    initrd.write_bytes(b"\0" * (3 << 20))
    with Machine(extra=["-initrd", initrd]) as machine:
        assert re.search(r"memblock: reserved .* 3072 KiB  initrd", machine.finish())


def test_the_console_can_be_another_port():
    with Machine("earlycon=uart8250,io,0x2f8 poweroff", serial=("null", "stdio")) as machine:
        machine.expect("console: 16550 at port 0x2f8")
        machine.finish()


@pytest.mark.parametrize("option, port", [
    ("uart8250,io,0x2f8,115200n8", "0x2f8"), ("uart,io,0x3f8,9600", "0x3f8"), ("ttyS1", "0x2f8"), ("ttyS0,115200", "0x3f8")])
def test_the_console_as_linux_names_it(option, port):
    serial = ("stdio",) if port == "0x3f8" else ("null", "stdio")
    with Machine(f"earlycon={option} poweroff", serial=serial) as machine:
        machine.expect(f"console: 16550 at port {port}")
        machine.finish()


def test_without_com1_another_port_serves():
    with Machine("poweroff", serial=("none", "stdio")) as machine:
        machine.expect("console: 16550 at port 0x2f8")
        machine.finish()


# RAM that firmware keeps: to a driver that only sends, as good as a 16550 that is always ready.
REGISTERS, LINE_STATUS, READY = 0x9FFE0, 5, 0x60


@pytest.mark.parametrize("access, step, shift", [
    ("mmio,", 1, 0), ("", 1, 0), ("mmio16,", 2, 0), ("mmio32,", 4, 0), ("mmio32native,", 4, 0), ("mmio32be,", 4, 24)])
def test_the_console_can_be_registers(access, step, shift):
    """No board of QEMU's has one, so what is written ends in memory: the prompt's end at last."""
    with Machine(f"earlycon=uart8250,{access}{REGISTERS:#x},115200n8", extra=["-S"]) as machine:
        machine.gdb_server()
        machine.gdb(f"hbreak *{symbols()['pvh_entry'] - LINK_BASE + LOAD_ADDRESS:#x}\ncontinue\n"
                    f"set *(unsigned int *){REGISTERS + LINE_STATUS * step:#x} = {READY << shift}\n"
                    "delete\nhbreak console_getchar\ncontinue\n")
        assert machine.memory(REGISTERS + shift // 8, 1) == b"K"  # erase to the end of the line
        walk = machine.gdb(f"source {ROOT}/tools/gdb/bootmap.gdb\nbm walk 0xffffffffff5fe000\nbm log")
    assert re.search(r"page at 0x9f000 .*UC-", walk)
    assert f"console: 16550 at address {REGISTERS:#x}, through FIX_EARLYCON_MEM_BASE" in walk


WRONG = [
    ("uart8250,io,0x3e8", "no 16550 answers there"),
    ("uart8250,mmio,0x7fff0000", "no 16550 answers there"),
    ("uart8250,io,70000", "there is no such port"),
    ("uart8250,mmio,0x20000000", "its registers would be RAM"),
    ("uart8250,mmio,here", "that is not an address"),
    ("uart8250,io", "it has no address"),
    ("uart8250,mmio,0xffffffffffffffff", "beyond this CPU's physical addresses"),
    ("uart8250,mmio32,0x9ffe4", "its registers cannot begin there"),
    ("uart8250,mmio32,0x9ff02", "its registers cannot begin there"),
    ("ttyS4", "the ports are ttyS0 to ttyS3"),
    ("pl011,0x9000000", "the only kind is uart8250")]


@pytest.mark.parametrize("option, sentence", WRONG)
def test_what_leads_to_no_console_is_told_on_another_one(option, sentence):
    with Machine(f"poweroff earlycon={option}") as machine:
        machine.expect(re.escape(f"earlycon={option}: ") + f".*{re.escape(sentence)}")
        machine.expect("console: 16550 at port 0x3f8")
        machine.finish()


@pytest.mark.parametrize("option, sentence", WRONG[:2])
def test_no_console_stands_in_the_record(option, sentence):
    with Machine(f"earlycon={option}", serial=("none",), semihosting=False) as machine:
        code, _, text = machine.boot_failure()
    assert code == 16
    assert "there is no console" in text and sentence in text


# UEFI in place of the BIOS. The CD has GRUB for both.
EFI = ["-drive", "if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd"]


def grub_image(folder, arguments, before=""):
    """A CD that boots the kernel through GRUB, which first does what `before` says."""
    boot = folder / "iso/boot/grub"
    boot.mkdir(parents=True)
    shutil.copy(IMAGE, boot.parent / "bootmap.img")
    (boot / "grub.cfg").write_text(
        f"{before}\nmultiboot2 /boot/bootmap.img {arguments}\nmodule2 /boot/grub/grub.cfg\nboot\n")
    file = folder / "grub.iso"
    subprocess.run(["grub-mkrescue", "-o", file, folder / "iso"], check=True, capture_output=True)
    return file


@pytest.mark.skipif(not shutil.which("grub-mkrescue"), reason="grub-mkrescue is not here: run 'make setup'")
@pytest.mark.parametrize("machine, firmware", [("q35", []), ("pc", []), ("q35", EFI)], ids=["q35", "pc", "EFI"])
def test_selftest_through_grub(tmp_path, machine, firmware):
    iso = grub_image(tmp_path, "selftest")
    with Machine(machine=machine, kernel=None, extra=["-cdrom", iso, *firmware], timeout=60) as running:
        load = int(running.expect(r"entered by Multiboot2, image at physical 0x(\w+)\W").group(1), 16)
        console = running.finish()
    assert ("BdsDxe" in console) == bool(firmware), "the firmware tells which it is"
    assert load % (2 << 20) == 0
    check_selftest(console)
    for words in ("initrd", "boot information"):
        assert re.search(rf"memblock: reserved .*  {words}", console)


# A range register: 1 MiB from 769 MiB on is uncached, inside of a page that could have 2 MiB.
A_RANGE = "insmod wrmsr\nwrmsr 0x20a 0x30100000\nwrmsr 0x20b 0xfffff00800"


@pytest.mark.skipif(not shutil.which("grub-mkrescue"), reason="grub-mkrescue is not here: run 'make setup'")
@pytest.mark.parametrize("before, level", [("", 2), (A_RANGE, 3)], ids=["none there", "one there"])
def test_no_page_of_2_mib_where_range_registers_change_the_type(tmp_path, before, level):
    with Machine("", kernel=None, extra=["-cdrom", grub_image(tmp_path, "", before)], timeout=60) as machine:
        machine.expect("bootmap> ")
        for address, expected in ((0x30000000, level), (0x301fffff, level), (0x2fffffff, 2), (0x30200000, 2)):
            machine.send(f"walk 0x{0xffff800000000000 + address:x}\r")
            walked = machine.expect(r"0xffff8000\w+: [^\0]*?bootmap> ").group(0)
            assert re.findall(r"level (\d)", walked)[-1] == str(expected), walked
        machine.send("poweroff\r")
        machine.finish()


def test_the_image_at_any_2_mib_line(tmp_path):
    """PVH has one address; the code itself has none: a debugger enters it elsewhere."""
    load = LOAD_ADDRESS + (20 << 20)
    with Machine("selftest", extra=["-S", "-device",
                                    f"loader,file={flat(tmp_path)},addr={load:#x},force-raw=on"]) as machine:
        machine.gdb_server()
        machine.gdb(f"hbreak *{LOAD_ADDRESS + entry_offset():#x}\ncontinue\n"
                    f"set $pc = {load + entry_offset():#x}\ndelete\ndetach")
        machine.expect(f"image at physical {load:#x}")
        check_selftest(machine.finish())


def entry_offset():
    """Of pvh_entry in the image."""
    from machine import LINK_BASE, symbols
    return symbols()["pvh_entry"] - LINK_BASE


def flat(folder):
    """The image as it lies in memory."""
    from target import TARGET
    file = folder / "flat"
    subprocess.run([TARGET.tool("objcopy"), "-O", "binary", ELF, file], check=True)
    return file
