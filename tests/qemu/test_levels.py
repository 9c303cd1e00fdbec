# SPDX-License-Identifier: MIT
"""Entered at EL2 or EL3 by a loader that left everything there trapped, the kernel still gets to EL1
and finds nothing trapped: what its own tests use works, and GDB sees the registers."""
import re

import pytest
import trees
from machine import ELF, LOAD_ADDRESS, RAM_BASE, check_selftest, symbols
from test_boot import known_cpus
from test_image import disassemble
from trees import STUB_ADDRESS

TREE = RAM_BASE + 0x8000000
MACHINES = {2: "virt,virtualization=on", 3: "virt,secure=on"}
CPUS = ["cortex-a53", "cortex-a57", "cortex-a72", "cortex-a76", "neoverse-n1", "neoverse-v1", "max"]

# Where fields of ID registers stand, by feature.
FEATURES = {"gic": ("id_aa64pfr0_el1", 24), "sve": ("id_aa64pfr0_el1", 32), "sme": ("id_aa64pfr1_el1", 24),
            "fgt": ("id_aa64mmfr0_el1", 56), "hcx": ("id_aa64mmfr1_el1", 40),
            "pmu": ("id_aa64dfr0_el1", 8)}

ALL = 0xFFFFFFFFFFFFFFFF
# What the worst loader leaves behind: register, its encoding where assemblers do not know it, the feature
# that brought it, what is written.
POISON = {
    2: [("zcr_el2", "s3_4_c1_c2_0", "sve", 0), ("smcr_el2", "s3_4_c1_c2_6", "sme", 0),
        ("ich_hcr_el2", "s3_4_c12_c11_0", "gic", 0xF << 10), ("icc_sre_el2", "s3_4_c12_c9_5", "gic", 1),
        ("hfgrtr_el2", "s3_4_c1_c1_4", "fgt", ALL), ("hfgwtr_el2", "s3_4_c1_c1_5", "fgt", ALL),
        ("hfgitr_el2", "s3_4_c1_c1_6", "fgt", ALL), ("hdfgrtr_el2", "s3_4_c3_c1_4", "fgt", ALL),
        ("hdfgwtr_el2", "s3_4_c3_c1_5", "fgt", ALL), ("hcrx_el2", "s3_4_c1_c2_2", "hcx", 1 << 5),
        ("mdcr_el2", "", "pmu", 0xFE0), ("hstr_el2", "", None, 0xFFFF), ("cnthctl_el2", "", None, 0),
        ("cntvoff_el2", "", None, 1 << 50), ("vpidr_el2", "", None, 0), ("vmpidr_el2", "", None, 3),
        ("cptr_el2", "", None, 0x801037FF),
        # Second stage, interrupts, and each group of registers and instructions that EL1 uses.
        ("hcr_el2", "", None, 0x5F7E038 | 1)],
    3: [("cptr_el3", "", "sve", 1 << 8), ("zcr_el3", "s3_6_c1_c2_0", "sve", 0), ("icc_sre_el3", "s3_6_c12_c12_5", "gic", 1),
        ("mdcr_el3", "", None, 0x640), ("cptr_el3", "", None, 0x80100400), ("scr_el3", "", None, 0x303E)],
}


def guarded(register, encoding, feature, value):
    """Assembly that writes a register, if the CPU has it."""
    write = f"ldr x1, ={value:#x}\nmsr {encoding or register}, x1\n"
    if feature:
        id_register, shift = FEATURES[feature]
        write = f"mrs x1, {id_register}\nubfx x1, x1, #{shift}, #4\ncbz x1, 1f\n{write}1:\n"
    return write


def boot_from(folder, level, *, cpu="max", stub="", gic=3, args="selftest", patches=(), **options):
    """A machine that enters the kernel at a level, after the lines of `stub` ran there."""
    machine = f"{MACHINES[level]},gic-version={gic}"
    blob = trees.patched(folder, *patches, bootargs=args, machine=machine).read_bytes()
    code = trees.assemble(folder, stub + trees.LOADER.format(tree=TREE, entry=LOAD_ADDRESS))
    return trees.boot_with(folder, blob, TREE, stub=code, cpu=cpu, machine=machine, **options)


def physical(symbol):
    return symbols()[symbol] - symbols()["_head"] + LOAD_ADDRESS


def address_of(function, pattern):
    """The physical address of the one instruction of a function that a pattern describes."""
    body = disassemble(ELF)[function]
    found = [number for number, each in enumerate(body) if re.match(pattern, each)]
    assert len(found) == 1, body
    return physical(function) + 4 * found[0]


@pytest.mark.parametrize("level", [2, 3])
@pytest.mark.parametrize("cpu, gic", [("cortex-a72", 2), *((cpu, 3) for cpu in CPUS)])
def test_nothing_stays_trapped(tmp_path, cpu, level, gic):
    if cpu not in known_cpus():
        pytest.skip(f"this QEMU has no {cpu}")
    stub = "".join(guarded(*each) for each in POISON[level])
    with boot_from(tmp_path, level, cpu=cpu, stub=stub, gic=gic) as machine:
        machine.expect(f"entered at EL{level}")
        check_selftest(machine.finish())


def test_registers_as_gdb_sees_them(tmp_path):
    """Those, too, whose traps nothing in the kernel would notice."""
    stub = "".join(guarded(*each) for each in POISON[2])
    with boot_from(tmp_path, 2, stub=stub, extra=["-S"]) as machine:
        machine.gdb_server()
        names = ["CPTR_EL2", "ZCR_EL2", "HCR_EL2", "HCRX_EL2", "HFGRTR_EL2", "HDFGWTR_EL2", "CNTVOFF_EL2",
                 "HSTR_EL2", "ICH_HCR_EL2", "VBAR_EL2"]
        output = machine.gdb(f"hbreak *{physical('set_boot_vectors'):#x}\ncontinue\n" + "\n".join(
            f'python print("{name}", gdb.selected_frame().read_register("{name}").format_string(format="x") '
            f'if "{name}" in [r.name for r in gdb.selected_frame().architecture().registers()] else "?")'
            for name in names))
        found = dict(re.findall(r"^(\w+_EL2) (\S+)$", output, re.M))
    assert set(found) == set(names), output
    values = {name: int(value, 16) for name, value in found.items() if value != "?"}
    assert values.pop("VBAR_EL2") == physical("vectors")
    assert values.pop("HCR_EL2") & ~(3 << 40) == 1 << 31
    assert values.pop("CPTR_EL2") & (1 << 31 | 1 << 20 | 1 << 12 | 1 << 10 | 1 << 8) == 0
    assert values.pop("ZCR_EL2") == 0xF
    assert values and set(values.values()) == {0}


def test_a_cpu_that_knows_el2_only_as_a_hosts_level(tmp_path):
    """E2H reads as one whatever is written: here, because the write to HCR_EL2 is left out."""
    host = 1 << 34 | 1 << 31 | 3 << 40
    stub = f"ldr x1, ={host:#x}\nmsr hcr_el2, x1\nisb\nmsr cptr_el2, xzr\nmsr cnthctl_el2, xzr\n"
    with boot_from(tmp_path, 2, stub=stub, extra=["-S"]) as machine:
        machine.gdb_server()
        machine.gdb(f"hbreak *{STUB_ADDRESS:#x}\ncontinue\n"
                    f"set {{int}}{address_of('open_el2', 'msr hcr_el2'):#x} = 0xd503201f\ndelete\ndetach")
        machine.expect("entered at EL2")
        check_selftest(machine.finish())


def test_an_hvc_that_nobody_serves_is_answered(tmp_path):
    with boot_from(tmp_path, 2, args="poweroff", semihosting=False,
                   patches=[('method = "smc"', 'method = "hvc"')]) as machine:
        machine.expect("no driver that can switch it off: halted")
        assert machine.boot_failure()[0] == 0


def test_a_trap_that_was_left_open_is_recorded(tmp_path):
    """TVM: writing a register of EL1's translation goes to EL2."""
    with boot_from(tmp_path, 2, semihosting=False, extra=["-S"]) as machine:
        machine.gdb_server()
        machine.gdb(f"hbreak *{address_of('open_el2', 'msr hcr_el2'):#x}\ncontinue\n"
                    "set $x0 = $x0 | (1 << 26)\ndelete\ndetach")
        code, value, text = machine.boot_failure()
    assert (code, value >> 26) == (4, 0x18)
    assert "level above the kernel" in text
