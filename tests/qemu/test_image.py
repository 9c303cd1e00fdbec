# SPDX-License-Identifier: MIT
"""What stands in the image: instructions that a rule forbids, sizes, the header."""
import os
import re
import struct
import subprocess

import pytest
from machine import ELF, IMAGE, ROOT, symbols
from target import TARGET

IMAGE_LIMIT = 216 * 1024


def disassemble(file, *options):
    """{function: [instruction, ...]}"""
    text = subprocess.run(["aarch64-linux-gnu-objdump", "-d", "--no-show-raw-insn", *options, file],
                          check=True, capture_output=True, text=True).stdout
    functions = {}
    for line in text.splitlines():
        head = re.match(r"[0-9a-f]+ <(\S+)>:", line)
        body = re.match(r"\s*[0-9a-f]+:\t(.*)", line)
        if head:
            current = functions.setdefault(head.group(1), [])
        elif body:
            current.append(re.sub(r"\s+", " ", body.group(1).split("//")[0]).strip())
    return functions


@pytest.fixture(scope="module")
def kernel():
    return disassemble(ELF)


def memory_accesses(instructions):
    """Loads and stores, but for those of the stack."""
    return [each for each in instructions if re.match(r"(ld|st)\w*", each) and "[sp" not in each]


# One register as the address, nothing added, nothing written back.
SINGLE = re.compile(r"(ldr|str)[bh]? [wx](\d+|zr), \[x\d+\]$")


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
        accesses = memory_accesses(body)
        assert accesses, f"{name} touches no memory"
        for access in accesses:
            assert SINGLE.match(access), f"{name}: {access}"


@pytest.mark.parametrize("name", ["memcpy_fromio", "memcpy_toio", "memset_io"])
def test_copies_touch_the_device_singly(name):
    accesses = memory_accesses(disassemble(ELF.parent / "drivers/base/io.o")[name])
    assert any(SINGLE.match(access) for access in accesses)
    assert not any(re.match(r"(ldp|stp|ldn|stn)", access) for access in accesses)


def test_no_stray_pairs_in_the_drivers_device_accesses(kernel):
    """The compiler may use pairs for memory, so device access must never be left to it: the one
    way to a register is the accessors' assembly. sparse guards that; this is the second look."""
    for name in ("pl061_set_output", "pl061_levels", "pl061_get", "pl011_write_char"):
        for access in memory_accesses(kernel[name]):
            assert not re.match(r"(ldp|stp)", access), f"{name}: {access}"


def test_tlb_invalidation_is_inner_shareable(kernel):
    uses = {(name, each) for name, body in kernel.items() for each in body if "tlbi" in each}
    alone = {name for name, each in uses if not re.match(r"tlbi \w+is\b", each)}
    assert alone == {"enable_mmu", "first_code", "flush_here"}  # the last one on purpose: break=shootdown
    assert any(each.startswith("tlbi vaae1is") for _, each in uses)


def test_pitfall_22_translation_registers_are_followed_by_isb(kernel):
    register = re.compile(r"msr (ttbr[01]_el1|tcr_el1|mair_el1|sctlr_el1),")
    found = 0
    for name, body in kernel.items():
        for position, each in enumerate(body):
            if not register.match(each):
                continue
            found += 1
            following = body[position + 1:]
            ending = next(i for i, other in enumerate(following)
                          if other == "isb" or re.match(r"(b|bl|br|blr|ret|eret|cb|tb)[ .n]", other))
            assert following[ending] == "isb", f"{name}: {each}"
    assert found >= 5


def test_our_own_code_uses_no_floating_point_registers():
    objects = [path for path in (ELF.parent).rglob("*.o") if "ksyms" not in path.name]
    assert len(objects) > 30
    for path in objects:
        for name, body in disassemble(path).items():
            for each in body:
                branch = re.match(r"(b|bl|cb|tb|adr)", each)
                saved = path.name in ("entry.o", "known_registers.o")  # what the libraries use is kept across interrupts
                assert branch or saved or not re.search(r"[ {[][qdsv]\d+\b", each), f"{path.name} {name}: {each}"


def instructions():
    """[(address, mnemonic, operands)] of all the text, in order."""
    text = subprocess.run([TARGET.tool("objdump"), "-d", "--no-show-raw-insn", ELF], check=True,
                          capture_output=True, text=True).stdout
    return [(int(address, 16), name, operands) for address, name, operands in
            re.findall(r"^([0-9a-f]+):\t(\S+)[ \t]*(.*?)(?:\s*//.*)?$", text, re.M)]


def is_memory_access(name):
    return re.match(r"(ld|st|prfm)", name) is not None


def waits_for(load, multiplication):
    """The one needs what the other loads: in that case the core does both in order."""
    loaded = {register[1:] for register in re.findall(r"[xw]\d+", load[2].split("[")[0])}
    return load[1].startswith("ld") and loaded & {
        register[1:] for register in re.findall(r"[xw]\d+", multiplication[2])[1:]}


def test_cortex_a53_erratum_835769_a_load_or_store_and_then_a_64_bit_multiply_accumulate():
    code = instructions()
    assert len(code) > 10000
    for before, each in zip(code, code[1:]):
        if not (re.match(r"[su]?m(add|sub)l?$", each[1]) and each[2].startswith("x")):
            continue
        assert not is_memory_access(before[1]) or waits_for(before, each), (before, each)


def writes(instruction, register):
    """Is `register` what it gives its result to, or the base that it moves?"""
    _, name, operands = instruction
    number = register[1:]
    stored = name.startswith(("st", "prfm", "cmp", "cmn", "tst", "ccmp"))
    results = [] if stored else operands.split("[")[0].split(",")[:2 if name.startswith("ld") else 1]
    return any(each.strip() in (f"x{number}", f"w{number}") for each in results) or \
        re.search(rf"\[{register}(\], #|, [^\]]*\]!)", operands) is not None


def is_erratum_843419(code):
    """Arm's notice of the Cortex-A53's errata, Arm-EPM-048406: (1) an ADRP in the last two words of a page; (2) a
    load or store of one register or a store of two, which does not write what ADRP wrote; (3) perhaps an
    instruction that is no branch and does not write it, either; (4) a load or store with an unsigned immediate
    offset from it. `code`: the ADRP and the three behind it."""
    (address, name, operands), second, third, fourth = code
    base = operands.split(",")[0]
    if name != "adrp" or address & 0xFFF not in (0xFF8, 0xFFC):
        return False
    if not is_memory_access(second[1]) or second[1].startswith(("ldp", "ldnp")) or writes(second, base):
        return False

    def is_fourth(other):
        return re.match(r"((ld|st)r(s?[bhw])?|prfm)$", other[1]) is not None and \
            re.search(rf"\[{base}(, #\d+|, #0x\w+)?\]$", other[2]) is not None

    passes = not re.match(r"(b|bl|br|blr|ret|eret|cb|tb)(\.|n?z|$)", third[1]) and not writes(third, base)
    return is_fourth(third) or (passes and is_fourth(fourth))


@pytest.mark.parametrize("address, hit, lines", [
    (0xFF8, True, "ldr x1, [x2]; ldr x3, [x0, #8]; nop"), (0xFFC, True, "str x1, [x2]; nop; str w3, [x0]"),
    (0xFFC, True, "stp x1, x4, [x2]; add x5, x5, #1; ldrb w3, [x0, #4095]"), (0xFF4, False, "ldr x1, [x2]; ldr x3, [x0]; nop"),
    (0xFF8, False, "ldp x1, x4, [x2]; ldr x3, [x0]; nop"), (0xFF8, False, "add x1, x2, x3; ldr x3, [x0]; nop"),
    (0xFF8, False, "ldr x0, [x2]; ldr x3, [x0]; nop"), (0xFF8, False, "ldr x1, [x0], #8; ldr x3, [x0]; nop"),
    (0xFF8, False, "ldr x1, [x2]; add x0, x0, #8; ldr x3, [x0]"), (0xFF8, False, "ldr x1, [x2]; b 0; ldr x3, [x0]"),
    (0xFF8, False, "ldr x1, [x2]; ldur x3, [x0, #-8]; nop"), (0xFF8, False, "ldr x1, [x2]; ldr x3, [x0, x4]; nop"),
    (0xFF8, False, "ldr x1, [x2]; ldp x3, x4, [x0, #16]; nop"), (0xFF8, True, "str x0, [x2]; cmp x0, x3; ldrsw x3, [x0, #4]"),
])
def test_what_belongs_to_erratum_843419(address, hit, lines):
    code = [(0, *each.strip().partition(" ")[::2]) for each in lines.split(";")]
    assert is_erratum_843419([(address, "adrp", "x0, 1000"), *code]) == hit


def test_cortex_a53_erratum_843419_an_adrp_at_the_end_of_a_page():
    code = instructions()
    for number, first in enumerate(code[:-3]):
        assert not is_erratum_843419(code[number:number + 4]), f"{first[0]:#x}"


def test_only_boot_calls_what_is_given_back_after_boot(kernel):
    """early_table_…: asked only until the linear map is there (table_open, table_alloc)."""
    names = symbols()
    boot_only = range(names["_head"], names["_einittext"])
    allowed = {"early_table_open", "early_table_page"}
    for name, body in kernel.items():
        if names.get(name, 0) in boot_only or name in ("start_kernel", "call_init_function", "primary_switched"):
            continue
        for each in body:
            target = re.match(r"bl? ffffffff(\w+) <(\w+)>", each)
            if target and int("ffffffff" + target.group(1), 16) in boot_only:
                assert target.group(2) in allowed, f"{name} calls {target.group(2)}"


def test_pitfall_39_tables_are_invalidated_before_and_after_they_are_written(kernel):
    assert any(each.startswith("dc ivac") for each in kernel["invalidate_tables"])
    for name in ("clear_tables", "publish_tables"):
        assert any("<invalidate_tables>" in each for each in kernel[name]), name


def test_pitfall_40_the_compiler_is_told_what_the_MMU_cannot_do_yet():
    flags = subprocess.run(["make", "-s", "-C", ROOT, "print-cflags"], check=True,
                           capture_output=True, text=True).stdout.split()
    assert {"-mstrict-align", "-mno-outline-atomics", "-fno-stack-protector",
            "-mgeneral-regs-only"} <= set(flags)


def test_image_is_small():
    assert IMAGE.stat().st_size <= IMAGE_LIMIT


def test_image_header():
    code0, _, text_offset, image_size, flags, *reserved, magic, _ = struct.unpack(
        "<2I3Q3Q2I", IMAGE.read_bytes()[:64])
    names = symbols()
    assert magic == int.from_bytes(b"ARM\x64", "little")
    assert code0 >> 26 == 0b000101  # b
    assert text_offset == 0
    assert image_size == names["_brk_limit"] - names["_head"] == 2 << 20
    assert flags == 0b1010  # little-endian, 4 KiB pages, anywhere
    assert reserved == [0, 0, 0]


def test_the_symbols_that_debuggers_rely_on_are_there():
    names = symbols()
    for name in ("init_top_pgt level3_kernel_pgt level2_kernel_pgt level1_kernel_pgt level2_fixmap_pgt "
                 "level1_fixmap_pgt bm_pte slot_virt prev_map prev_size __set_fixmap early_ioremap "
                 "early_iounmap boot_failure boot_stop").split():
        assert name in names
