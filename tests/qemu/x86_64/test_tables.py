# SPDX-License-Identifier: MIT
"""The live page tables, seen from outside by GDB and QEMU's monitor: names, indices, W^X."""
import re
import struct

import pytest
from machine import LINK_BASE, LOAD_ADDRESS, Machine, symbols
from pagetable_x86 import ADDRESS, walk_all

STAGES = {"when paging has just gone on": "primary_switched", "when C begins": "start_kernel",
          "at the end of boot": "machine_off"}
FIXMAP, LINEAR_MAP = 0xFFFFFFFFC0000000, 0xFFFF800000000000
CR0_WP, EFER_NXE = 1 << 16, 1 << 11


def physical(name):
    return symbols()[name] - LINK_BASE + LOAD_ADDRESS


class Tables:
    """A machine stopped for good at a symbol."""

    def __init__(self, stage, **options):
        self.machine = Machine("demo", extra=["-S"], semihosting=False, **options)
        self.stage = stage

    def __enter__(self):
        self.machine.__enter__()
        self.machine.gdb_server()
        # Leaving GDB would let the machine go on: a jump to itself stops it there.
        output = self.machine.gdb(f"hbreak *{symbols()[self.stage]:#x}\ncontinue\n"
                                  "set *(unsigned short *)$pc = 0xfeeb\ndelete\ndetach")
        assert "Breakpoint" in output, output
        registers = self.machine.monitor("info registers")
        self.cr0, self.cr3, self.cr4 = (int(re.search(rf"CR{n}=(\w+)", registers).group(1), 16)
                                        for n in (0, 3, 4))
        self.efer = int(re.search(r"EFER=(\w+)", registers).group(1), 16)
        return self

    def __exit__(self, *arguments):
        self.machine.__exit__(*arguments)

    def entries(self, table):
        return struct.unpack("<512Q", self.machine.memory(table, 4096))

    def pages(self):
        return list(walk_all(self.entries, self.cr3 & ADDRESS))


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES)
def test_the_named_tables_hang_together(stage):
    with Tables(stage) as tables:
        def leads(parent, index, child):
            entry = tables.entries(physical(parent))[index]
            return entry & 1 and entry & ADDRESS == physical(child)
        assert tables.cr3 & ADDRESS == physical("init_top_pgt")
        assert leads("init_top_pgt", 511, "level3_kernel_pgt")
        assert leads("level3_kernel_pgt", 510, "level2_kernel_pgt")
        assert leads("level3_kernel_pgt", 511, "level2_fixmap_pgt")
        assert leads("level2_kernel_pgt", 0, "level1_kernel_pgt")
        assert leads("level2_fixmap_pgt", 506, "level1_fixmap_pgt")
        booted = stage == "machine_off"
        assert bool(leads("level2_fixmap_pgt", 505, "bm_pte")) == booted
        used = [index for index, entry in enumerate(tables.entries(physical("init_top_pgt"))) if entry]
        vmalloc_area = range(384, 511)
        assert [index for index in used if index not in vmalloc_area] == ([256, 511] if booted else [0, 511])
        assert booted or not set(used) & set(vmalloc_area)


@pytest.mark.parametrize("machine", ["q35", "pc", "microvm"])
@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES)
def test_no_page_is_writable_and_executable_and_the_cpu_enforces_it(stage, machine):
    with Tables(stage, machine=machine) as tables:
        pages = tables.pages()
        assert tables.cr0 & CR0_WP and tables.efer & EFER_NXE
    names = symbols()
    begin = names["_einittext"] if stage == "machine_off" else names["_head"]
    for page in pages:
        assert not (page.writable and page.executable), page
        assert not page.user, page
        if page.va >> 47 == 0:
            assert (page.va, page.pa, page.size) == (LOAD_ADDRESS, LOAD_ADDRESS, 4096)
            assert stage != "machine_off" and page.executable and not page.writable
            continue
        assert page.executable == (begin <= page.va < names["_etext"]), page
        if begin <= page.va < names["_end"]:
            assert page.pa == page.va - LINK_BASE + LOAD_ADDRESS
            assert page.writable == (page.va >= names["_data"]), page
            assert page.type_bits == 0, page
    mapped = {page.va for page in pages}
    assert names["boot_stack_guard"] not in mapped
    assert names["emergency_stack_guard"] not in mapped


def test_all_ram_is_in_the_linear_map_in_the_largest_pages():
    with Tables("machine_off", mem="4G") as tables:
        linear = [page for page in tables.pages() if page.va >> 39 == LINEAR_MAP >> 39]
    assert all(page.pa == page.va - LINEAR_MAP for page in linear)
    assert sum(page.size for page in linear) > (4 << 30) - (1 << 21)
    assert {1 << 30, 1 << 21, 1 << 12} == {page.size for page in linear}
    constants = range(physical("_einittext"), physical("_data"))
    for page in linear:
        assert page.writable != (page.pa in constants), page


def test_without_1_gib_pages_there_are_none():
    with Tables("machine_off", mem="4G", cpu="qemu64") as tables:
        assert {page.size for page in tables.pages()} == {1 << 21, 1 << 12}


def test_qemus_own_walk_agrees():
    with Tables("machine_off") as tables:
        pages = tables.pages()
        for page in pages[::7]:
            answer = tables.machine.monitor(f"gva2gpa {page.va:#x}")
            assert int(answer.removeprefix("gpa:"), 0) == page.pa
        for name in ("boot_stack_guard", "emergency_stack_guard"):
            assert "Unmapped" in tables.machine.monitor(f"gva2gpa {symbols()[name]:#x}")
        listed = re.findall(r"(\w{16}): (\w{16}) (\S+)", tables.machine.monitor("info tlb"))
    assert {(int(va, 16), int(pa, 16)) for va, pa, _ in listed} == {(page.va, page.pa) for page in pages}
    flags = {int(va, 16): letters for va, _, letters in listed}
    for page in pages:
        assert ("W" in flags[page.va]) == page.writable
        assert ("X" in flags[page.va]) != page.executable  # QEMU prints the NX bit as X


def test_after_boot_the_fixmap_shows_the_interrupt_controllers_alone():
    with Tables("machine_off") as tables:
        assert [(page.pa, page.writable, page.executable) for page in tables.pages() if page.va >= FIXMAP] == [
            (0xFEC00000, True, False), (0xFEE00000, True, False)]


def test_gdb_sees_names_before_and_after_paging_goes_on():
    with Machine("demo", extra=["-S"], semihosting=False) as machine:
        machine.gdb_server()
        output = machine.gdb(f"hbreak *{physical('build_fixmap_chain'):#x}\ncontinue\n"
                             f"printf \"before %#lx\\n\", *(long *){physical('level2_fixmap_pgt') + 8 * 506:#x}\n"
                             "delete\nhbreak earlycon_init\ncontinue\n"
                             "printf \"after %#lx\\n\", level2_fixmap_pgt[506].val\n"
                             "info symbol $pc\nprint /x slot_virt\nbacktrace")
    assert "before 0" in output
    assert f"after {physical('level1_fixmap_pgt') | 0x23:#x}" in output
    assert "earlycon_init" in output
    assert "{0xffffffffff200000, 0xffffffffff240000," in output
    assert "start_kernel" in output and "corrupt stack" not in output
