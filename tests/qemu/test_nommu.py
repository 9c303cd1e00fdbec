# SPDX-License-Identifier: MIT
"""MMU=n: the same kernel, and the same drivers, without address translation."""
import re
import subprocess
import time

from machine import LOAD_ADDRESS, ROOT, Machine, ktap
from test_image import disassemble

NOMMU = ROOT / "build" / "aarch64-nommu" / "bootmap.img"


def test_selftest_without_mmu():
    with Machine("selftest", kernel=NOMMU) as machine:
        console = machine.finish()
    results = ktap(console)
    assert results["E25_without_MMU_the_physical_address_is_the_mapping"] == "ok"
    skipped = {name for name, result in results.items() if result == "skip"}
    assert skipped == {"slab_notices_what_was_written_where_nobody_should", "buddy_notices_a_write_to_free_memory"}
    assert "not ok" not in results.values()


def test_the_same_drivers_run_without_mmu():
    with Machine("demo", kernel=NOMMU) as machine:
        console = machine.finish()
    assert "without an MMU it returns the physical address" in console
    assert "line 0 driven high reads 1, driven low reads 0" in console
    assert console.count("led: on,  line 1 reads 1") == 3
    assert not re.search("identity page|guard page|page tables", console)
    assert not re.search("refuse|can't|ignored", console), "it reaches all that the CPU's addresses reach"
    assert re.search(r"^pci 00:00.0: ", console, re.M)


def test_nothing_moves_16_bytes_at_once():
    """Without an MMU data is Device memory: such an access must be aligned, and compilers align to 8."""
    functions = disassemble(NOMMU.with_suffix(".elf"))
    wide = {name for name, body in functions.items() if any(re.search(r"[ ,{]q\d", each) for each in body)}
    assert not wide, "functions of the C library"
    assert len(functions) > 500


def test_the_prompt_names_a_missing_word_without_mmu():
    with Machine("", kernel=NOMMU) as machine:
        machine.expect("bootmap> ")
        machine.send("md\r")
        machine.expect("md: VA is missing")
        machine.send("poweroff\r")
        machine.finish()


def test_without_mmu_a_wrong_load_address_is_named():
    names = subprocess.run(["aarch64-linux-gnu-nm", NOMMU.with_suffix(".elf")], check=True,
                           capture_output=True, text=True).stdout
    record = int(re.search(r"(\w+) \w boot_failure$", names, re.M).group(1), 16)
    elsewhere = LOAD_ADDRESS + 0x4000000
    with Machine("demo", kernel=None, semihosting=False, extra=[
            "-device", f"loader,file={NOMMU},addr={elsewhere:#x},force-raw=on",
            "-device", f"loader,addr={elsewhere:#x},cpu-num=0"]) as machine:
        deadline = time.monotonic() + machine.timeout
        text = b""
        while b"linked for" not in text and time.monotonic() < deadline:
            text = machine.memory(record + elsewhere - LOAD_ADDRESS, 256)
    assert b"without an MMU the image runs only at its link address" in text


def test_without_mmu_an_address_where_nothing_is_is_told_from_RAM():
    with Machine("", kernel=NOMMU) as machine:
        machine.expect("bootmap> ")
        machine.send("md 0xd000000\r")
        machine.expect(r"a read of 4 bytes fails:\s+address  0x000000000d000000: physical address, no RAM")
        machine.send("poweroff\r")
        machine.finish()


def test_mappings_are_listed_without_mmu():
    with Machine("demo", kernel=NOMMU) as machine:
        console = machine.finish()
    lines = console.replace("\r", "").splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("what "))
    assert lines[first].split(maxsplit=1)[1] == "physical address      size"
    assert re.fullmatch(rf"kernel text {{11}}{LOAD_ADDRESS:#018x} +\d+ KiB", lines[first + 1])
    assert {len(line) for line in lines[first:first + 5]} == {50}, "the columns are not in line"
