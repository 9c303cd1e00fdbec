# SPDX-License-Identifier: MIT
"""The live page tables, seen from outside by GDB and QEMU's monitor: names, indices, W^X."""
import re
import struct

import pytest
import trees
from machine import ELF, LINK_BASE, LOAD_ADDRESS, RAM_BASE, Machine, symbols
from pagetable import walk_all

STAGES = {"when the MMU has just gone on": "primary_switched", "at the end of boot": "machine_off"}
MACHINES = {"EL1": {}, "EL2": {"machine": "virt,virtualization=on"},
            "EL3": {"machine": "virt,secure=on", "kernel": ELF}}
KERNEL_HALF = 0xFFFF000000000000
PAGE_OFFSET = 0xFFFF800000000000
VMALLOC_START = 0xFFFFC00000000000
MIB = 1 << 20
FIX_FDT = 0xFFFFFFFFFEE00000


def physical(name):
    return symbols()[name] - LINK_BASE + LOAD_ADDRESS


class Tables:
    """A machine stopped at a symbol, with its translation registers.

    ready: one that has not begun yet; else `options` say how to make one
    """

    def __init__(self, stage, ready=None, **options):
        self.machine = ready or Machine("demo", extra=["-S"], semihosting=False, **options)
        self.stage = stage

    def __enter__(self):
        self.machine.__enter__()
        self.machine.gdb_server()
        # Leaving GDB would let the machine go on: the monitor stops it at the same spot for good.
        output = self.machine.gdb(f"hbreak *{symbols()[self.stage]:#x}\ncontinue\n"
                                  "printf \"regs %#lx %#lx %#lx %#lx\\n\", $TCR_EL1, $MAIR_EL1, "
                                  "$TTBR0_EL1, $TTBR1_EL1\nset *(unsigned *)$pc = 0x14000000\n"
                                  "delete\ndetach")
        values = re.search(r"regs (\S+) (\S+) (\S+) (\S+)", output)
        assert values, output
        self.tcr, self.mair, self.ttbr0, self.ttbr1 = (int(value, 0) for value in values.groups())
        return self

    def __exit__(self, *arguments):
        self.machine.__exit__(*arguments)

    def entries(self, table):
        return struct.unpack("<512Q", self.machine.memory(table & 0xFFFFFFFFF000, 4096))

    def pages(self):
        low = walk_all(self.entries, self.ttbr0, 64 - (self.tcr & 63), 0)
        high = walk_all(self.entries, self.ttbr1, 64 - (self.tcr >> 16 & 63), KERNEL_HALF)
        return list(low), list(high)

    def memory_type(self, page):
        return self.mair >> 8 * page.attribute & 0xFF


@pytest.mark.parametrize("options", MACHINES.values(), ids=MACHINES)
@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES)
def test_the_named_tables_hang_together(stage, options):
    with Tables(stage, **options) as tables:
        def leads(parent, index, child):
            return tables.entries(physical(parent))[index] == physical(child) | 3
        assert tables.ttbr1 & 0xFFFFFFFFF000 == physical("init_top_pgt")
        assert leads("init_top_pgt", 511, "level3_kernel_pgt")
        assert leads("level3_kernel_pgt", 510, "level2_kernel_pgt")
        assert leads("level3_kernel_pgt", 511, "level2_fixmap_pgt")
        assert leads("level2_kernel_pgt", 0, "level1_kernel_pgt")
        assert leads("level2_fixmap_pgt", 506, "level1_fixmap_pgt")
        assert leads("level2_fixmap_pgt", 505, "bm_pte") == (stage == "machine_off")
        used = [index for index, entry in enumerate(tables.entries(physical("init_top_pgt"))) if entry]
        if stage == "primary_switched":
            assert used == [511]
        else:
            assert used[0] == 256 and used[-1] == 511
            assert all(384 <= index < 511 for index in used[1:-1]), "drivers map in the vmalloc area"


@pytest.mark.parametrize("options", MACHINES.values(), ids=MACHINES)
@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES)
def test_no_page_is_writable_and_executable(stage, options):
    with Tables(stage, **options) as tables:
        low, high = tables.pages()
    if stage == "primary_switched":
        assert [(page.va, page.pa, page.size) for page in low] == [(LOAD_ADDRESS, LOAD_ADDRESS, 4096)]
        assert low[0].executable and not low[0].writable
    else:
        assert not low  # pitfall 38: the identity map is gone
    names = symbols()
    text = names["_head"] if stage == "primary_switched" else names["_einittext"]
    for page in high:
        assert not (page.writable and page.executable), page
        assert not page.user, page
        inside_text = text <= page.va < names["_etext"]
        assert page.executable == inside_text, page
        if names["_head"] <= page.va < names["_end"]:
            assert page.pa == page.va - LINK_BASE + LOAD_ADDRESS
            assert page.writable == (page.va >= names["_data"]), page
    mapped = {page.va for page in high}
    assert names["boot_stack_guard"] not in mapped
    assert names["emergency_stack_guard"] not in mapped
    missing = {names["boot_stack_guard"], names["emergency_stack_guard"]}
    if stage == "machine_off":  # free_initmem() has been there
        missing |= set(range(names["_head"], names["_einittext"], 4096))
        missing |= set(range(names["idmap_l1"], names["boot_tables_kept"], 4096))
    assert {va for va in range(names["_head"], names["_end"], 4096)} - mapped == missing


@pytest.mark.parametrize("size, leaves", [("128M", {4096, 2 << 20}), ("1G", {4096, 2 << 20}),
                                          ("3G", {4096, 2 << 20, 1 << 30})])
def test_the_linear_map_shows_all_ram_once_in_the_largest_blocks(size, leaves):
    with Tables("machine_off", mem=size) as tables:
        _, high = tables.pages()
        linear = [page for page in high if PAGE_OFFSET <= page.va < VMALLOC_START]
        assert {tables.memory_type(page) for page in linear} == {0xFF}
    assert all(page.va == PAGE_OFFSET + page.pa for page in linear)
    assert {page.size for page in linear} == leaves
    assert sum(page.size for page in linear) == int(size[:-1]) * {"M": MIB, "G": 1 << 30}[size[-1]]
    assert linear[0].pa == RAM_BASE
    names = symbols()
    constant = {page.pa for page in linear if not page.writable}
    assert constant == set(range(names["_einittext"] - LINK_BASE + LOAD_ADDRESS,
                                  names["_data"] - LINK_BASE + LOAD_ADDRESS, 4096))
    small = [page.pa for page in linear if page.size == 4096]
    assert {pa & -(2 << 20) for pa in small} == {LOAD_ADDRESS}


def test_of_the_brk_only_the_pages_in_use_are_mapped():
    with Tables("machine_off") as tables:
        _, high = tables.pages()
        end, = struct.unpack("<Q", tables.machine.memory(physical("mapped"), 8))
    names = symbols()
    brk = [(page.va, page.pa) for page in high if names["_brk"] <= page.va < names["_brk_limit"]]
    assert brk == [(va, va - LINK_BASE + LOAD_ADDRESS) for va in range(names["_brk"], end, 4096)]
    assert end > names["_brk"]


def test_the_fixmap_is_empty_when_c_begins():
    with Tables("primary_switched") as tables:
        assert not any(tables.entries(physical("level1_fixmap_pgt")))
        assert sum(map(bool, tables.entries(physical("level2_fixmap_pgt")))) == 1


def test_after_boot_only_the_tree_remains_in_the_fixmap():
    with Tables("machine_off") as tables:
        _, high = tables.pages()
        fixmap = [page for page in high if page.va >= 0xFFFFFFFFC0000000]
        console = [page for page in high if page.pa == 0x9000000]
    assert not any(page.writable for page in fixmap)
    assert [page.va for page in fixmap] == [FIX_FDT + 4096 * i for i in range(len(fixmap))]
    assert len(fixmap) == 256  # QEMU pads its tree to 1 MiB
    # The console's driver has mapped it for good.
    assert [0xFFFFC00000000000 <= page.va < 0xFFFFFF8000000000 for page in console] == [True]
    assert tables.memory_type(console[0]) == 0x04


@pytest.mark.parametrize("address", [RAM_BASE + 0x81FF008, RAM_BASE + 0x8000FF8], ids=hex)
def test_pitfall_09_the_tree_is_mapped_and_nothing_beside_it(tmp_path, address):
    blob = trees.patched(tmp_path).read_bytes()
    machine = trees.boot_with(tmp_path, blob, address, extra=["-S"], semihosting=False)
    with Tables("machine_off", machine) as tables:
        _, high = tables.pages()
    window = [(page.va, page.pa) for page in high if FIX_FDT <= page.va < FIX_FDT + (4 << 20)]
    first = address & ~0xFFF
    assert window == [(FIX_FDT + pa - first, pa) for pa in range(first, address + len(blob), 4096)]


@pytest.mark.parametrize("cpu", ["cortex-a72", "max"])
def test_qemus_own_walk_agrees(cpu):
    with Tables("machine_off", cpu=cpu) as tables:
        _, high = tables.pages()
        for page in high[::7]:
            answer = tables.machine.monitor(f"gva2gpa {page.va:#x}")
            assert answer.strip() == f"gpa: {page.pa:#x}"
        for name in ("boot_stack_guard", "emergency_stack_guard"):
            assert "Unmapped" in tables.machine.monitor(f"gva2gpa {symbols()[name]:#x}")


def test_pitfall_60_gdb_sees_names_before_and_after_the_mmu_goes_on():
    with Machine("demo", extra=["-S"], semihosting=False) as machine:
        machine.gdb_server()
        output = machine.gdb(f"hbreak *{physical('build_fixmap_chain'):#x}\ncontinue\n"
                             "maintenance packet Qqemu.PhyMemMode:1\n"
                             f"printf \"before %#lx\\n\", *(long *){physical('level2_fixmap_pgt') + 8 * 506:#x}\n"
                             "maintenance packet Qqemu.PhyMemMode:0\ndelete\n"
                             "hbreak earlycon_init\ncontinue\n"
                             "printf \"after %#lx\\n\", level2_fixmap_pgt[506].val\n"
                             "info symbol $pc\nprint /x slot_virt\nbacktrace")
    assert "before 0" in output
    assert f"after {physical('level1_fixmap_pgt') | 3:#x}" in output
    assert "earlycon_init" in output
    assert "{0xffffffffff200000, 0xffffffffff240000," in output
    assert "start_kernel" in output and "corrupt stack" not in output
