# SPDX-License-Identifier: MIT
"""Tests that the kernel boots and passes its own tests, for each way of entry and load address."""
import random
import re
import subprocess

import pytest
import trees
from machine import (DEBUG_IMAGE, ELF, IMAGE, LOAD_ADDRESS, RAM_BASE, Machine, check_selftest,
                     ktap)
from target import TARGET

CPUS = ["cortex-a53", "cortex-a57", "cortex-a72", "cortex-a76", "neoverse-n1", "neoverse-v1", "a64fx", "max"]
LEVELS = {1: "virt", 2: "virt,virtualization=on", 3: "virt,secure=on"}


def known_cpus():
    return subprocess.run([TARGET.qemu, "-M", "virt", "-cpu", "help"], check=True,
                          capture_output=True, text=True).stdout.split()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("cpu", CPUS)
def test_pitfall_36_37_selftest_on_each_cpu_from_each_level(cpu, level):
    if cpu not in known_cpus():
        pytest.skip(f"this QEMU has no {cpu}")
    kernel = {1: IMAGE, 2: DEBUG_IMAGE, 3: ELF}[level]
    with Machine("selftest", cpu=cpu, machine=LEVELS[level], kernel=kernel) as machine:
        machine.expect(f"entered at EL{level}")
        check_selftest(machine.finish(), kernel)


@pytest.mark.parametrize("kernel", [IMAGE, ELF, DEBUG_IMAGE], ids=["img", "elf", "debug"])
@pytest.mark.parametrize("mem", ["64M", "1G", "8G"])
def test_selftest_with_each_size_of_ram(mem, kernel):
    with Machine("selftest", mem=mem, kernel=kernel) as machine:
        check_selftest(machine.finish(), kernel)


def test_selftest_in_ram_that_is_full_of_noise(tmp_path):
    """Whoever forgets to clear a table, a descriptor or a record is lucky where RAM begins as zeros."""
    noise = tmp_path / "noise"
    noise.write_bytes(random.Random(1).randbytes(1 << 20) * 64)
    with Machine("selftest", machine="virt,memory-backend=ram", mem="64M", extra=[
            "-object", f"memory-backend-file,id=ram,size=64M,mem-path={noise},share=off"]) as machine:
        check_selftest(machine.finish())


@pytest.mark.parametrize("level", LEVELS)
def test_other_cores_stay_parked(level):
    with Machine("demo", machine=LEVELS[level], kernel=ELF, extra=["-smp", "4"]) as machine:
        console = machine.finish()
    assert console.count("bootmap: entered") == 1


def test_from_el3_where_nothing_holds_them_the_other_cores_rest_at_boot_stop():
    with Machine("selftest=nothing-fits", machine=LEVELS[3], kernel=ELF, semihosting=False,
                 extra=["-smp", "4"]) as machine:
        machine.expect("Halted")
        assert machine.wait_for_stop() == 4


def test_without_firmware_switching_off_says_so_and_halts(tmp_path):
    blob = trees.patched(tmp_path, ('"arm,psci-1.0\\0arm,psci-0.2\\0arm,psci"', '"none,none"'))
    with trees.boot_with(tmp_path, blob.read_bytes(), RAM_BASE + 0x8000000,
                         semihosting=False) as machine:
        machine.expect("no driver that can switch it off: halted")
        assert machine.boot_failure()[0] == 0


@pytest.mark.parametrize("machine", [LEVELS[1], LEVELS[2]])
def test_psci_switches_off(machine):
    with Machine(machine=machine, semihosting=False) as running:
        running.finish(status=0)


@pytest.mark.parametrize("level", [1, 2])
def test_selftest_through_u_boot(level):
    with Machine(kernel=None, machine=LEVELS[level], timeout=60, extra=[
            "-bios", "/usr/lib/u-boot/qemu_arm64/u-boot.bin",
            "-device", f"loader,file={IMAGE},addr=0x44000000,force-raw=on"]) as machine:
        machine.expect("Hit any key")
        machine.send("\n")
        machine.expect("=> ")
        machine.send("setenv bootargs selftest\n")
        machine.expect("=> ")
        machine.send("booti 0x44000000 - ${fdtcontroladdr}\n")
        machine.expect(f"entered at EL{level}")
        check_selftest(machine.finish())


@pytest.mark.parametrize("offset", [0x200000, 0x1200000, 0x3E200000])
def test_image_at_any_2_mib_line(tmp_path, offset):
    blob = trees.patched(tmp_path, bootargs="selftest").read_bytes()
    with trees.boot_with(tmp_path, blob, RAM_BASE + 0x8000000,
                         load_address=RAM_BASE + offset) as machine:
        machine.expect(f"image at physical {RAM_BASE + offset:#x}")
        check_selftest(machine.finish())


@pytest.mark.parametrize("address", [RAM_BASE + 0x81FF000, RAM_BASE + 0x81FFFF8,
                                     *(RAM_BASE + 0x8000000 + phase for phase in (8, 0x7F8, 0xFF8))],
                         ids=hex)
def test_pitfall_09_10_tree_at_any_8_byte_line_also_across_2_mib(tmp_path, address):
    blob = trees.patched(tmp_path, bootargs="selftest").read_bytes()
    with trees.boot_with(tmp_path, blob, address) as machine:
        machine.expect(f"device tree at {address:#x}")
        console = machine.finish()
    check_selftest(console)
    assert "ok" == ktap(console)["pitfall_09_neighbours_of_the_tree_stay_unmapped"]


def test_tree_of_exactly_2_mib_is_accepted(tmp_path):
    blob = bytearray(trees.patched(tmp_path, bootargs="demo").read_bytes())
    blob[4:8] = (2 << 20).to_bytes(4, "big")
    with trees.boot_with(tmp_path, bytes(blob), RAM_BASE + 0x8000FF8) as machine:
        machine.finish()


@pytest.mark.parametrize("path", ["/pl011@9000000:115200n8", "/pl011", "console:9600"])
def test_console_named_with_options_without_address_and_by_alias(tmp_path, path):
    file = trees.patched(tmp_path, ('stdout-path = "/pl011@9000000"', f'stdout-path = "{path}"'),
                         more='aliases { console = "/pl011@9000000"; };')
    with trees.boot_with(tmp_path, file.read_bytes(), RAM_BASE + 0x8000000) as machine:
        machine.expect("console: PL011 at 0x9000000")
        machine.finish()


def test_pitfall_15_console_at_another_address(tmp_path):
    """The secure world's own PL011, which the tree hides from others."""
    file = trees.patched(tmp_path, ('stdout-path = "/pl011@9000000"',
                                    'stdout-path = "/pl011@9040000"'), machine=LEVELS[3])
    with trees.boot_with(tmp_path, file.read_bytes(), RAM_BASE + 0x8000000, machine=LEVELS[3],
                         extra=["-serial", f"file:{tmp_path / 'second'}"]) as machine:
        machine.finish()
    assert "console: PL011 at 0x9040000" in (tmp_path / "second").read_text()


def test_console_behind_a_bus_that_translates(tmp_path):
    uart = re.search(r"\tpl011@9000000 \{.*?\n\t\};\n",
                     trees.source(tmp_path), re.S).group(0)
    moved = uart.replace("pl011@9000000", "pl011@1000").replace(
        "<0x00 0x9000000 0x00 0x1000>", "<0x1000 0x1000>")
    bus = ("\tbus@8fff000 { #address-cells = <1>; #size-cells = <1>; "
           "ranges = <0 0 0x8fff000 0x10000>;\n" + moved + "\t};\n")
    file = trees.patched(tmp_path, (uart, bus),
                         ('stdout-path = "/pl011@9000000"', 'stdout-path = "/bus/pl011"'))
    with trees.boot_with(tmp_path, file.read_bytes(), RAM_BASE + 0x8000000) as machine:
        machine.expect("console: PL011 at 0x9000000")
        machine.finish()


def test_console_from_the_command_line():
    with Machine("earlycon=pl011,0x9000000 poweroff") as machine:
        machine.expect("console: PL011 at 0x9000000")
        machine.finish()


def test_lines_from_before_the_console_are_kept():
    with Machine("nonsense poweroff") as machine:
        machine.expect("unknown word 'nonsense' ignored")
        machine.expect("console: PL011")
        machine.finish()


def test_load_address_is_the_elf_files(tmp_path):
    assert LOAD_ADDRESS == RAM_BASE + 0x200000
    headers = subprocess.run(["aarch64-linux-gnu-readelf", "-h", ELF], check=True,
                             capture_output=True, text=True).stdout
    assert f"{LOAD_ADDRESS:#x}" in headers
