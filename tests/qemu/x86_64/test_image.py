# SPDX-License-Identifier: MIT
"""What stands in the image: instructions that a rule forbids, sizes, headers."""
import os
import re
import struct
import subprocess

import pytest
from machine import ELF, IMAGE, LINK_BASE, LOAD_ADDRESS, ROOT, symbols
from target import TARGET

IMAGE_LIMIT = 192 * 1024


def disassemble(file):
    """{function: [instruction, ...]}"""
    text = subprocess.run([TARGET.tool("objdump"), "-d", "--no-show-raw-insn", file], check=True,
                          capture_output=True, text=True).stdout
    functions = {}
    for line in text.splitlines():
        head = re.match(r"[0-9a-f]+ <(\S+)>:", line)
        body = re.match(r"\s*[0-9a-f]+:\t(.*)", line)
        if head:
            current = functions.setdefault(head.group(1), [])
        elif body:
            current.append(re.sub(r"\s+", " ", body.group(1).split("#")[0]).strip())
    return functions


@pytest.fixture(scope="module")
def kernel():
    return disassemble(ELF)


# One mov between a register, or a constant, and memory; no operation on memory.
SINGLE = re.compile(r"mov[bwlq]? ((%\w+|\$0x[0-9a-f]+),(0x[0-9a-f]+)?\(%\w+\)|(0x[0-9a-f]+)?\(%\w+\),%\w+)$")


@pytest.mark.parametrize("optimisation", ["-O2", "-Os", "-O3"])
def test_pitfall_51_52_accessors_are_single_loads_and_stores(tmp_path, optimisation):
    flags = os.environ.get("KERNEL_CFLAGS") or subprocess.run(
        ["make", "-s", "-C", ROOT, "print-cflags"], check=True, capture_output=True,
        text=True).stdout
    subprocess.run([*flags.split(), optimisation, "-c", "-o", tmp_path / "accessors.o",
                    ROOT / "tests/qemu/accessors.c"], check=True, cwd=ROOT)
    functions = {name: body for name, body in disassemble(tmp_path / "accessors.o").items()
                 if name.startswith("io_")}
    assert len(functions) == 8 * 3 + 1
    for name, body in functions.items():
        # ioread32() and its kin may be about a port.
        accesses = [each for each in body if "(%" in each and not re.match(r"(lea|nop|cs nop|in|out) ", each)
                    and "(%rsp" not in each and "(%rbp" not in each]
        assert accesses, f"{name} touches no memory"
        for access in accesses:
            assert SINGLE.match(access), f"{name}: {access}"


def test_our_own_code_uses_no_floating_point_registers():
    objects = [path for path in (ELF.parent).rglob("*.o")
               if "ksyms" not in path.name and path.name not in ("known_registers.o", "irq_test.o")]
    assert len(objects) > 30
    for path in objects:
        for name, body in disassemble(path).items():
            for each in body:
                assert not re.search(r"%(xmm|ymm|mm|st)", each), f"{path.name} {name}: {each}"


def test_nobody_keeps_data_below_the_stack_pointer(kernel):
    """Not even the C library: an exception would overwrite it."""
    for name, body in kernel.items():
        for each in body:
            assert not re.search(r"-0x[0-9a-f]+\(%rsp", each), f"{name}: {each}"


def test_global_pages_are_flushed_with_pge_not_with_cr3_alone(kernel):
    """Only experiments may load another root, or reload and look for what that leaves. head.S loads the first one."""
    users = {name for name, body in kernel.items() for each in body if re.match(r"mov %r\w+,%cr3", each)}
    others = {"by_cr3", "enable_paging", "enter_user_space"}
    assert users > others
    for name in users - others:
        writes = [each for each in kernel[name] if re.match(r"mov %r\w+,%cr4", each)]
        assert len(writes) >= 2, f"{name} reloads CR3 and ignores CR4.PGE"


def test_invlpg_is_used(kernel):
    assert [name for name, body in kernel.items() if any("invlpg" in each for each in body)]


def test_only_boot_calls_what_is_given_back_after_boot(kernel):
    names = symbols()
    boot_only = range(names["_head"], names["_einittext"])
    allowed = {"early_table_open", "early_table_page"}
    callers = {"start_kernel", "call_init_function", "primary_switched"}
    for name, body in kernel.items():
        if names.get(name, 0) in boot_only or name in callers:
            continue
        for each in body:
            target = re.match(r"(?:call|jmp) +(ffffffff\w+) <(\w+)", each)
            if target and int(target.group(1), 16) in boot_only:
                assert target.group(2) in allowed, f"{name} calls {target.group(2)}"


@pytest.mark.parametrize("function", ["off_by_pm1", "off_by_sleep_control"])
def test_who_waits_for_the_power_to_go_off_pauses(kernel, function):
    """QEMU switches off in its main loop. In a recorded run that loop waits until the CPU pauses."""
    code = kernel[function]
    reads = next(number for number, text in enumerate(code) if text.startswith("in "))
    assert "pause" in code[reads:], code


def test_image_is_small():
    assert IMAGE.stat().st_size <= IMAGE_LIMIT


def test_the_note_leads_a_pvh_loader_to_the_entry():
    notes = subprocess.run([TARGET.tool("readelf"), "-n", IMAGE], check=True, capture_output=True,
                           text=True).stdout
    entry = symbols()["pvh_entry"] - LINK_BASE + LOAD_ADDRESS
    assert "Xen" in notes and "0x00000012" in notes
    assert entry.to_bytes(8, "little").hex(" ") in notes


def test_the_multiboot2_header_is_where_grub_looks():
    file = IMAGE.read_bytes()
    at = file.index(struct.pack("<I", 0xE85250D6))
    magic, architecture, length, checksum = struct.unpack("<4I", file[at:at + 16])
    assert at % 8 == 0 and at + length <= 32768
    assert architecture == 0
    assert (magic + architecture + length + checksum) & 0xFFFFFFFF == 0


def test_the_symbols_that_debuggers_rely_on_are_there():
    names = symbols()
    for name in ("init_top_pgt level3_kernel_pgt level2_kernel_pgt level1_kernel_pgt level2_fixmap_pgt "
                 "level1_fixmap_pgt bm_pte slot_virt prev_map prev_size __set_fixmap early_ioremap "
                 "early_iounmap boot_failure boot_stop").split():
        assert name in names
