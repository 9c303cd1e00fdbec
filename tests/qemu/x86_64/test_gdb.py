# SPDX-License-Identifier: MIT
"""The `bm` commands of GDB, at every moment of boot, against QEMU's own translation."""
import re
import subprocess
from pathlib import Path

import pytest
from debugger import QEMU, Debugged, gdb
from machine import ELF, LINK_BASE, LOAD_ADDRESS, ROOT, Machine, symbols

IMPORT = f"python import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import gdb_translate_x86"
COMMANDS = ["walk $pc", "walk 0", "walk 0xffffffffff200000", "tables", "fixmap", "slots", "memblock",
            "iomem", "ioports", "vmalloc", "log", "fault 3", "sysregs"]

MOMENTS = {
    "before the first instruction": (None, "demo"),
    "in the middle of head.S": ("build_fixmap_chain", "demo"),
    "just before paging is on": ("enable_paging", "demo"),
    "just after": ("primary_switched", "demo"),
    "while a slot is in use": ("hpet_early_report", "demo"),
    "after paging_init": ("mem_init", "demo"),
    "in a fault": ("show_fault_address", "break=null"),
}
WITHOUT_MMU = list(MOMENTS)[:3]


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_command_works_at_every_moment(moment):
    stop, args = MOMENTS[moment]
    with Debugged(args) as machine:
        output = machine.at(stop, *(f"bm {command}" for command in COMMANDS))
    for sign in ("level 0  init_top_pgt", "FIX_EARLYCON_MEM_BASE", "CR3  0x",
                 "#PF, page fault on write: the entry does not permit it"):
        assert sign in output, output
    assert ("MMU off: identity" in output) == (moment in WITHOUT_MMU), output


def test_who_called_in_head():
    with Debugged() as machine:
        output = machine.at("map_pages", "stepi", "backtrace", "delete", "hbreak walk_entry", "continue", "backtrace")
    for frame in ("#0  map_pages", "#1  0x[0-9a-f]+ in build_kernel_map", "#2  0x[0-9a-f]+ in primary_entry",
                  "#1  0x[0-9a-f]+ in walk_tables", "#2  0x[0-9a-f]+ in check_tables"):
        assert re.search(frame, output), (frame, output)


@pytest.mark.parametrize("stop", ["primary_switched", "mem_init"])
def test_the_walk_is_qemus_own(stop):
    with Debugged() as machine:
        output = machine.at(stop, IMPORT, "python gdb_translate_x86.compare()")
    agreed = re.search(r"^agree (\d+) mapped (\d+)", output, re.M)
    assert agreed, output
    assert int(agreed[1]) > 250 and 50 < int(agreed[2]) < int(agreed[1])


@pytest.mark.parametrize("levels", [4, 5])
def test_random_tables(levels):
    with Debugged() as machine:
        output = machine.at("machine_off", IMPORT, f"python gdb_translate_x86.compare_random({levels})")
    agreed = re.search(r"^agree (\d+) mapped (\d+)", output, re.M)
    assert agreed, output
    assert int(agreed[1]) > 200 and int(agreed[2]) > int(agreed[1]) // 5


def test_tables_are_what_the_kernel_reports():
    """Every line of the console about a mapping is found again among `bm tables`."""
    with Debugged() as machine:
        output = machine.at("paging_init", "bm tables")
        console = machine.finish()
    told = re.findall(r"^ \S.{14} (0x[0-9a-f]{16}) +\d+[KM] (0x[0-9a-f]+) +(R[OW] N?X +[\w -]+?)$",
                      console.split("memory that firmware describes")[0], re.M)
    assert len(told) > 5
    for va, pa, look in told:
        assert re.search(rf"^{va}-.* {pa}  {look}( |$)", output, re.M), (va, look, output)


def test_sysregs_in_words():
    with Debugged() as machine:
        output = machine.at("mem_init", "bm sysregs")
    for words in ("64-bit mode, MMU on", "WP     1", "PGE    1  global pages", "LMA    1", "init_top_pgt",
                  "2  0x07  uncached UC-      MT_UC_MINUS", "QEMU's stub does not show this register"):
        assert words in output, output


def test_fault_says_what_the_kernel_says():
    ask = [command for error in range(32) for command in (
        f"set var ((struct pt_regs *)emergency_stack)->error = {error}",
        "call exception_describe(boot_failure.text, sizeof(boot_failure.text), emergency_stack)",
        'printf "kernel %s\\n", boot_failure.text', f"bm fault {error:#x}")]
    with Debugged() as machine:
        output = machine.at("machine_off", "set var ((struct pt_regs *)emergency_stack)->vector = VECTOR_PF", *ask)
    said = re.findall(r"^kernel (.*)\nerror code \w+: (.*)$", output, re.M)
    assert len(said) == 32
    for kernels, ours in said:
        assert ours.startswith(kernels), (kernels, ours)


def test_the_fault_that_is_being_handled():
    with Debugged("break=null") as machine:
        output = machine.at("show_fault_address", "bm fault")
    assert re.search(r"error code 0x[02]: #PF, page fault on (read|write): no entry is present", output), output
    assert re.search(r"at     0xffffffff\w+  \w+", output)
    assert re.search(r"about  0x00000000000000\w\w  the page at address 0", output)


def test_every_exception_has_the_name_that_the_kernel_gives_it():
    ask = [command for vector in range(36) for command in (
        f"set var ((struct pt_regs *)regs)->vector = {vector}",
        "call exception_describe(boot_failure.text, sizeof(boot_failure.text), regs)",
        'printf "kernel %s\\n", boot_failure.text', "bm fault")]
    with Debugged("break=null") as machine:
        output = machine.at("show_fault_address", "frame function exception_report", *ask)
    said = re.findall(r"^kernel (.*)\n(?:exception \d+, )?error code 0x\w+: (.*)$", output, re.M)
    assert len(said) == 36, output
    assert all(ours.startswith(kernels) for kernels, ours in said), said
    assert "exception 8, error code 0x2: #DF, double fault" in output


def test_the_double_fault_of_a_stack_that_is_full():
    with Debugged("break=stack") as machine:
        output = machine.at("show_fault_address", "bm fault")
    assert re.search(r"^exception 8, error code 0x0: #DF, double fault\n  at     0x\w+  \w+", output, re.M), output


def test_values_explain_themselves():
    with Debugged() as machine:
        output = machine.at("mem_init", "print level2_fixmap_pgt[506]", "print level1_kernel_pgt[2]",
                            "print bm_pte[3]", "print/x FIXADDR_TOP", "bm walk PAGE_OFFSET+0x400000",
                            "print ((pte_t){0x80100000004001e3})")
    table = symbols()["level1_fixmap_pgt"] - LINK_BASE + LOAD_ADDRESS
    assert f"(table at {table:#x})" in output
    assert "(page at 0x202000  RO X  write-back, A, D=0, global)" in output
    assert "= 0x0 (invalid)" in output and "= 0xffffffffff5ff000" in output
    assert output.count("block at 0x400000  RW NX write-back, A, D, global") == 2


@pytest.mark.parametrize("paging", [False, True])
def test_a_core_that_qemu_dumped(tmp_path, paging):
    """With paging the core's addresses are those of the kernel's tables."""
    core = tmp_path / "core"
    with Machine("", mem="64M", tolerate=["Unexpected fault"]) as machine:
        machine.expect("bootmap> ")
        machine.send("break null\r")
        machine.expect("registers:")
        machine.expect("bootmap> ")
        machine.qmp("dump-guest-memory", paging=paging, protocol=f"file:{core}")
    output = gdb(*(f"bm {command}" for command in COMMANDS), "bm walk start_kernel", "bm fault", core=core)
    assert "not mapped: kernel text" not in output and "nothing yet" not in output
    assert "core: no system registers in it" in output
    assert "physical 0x20" in output and "kernel text" in output
    assert "the last exception: #PF, page fault on" in output and "CR2" in output
    assert re.search(r"^memory +0x", output, re.M) and re.search(r"^reserved .* brk$", output, re.M), output


def test_make_picture(tmp_path):
    for stage, sign in (("enable_paging", "idmap_l3"), ("paging", "linear map")):
        file = tmp_path / f"{stage}.svg"
        done = subprocess.run([ROOT / "tools/debug.sh", "-b", "-c", tmp_path / "console", "-x",
                               f"bm picture {file} {stage}", ELF, *QEMU], check=False, cwd=ROOT, timeout=60,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert f"wrote {file}" in done.stdout, done.stdout
        text = file.read_text(encoding="utf-8")
        assert sign in text and "CR3 = 0x" in text


def test_a_backtrace_in_a_fault_goes_on_in_the_code_that_faulted():
    with Debugged("break=null") as machine:
        output = machine.at("show_backtrace", "backtrace")
    frames = re.findall(r"^#\d+ +(?:0x\w+ in )?(<signal handler called>|\w+)", output, re.M)
    begin = frames.index("<signal handler called>")
    assert frames[begin + 1:begin + 3] == ["store_to", "use_null"] and frames[-1] == "primary_switched", output
