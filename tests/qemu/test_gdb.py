# SPDX-License-Identifier: MIT
"""The `bm` commands of GDB, at every moment of boot, against the CPU and QEMU."""
import re
import subprocess
from pathlib import Path

import pytest
from debugger import COMPLAINTS, Debugged, debug, gdb
from machine import ELF, LINK_BASE, LOAD_ADDRESS, ROOT, Machine, symbols

IMPORT = f"python import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import gdb_translate"
CPUS = ["cortex-a72", "max"]
COMMANDS = ["walk $pc", "walk 0", "walk 0xffffffffff5fe000", "tables", "fixmap", "slots", "memblock",
            "iomem", "vmalloc", "log", "esr 0x96000007", "sysregs"]


MOMENTS = {
    "before the first instruction": (None, "demo"),
    "in the middle of head.S": ("build_fixmap_chain", "demo"),
    "just before the MMU is on": ("enable_mmu", "demo"),
    "just after": ("primary_switched", "demo"),
    "while a slot is in use": ("early_iounmap", "demo"),
    "after paging_init": ("mem_init", "demo"),
    "in a fault": ("show_fault_address", "break=null"),
}
WITHOUT_MMU = list(MOMENTS)[:3]


@pytest.mark.parametrize("cpu", CPUS)
@pytest.mark.parametrize("moment", MOMENTS)
def test_every_command_works_at_every_moment(moment, cpu):
    stop, args = MOMENTS[moment]
    with Debugged(args, cpu=cpu) as machine:
        output = machine.at(stop, *(f"bm {command}" for command in COMMANDS))
    for sign in ("level 0  init_top_pgt", "FIX_EARLYCON_MEM_BASE", "TTBR1_EL1 0x", "EC_DABT_SAME"):
        assert sign in output, output
    assert ("MMU off: identity" in output) == (moment in WITHOUT_MMU), output


@pytest.mark.parametrize("options", [{"machine": "virt,virtualization=on"},
                                     {"machine": "virt,secure=on", "kernel": ELF}], ids=["EL2", "EL3"])
def test_entered_higher_up(options):
    with Debugged(**options) as machine:
        output = machine.at("leave_higher_levels", "bm walk _head", "hbreak mem_init", "continue",
                            "bm walk _head")
    level = "EL2" if "virtualization" in options["machine"] else "EL3"
    assert f"{level}, MMU off: identity" in output
    assert "physical 0x40200000: boot code" in output


@pytest.mark.parametrize("cpu", CPUS)
@pytest.mark.parametrize("stop", ["fixmap_remap_fdt", "early_iounmap", "machine_off"])
def test_pitfall_61_the_walk_is_the_cpus_own(stop, cpu):
    with Debugged(cpu=cpu, mem="8G") as machine:
        output = machine.at(stop, IMPORT, "python gdb_translate.compare()")
    agreed = re.search(r"^agree (\d+) mapped (\d+)", output, re.M)
    assert agreed, output
    assert int(agreed[1]) == 1000 and 300 < int(agreed[2]) < 1900


GEOMETRIES = {
    "4 KiB, 48 bits": (12, 48, 0), "4 KiB, 39 bits": (12, 39, 0), "4 KiB, 33 bits": (12, 33, 0),
    "16 KiB, 47 bits": (14, 47, 0), "16 KiB, 48 bits": (14, 48, 0), "16 KiB, 36 bits": (14, 36, 0),
    "64 KiB, 48 bits": (16, 48, 0), "64 KiB, 42 bits": (16, 42, 0), "64 KiB, 52 bits": (16, 52, 0),
    "4 KiB, 52 bits": (12, 52, 1), "16 KiB, 52 bits": (14, 52, 1), "4 KiB, 48 bits, DS": (12, 48, 1),
}


def test_pitfall_61_random_tables_of_any_geometry():
    with Debugged(cpu="max") as machine:
        output = machine.at("machine_off", IMPORT, *(f"python gdb_translate.compare_geometry{geometry}"
                                                     for geometry in GEOMETRIES.values()))
    agreed = re.findall(r"^agree (\d+) mapped (\d+) statuses (\d+)", output, re.M)
    assert len(agreed) == len(GEOMETRIES), output
    for count, mapped, statuses in agreed:
        assert int(mapped) > int(count) // 4 and int(statuses) > 5


def test_pitfall_62_any_table_can_be_the_root():
    idmap = symbols()["idmap_l0"] - LINK_BASE + LOAD_ADDRESS
    with Debugged() as machine:
        output = machine.at("primary_switched", f"bm tables root={idmap:#x}", "bm tables root=1 root=2",
                            tolerate=["usage:"])
    lines = [line for line in output.splitlines() if " page" in line and line.startswith("0x")]
    assert len(lines) == 1 and "0x40200000  RO X" in lines[0], output
    assert lines[0].startswith("0xffff000040200000"), "TTBR1's half was asked for"
    assert "usage: bm tables" in output


def test_pitfall_63_physical_reads_are_fast_and_leave_no_trace():
    with Debugged(mem="8G") as machine:
        output = machine.at("machine_off", "python import time; start = time.monotonic()", "bm tables",
                            "python print('took', time.monotonic() - start)", "bm walk 0xfff",
                            "print/x boot_info.kernel_phys")
    assert float(re.search(r"took ([\d.]+)", output)[1]) < 2
    assert "$1 = 0x40200000" in output, "virtual addresses are virtual again"


def test_pitfall_64_before_the_mmu_is_on_that_is_what_is_said():
    with Debugged() as machine:
        output = machine.at(None, "bm walk 0x40200000", "bm sysregs")
    assert "MMU off: identity, every address is a physical one" in output
    assert "EL1, MMU off: identity" in output


def test_pitfall_65_all_that_the_next_instructions_need_translates_before_the_mmu_goes_on():
    with Debugged() as machine:
        output = machine.at("enable_mmu", *(f"bm walk {what}" for what in (
            "$pc", "primary_switched", "boot_stack_top - 16", "vectors", "FIX_FDT_VADDR")))
    walks = output.split("MMU off: identity")[1:]
    assert len(walks) == 5
    for walk in walks[:2] + walks[3:4]:
        assert "RO X  normal write-back" in walk and "not mapped" not in walk, walk
    assert "RW NX normal write-back" in walks[2] and "boot stack" in walks[2]
    assert "level 2  level2_fixmap_pgt" in walks[4] and "not mapped: device tree" in walks[4]


def test_tables_are_what_the_kernel_reports():
    """Every line of the console about a mapping is found again among `bm tables`."""
    with Debugged() as machine:
        output = machine.at("paging_init", "bm tables")
        console = machine.finish()
    told = re.findall(r"^ \S.{14} (0x[0-9a-f]{16}) +\d+[KM] (0x[0-9a-f]+) +(R[OW] N?X)",
                      console.split("memory that firmware describes")[0], re.M)
    assert len(told) > 6
    for va, pa, access in told:
        assert re.search(rf"^{va}-.* {pa}  {access}", output, re.M), (va, output)


def test_slots_say_who_and_what():
    with Debugged() as machine:
        output = machine.at("early_iounmap", "bm slots", "bm fixmap")
    assert re.search(r"slot 0  0xffffffffff200000  used by map_pl061\+0x[0-9a-f]+: 0x9030000, "
                     r"0x1000 bytes at 0xffffffffff200000", output), output
    assert re.search(r"slot 7  0xffffffffff3c0000  free, never used", output)
    assert "1 of 512 pages mapped, from 0x9030000 on" in output
    assert "256 of 513 pages mapped, from 0x48000000 on" in output
    assert re.search(r"FIX_EARLYCON_MEM_BASE .* page at 0x9000000  RW NX device nGnRE", output)
    assert re.search(r"FIX_HOLE .* invalid", output)


def test_memblock_is_what_the_console_lists():
    with Debugged() as machine:
        output = machine.at("paging_init", "bm memblock")
        console = machine.finish()
    listed = re.findall(r"memblock: (memory|reserved) +0x0*(\w+)-0x0*(\w+)", console)
    assert len(listed) >= 3
    assert listed == re.findall(r"^(memory|reserved) +0x0*(\w+)-0x0*(\w+)", output, re.M)


def test_iomem_is_what_the_console_lists():
    with Debugged() as machine:
        output = machine.at("machine_off", "bm iomem", "print iomem_resource")
        console = machine.finish()
    pattern = r"^( *[0-9a-f]{8}-[0-9a-f]{8} : .*|  … and .*)$"
    listed = re.findall(pattern, console, re.M)
    assert len(listed) > 5 and any("31 more" in line for line in listed)
    assert listed == re.findall(pattern, output, re.M)
    assert re.search(r"^\$1 = \[mem 0x00000000-0x[0-9a-f]+\] ", output, re.M)
    with Debugged() as machine:
        assert "no resource has been requested yet" in machine.at("early_ioremap_init", "bm iomem")


def test_vmalloc_lists_the_areas_that_live():
    calls = ["ioremap(0x9010000, 0x1000)", "vmalloc(0x5000)", "ioremap(0x8000000, 0x10000)",
             "ioremap(0x9020008, 1)", "vmalloc(0x1000)"]
    with Debugged() as machine:
        output = machine.at("machine_off", "bm vmalloc all", "echo ---\\n", *(f"print/x (long){c}" for c in calls),
                            "call iounmap($1)", "call vfree($2)", "bm vmalloc all", "bm walk $3")
    before, after = output.split("---\n")
    _, _, gic, rtc, memory = (int(value, 16) for value in re.findall(r"^\$\d = (0x\w+)", after, re.M))
    old, new = ({int(va, 16): (size, kind, phys) for va, size, kind, phys in re.findall(
        r"^(0x[0-9a-f]{16}) +(\d+[KMG]) (\w+) +(0x\w+|) +\S", part, re.M)} for part in (before, after))
    assert list(new) == sorted(new) and set(new) - set(old) == {gic, rtc & ~0xFFF, memory}
    assert new[gic] == ("64K", "ioremap", "0x8000000")
    assert new[rtc & ~0xFFF] == ("4K", "ioremap", "0x9020000")
    assert new[memory] == ("4K", "vmalloc", "")
    assert "physical 0x8000000: in the ioremap area of " in after


def test_esr_says_what_the_kernel_says():
    values = [ec << 26 | iss for ec in (0, 7, 0xe, 0x15, 0x18, 0x22, 0x26, 0x2f, 0x3c) for iss in (0, 1)]
    values += [ec << 26 | wnr << 6 | fsc for ec in (0x21, 0x25) for wnr in (0, 1)
               for fsc in (0, 1, 4, 7, 9, 0xb, 0xd, 0xf, 0x10, 0x15, 0x21, 0x30, 0x3f)]
    ask = [command for value in values for command in (
        f"call esr_describe(boot_failure.text, sizeof(boot_failure.text), {value})",
        'printf "kernel %s\\n", boot_failure.text', f"bm esr {value:#x}")]
    with Debugged() as machine:
        output = machine.at("machine_off", *ask)
    said = re.findall(r"^kernel (.*)\nESR \w+: (.*)$", output, re.M)
    assert len(said) == len(values)
    for kernels, ours in said:
        words = re.split(r" on | 0x|, ", kernels)[0]
        assert words in ours or words == "another exception class", (kernels, ours)
        if " on " in kernels:
            assert re.sub(r" \(.*", "", kernels.split(" on ")[1]) in ours, (kernels, ours)


def test_esr_of_the_last_exception():
    with Debugged("break=null") as machine:
        output = machine.at("show_fault_address", "bm esr")
    assert "data abort (EC 0x25, EC_DABT_SAME) on" in output
    assert re.search(r"at     0xffffffff\w+  \w+", output)
    assert re.search(r"about  0x00000000000000\w\w  the page at address 0", output)


def test_sysregs_in_words():
    with Debugged() as machine:
        output = machine.at("mem_init", "bm sysregs")
    for words in ("EL1, MMU on", "WXN   1  writable is never executable", "48-bit addresses, 4 KiB pages",
                  "0  0x00  device nGnRnE         MT_DEVICE_nGnRnE",
                  "3  0xff  normal write-back     MT_NORMAL", "init_top_pgt", "44-bit physical"):
        assert words in output, output


def test_values_explain_themselves():
    with Debugged() as machine:
        output = machine.at("mem_init", "print level2_fixmap_pgt[506]", "print level1_fixmap_pgt[510]",
                            "print bm_pte[3]", "print/x FIXADDR_TOP")
    table = symbols()["level1_fixmap_pgt"] - LINK_BASE + LOAD_ADDRESS
    assert f"(table at {table:#x})" in output
    assert "(page at 0x9000000  RW NX device nGnRE, AF, global, PXN, UXN)" in output
    assert "= 0x0 (invalid)" in output
    assert "= 0xffffffffff5ff000" in output


def test_wrong_arguments_get_a_sentence():
    output = gdb("bm tables", "bm walk", tolerate=["usage:"])
    assert output.count("there is no machine to look at") == 1
    assert "usage: bm walk VA" in output
    with Debugged() as machine:
        output = machine.at(None, "bm walk", "bm walk nonsense", "bm tables 1 2 3",
                            tolerate=["usage:", "No symbol"])
    assert output.count("usage: bm") == 2 and 'No symbol "nonsense"' in output


def test_a_kernel_without_an_mmu():
    subprocess.run(["make", "-s", "-C", ROOT, "MMU=n"], check=True, timeout=120, stdout=subprocess.DEVNULL)
    typed = "".join(f"bm {command}\n" for command in COMMANDS)
    with debug("MMU=n", "ARGS=demo") as session:
        output, _ = session.communicate(f"hbreak machine_off\ncontinue\n{typed}quit\n", timeout=60)
    for complaint in COMPLAINTS:
        assert complaint not in output, output
    assert output.count("MMU off: identity. This image was built without one (MMU=n)") == 7
    assert "EL1, MMU off: identity" in output and "memory   0x000040000000" in output
    assert "System RAM" in output and "early_ioremap: without an MMU it returns" in output


@pytest.mark.parametrize("cpu", CPUS)
def test_a_core_that_qemu_dumped(tmp_path, cpu):
    core = tmp_path / "core"
    with Machine("", cpu=cpu, mem="64M", tolerate=["Unexpected fault"]) as machine:
        machine.expect("bootmap> ")
        machine.send("break null\r")
        machine.expect("registers:")
        machine.expect("bootmap> ")
        machine.qmp("dump-guest-memory", paging=False, protocol=f"file:{core}")
    output = gdb(*(f"bm {command}" for command in COMMANDS), "bm walk start_kernel", "bm esr",
                 f"bm pa {LOAD_ADDRESS:#x}", f"bm md {LOAD_ADDRESS:#x} 64", "bm pte 0x60000009030707 3",
                 "bm tables is=device", "print/x $bm_pa(&start_kernel)", core=core)
    assert "ARM" in output, "the image's header names its architecture"
    assert "page at 0x9030000" in output
    assert "$1 = 0x402" in output
    assert "core: no system registers in it" in output
    assert "physical 0x402" in output and "kernel text" in output
    assert re.search(r"FIX_EARLYCON_MEM_BASE .* invalid", output)
    assert "256 of 513 pages mapped" in output
    assert re.search(r"^memory +0x0+40000000-0x0+43ffffff +64 MiB  RAM", output, re.M)
    assert "a core holds no ESR_EL1" in output


def test_a_backtrace_in_a_fault_goes_on_in_the_code_that_faulted():
    with Debugged("break=null") as machine:
        output = machine.at("show_backtrace", "backtrace")
    assert re.search(r"<signal handler called>\n(.*\n)*#\d+ +store_to \(.*\n(.*\n)*#\d+ .*use_null \(.*\n"
                     r"(.*\n)*#\d+ .*primary_switched", output), output
    assert "corrupt stack" not in output, output
