# SPDX-License-Identifier: MIT
"""The bm commands that begin with a physical address or a number, beside QEMU's own monitor."""
import re

import pytest
from debugger import Debugged
from machine import ELF, LINK_BASE, LOAD_ADDRESS, symbols
from target import ARCH


def at_end(*commands, **options):
    with Debugged() as machine:
        return machine.at("machine_off", *commands, **options)


def test_all_addresses_of_a_physical_page():
    pa = symbols()["boot_stage"] - LINK_BASE + LOAD_ADDRESS
    output = at_end(f"bm pa {pa:#x}", "print/x PAGE_OFFSET", f"monitor gva2gpa {symbols()['boot_stage']:#x}")
    base = int(re.search(r"\$1 = (0x\w+)", output)[1], 16)
    assert re.search(rf"^gpa: {pa:#x}", output, re.M), "QEMU says so, too"
    assert f"{pa:#x}: Kernel data" in output
    assert re.findall(r"^  (0x\w{16})  page ", output, re.M) == \
        [f"{base + pa:#018x}", f"{symbols()['boot_stage']:#018x}"], output
    assert "DIFFER" not in output


def test_two_memory_types_for_one_page_are_told():
    """One entry of the linear map gets another type by hand."""
    flip = {"aarch64": 7 << 2, "x86_64": 1 << 4}[ARCH]  # AttrIndx; PCD
    pa = symbols()["boot_stage"] - LINK_BASE + LOAD_ADDRESS
    output = at_end(f"set $va = {pa:#x} + PAGE_OFFSET", "print/x $bm_pte($va)", "python "
                    "from bootmap import stub, target, paging; import gdb; "
                    "va = int(gdb.parse_and_eval('$va')); regs = target.table_registers(); "
                    "entry = paging.walk(regs.region(va), va, stub.read_entry)[-1]; "
                    f"stub.write_physical(entry.address, (entry.value ^ {flip}).to_bytes(8, 'little'))",
                    "print/x $bm_pte($va)", f"bm pa {pa:#x}")
    before, after = (int(value, 16) for value in re.findall(r"^\$\d = (0x\w+)$", output, re.M))
    assert before ^ after == flip and "MEMORY TYPES DIFFER: " in output, output


def test_nothing_leads_to_an_empty_place():
    output = at_end("bm pa 0xfffff0000000", "bm pa", tolerate=["usage:"])
    assert "nobody has requested it\n  no entry leads there" in output and "usage: bm pa PA" in output


@pytest.mark.parametrize("stop", [None, "machine_off"])
def test_physical_memory_is_what_qemu_shows(stop):
    place = LOAD_ADDRESS + 0x4008
    with Debugged() as machine:
        output = machine.at(stop, f"bm md {place:#x} 40", f"monitor xp /40xb {place:#x}")
    shown = " ".join(re.findall(r"^0x\w{12}  ((?:[0-9a-f]{2} ?)+) ", output, re.M)).split()
    qemus = re.findall(r"\b0x([0-9a-f]{2})\b", output)
    assert len(shown) == 40 and shown == qemus, output


def test_the_functions_are_the_walk():
    names = ["start_kernel", "boot_stage", "level2_fixmap_pgt"]
    asked = [command for name in names for command in (
        f"print/x $bm_pa((unsigned long)&{name})", f"print/x $bm_pte((unsigned long)&{name})", f"bm walk &{name}",
        f"monitor gva2gpa {symbols()[name]:#x}")]
    output = at_end(*asked, "print $bm_pa(0x18)")
    values = re.findall(r"^\$\d+ = (0x\w+)$", output, re.M)
    assert values[::2] == re.findall(r"^gpa: (0x\w+)", output, re.M), output
    entries = re.findall(r"^  level 3 .* = (0x\w+) ", output, re.M)
    assert [int(value, 16) for value in values[1::2]] == [int(value, 16) for value in entries]
    assert "not mapped: bm walk shows why" in output


def test_a_number_is_decoded_at_every_level():
    value = {"aarch64": 0x60000009030707, "x86_64": 0x80000000FEC00173}[ARCH]
    output = at_end(f"bm pte {value:#x}", f"bm pte {value:#x} 3", "bm pte 0 2", "bm pte 1 9")
    lines = re.findall(r"^level (\d)  0x\w{16}  (.*)$", output, re.M)
    assert [level for level, _ in lines] == ["0", "1", "2", "3", "3", "2"]
    assert lines[3][1] == lines[4][1] and lines[3][1].startswith("page at ") and "RW NX" in lines[3][1]
    assert lines[5][1] == "invalid" and "there is no level 9" in output


def test_tables_are_filtered():
    output = at_end("bm tables", "echo ====\\n", "bm tables is=X", "echo ====\\n", "bm tables is=RO is=NX",
                    "echo ====\\n", "bm tables owner=STACK", "echo ====\\n", "bm tables size=0x200000", "echo ====\\n",
                    "bm tables is=nonsense", "bm tables colour=red", tolerate=["usage:"])
    every, code, read_only, stacks, blocks, none = ([line for line in part.splitlines() if re.match("0x.*-0x", line)]
                                                    for part in output.split("====\n"))
    assert code == [line for line in every if " RO X " in line] and len(code) == 1
    assert read_only == [line for line in every if " RO NX" in line] and read_only
    assert stacks == [line for line in every if "stack" in line] and len(stacks) == 2
    assert blocks == [line for line in every if " block" in line] and blocks
    assert not none and "nothing of that kind" in output and "usage: bm tables" in output


def test_contents_are_found_where_they_are():
    image, text = symbols(), b"to which NULL pointers point"
    output = at_end(f'bm find "{text.decode()}" _rodata _data', "bm find 0x1234567812345678 _data _end",
                    "bm find", tolerate=["usage:"])
    hits = re.findall(r"^(0x\w{16})  physical (0x\w+)$", output, re.M)
    assert len(hits) == 1 and image["_rodata"] <= int(hits[0][0], 16) < image["_data"], output
    assert int(hits[0][1], 16) == int(hits[0][0], 16) - LINK_BASE + LOAD_ADDRESS
    assert ELF.read_bytes().count(text) == 1, "once in the image"
    assert "it is not in mapped RAM there" in output and "usage: bm find" in output
