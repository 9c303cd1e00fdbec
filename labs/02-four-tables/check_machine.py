# SPDX-License-Identifier: MIT
"""The first tables, read from outside before the MMU goes on: at the call of check_tables()."""
import struct

import pytest
import trees
import watched
from machine import ELF, IMAGE, LINK_BASE, RAM_BASE, symbols
from pagetable import walk_all
from watched import Watched, chance, physical

TABLE = 3
ENTRIES, LAST = 512, 511
KERNEL_PUD, FIXMAP_PMD = 510, 506
BLOCK = 2 << 20
READ_ONLY, PXN = 1 << 7, 1 << 53
COMMON = 3 | 3 << 8 | 1 << 10 | 1 << 54  # page, inner shareable, access flag, UXN
KINDS = {"text": READ_ONLY, "rodata": READ_ONLY | PXN, "data": PXN}  # besides those of COMMON
# Each part of the image: kind, start, end.
PARTS = [("text", "_head", "_etext"), ("rodata", "_rodata", "_erodata"), ("data", "_data", "boot_stack_guard"),
         ("data", "boot_stack", "emergency_stack_guard"), ("data", "emergency_stack", "_end")]
TABLES = ["init_top_pgt", "level3_kernel_pgt", "level2_kernel_pgt", "level1_kernel_pgt", "level2_fixmap_pgt",
          "level1_fixmap_pgt", "idmap_l0", "idmap_l1", "idmap_l2", "idmap_l3"]


class Tables:
    """What the tables hold, wherever the image is."""

    def __init__(self, machine):
        machine.run_to("check_tables")
        self.image = physical("_head")
        self.tables = {physical(name): name for name in TABLES}
        self.content = {address: struct.unpack("<512Q", machine.memory(address, 4096)) for address in self.tables}

    def entry(self, name, index):
        return self.content[physical(name)][index]

    def used(self, name):
        return [index for index, entry in enumerate(self.content[physical(name)]) if entry]

    def name_of(self, entry):
        return self.tables.get(entry & ~0xFFF, "what is no table")

    def expect_link(self, parent, index, child):
        entry = self.entry(parent, index)
        assert entry, f"{parent}[{index}] is empty; used are {self.used(parent) or 'none'}"
        assert entry == physical(child) | TABLE, f"{parent}[{index}] is {entry:#x}, which leads to " + \
            f"{self.name_of(entry)} with the bits {entry & 0xFFF:#x}; {child} is at {physical(child):#x}"

    def low(self):
        """Every page that TTBR0's tables map."""
        def read(address):
            assert address in self.content, f"an entry of the identity map leads to {address:#x}: no table"
            return self.content[address]
        return list(walk_all(read, physical("idmap_l0"), 48, 0))

    def image_pages(self):
        """{virtual address: entry} of level1_kernel_pgt."""
        return {LINK_BASE + 4096 * index: self.entry("level1_kernel_pgt", index)
                for index in self.used("level1_kernel_pgt")}


@pytest.fixture(scope="module", name="tables")
def tables_of_a_usual_boot():
    with Watched() as machine:
        return Tables(machine)


def expected_pages():
    """{virtual address: kind} of all that must be mapped."""
    names = symbols()
    return {va: kind for kind, start, end in PARTS for va in range(names[start], names[end], 4096)}


def place(va):
    """An address of the image as the part that it belongs to."""
    names = symbols()
    first = max((name for _, name, _ in PARTS if names[name] <= va), key=names.get)
    return f"{va:#x} ({first}+{va - names[first]:#x})"


def check_fixmap_chain(tables):
    tables.expect_link("init_top_pgt", LAST, "level3_kernel_pgt")
    tables.expect_link("level3_kernel_pgt", LAST, "level2_fixmap_pgt")
    tables.expect_link("level2_fixmap_pgt", FIXMAP_PMD, "level1_fixmap_pgt")
    assert tables.used("level2_fixmap_pgt") == [FIXMAP_PMD], f"used: {tables.used('level2_fixmap_pgt')}"
    assert not tables.used("level1_fixmap_pgt"), "nothing is mapped in the fixmap yet"


def check_kernel_chain(tables):
    tables.expect_link("init_top_pgt", LAST, "level3_kernel_pgt")
    tables.expect_link("level3_kernel_pgt", KERNEL_PUD, "level2_kernel_pgt")
    tables.expect_link("level2_kernel_pgt", 0, "level1_kernel_pgt")
    for name, used in (("init_top_pgt", [LAST]), ("level3_kernel_pgt", [KERNEL_PUD, LAST]), ("level2_kernel_pgt", [0])):
        assert set(tables.used(name)) <= set(used), f"{name} has entries {tables.used(name)}"


def check_addresses(tables):
    pages = tables.image_pages()
    for va in expected_pages():
        assert va in pages, f"the page at {place(va)} is not mapped"
        found = pages[va] & 0xFFFFFFFFF000
        assert found == va - LINK_BASE + tables.image, f"the page at {place(va)} leads to {found:#x}, " + \
            f"but it was loaded to {va - LINK_BASE + tables.image:#x}"


def check_identity(tables):
    low = tables.low()
    assert low, "nothing is mapped below idmap_l0: the core would fault on the instruction behind the one that turns " \
        "the MMU on"
    assert len(low) == 1, f"{len(low)} pages or blocks are mapped below idmap_l0"
    page = low[0]
    assert page.va == page.pa == tables.image, \
        f"{page.va:#x} leads to {page.pa:#x}; the code runs at {tables.image:#x}"
    assert page.size == 4096 and page.executable and not page.writable, "it is not a read-only, executable page"


def test_the_chain_reaches_the_fixmap(tables):
    check_fixmap_chain(tables)


def test_the_chain_reaches_the_image(tables):
    check_kernel_chain(tables)


def test_each_page_of_the_image_leads_to_itself(tables):
    check_addresses(tables)


def test_the_image_has_the_right_attributes(tables):
    pages = tables.image_pages()
    memory_type = {pages[va] >> 2 & 7 for va in pages}
    assert len(memory_type) == 1, "the pages of the image have no memory type, or several"
    for va, kind in expected_pages().items():
        expected = COMMON | KINDS[kind] | memory_type.copy().pop() << 2
        attributes = pages.get(va, 0) & ~0xFFFFFFFFF000
        assert attributes == expected, f"the page at {place(va)} is {kind}: its attributes are {attributes:#x}, " + \
            f"not {expected:#x}"


def test_guard_pages_are_not_mapped(tables):
    pages = tables.image_pages()
    assert pages, "no page of the image is mapped"
    more = sorted(set(pages) - set(expected_pages()))
    assert not more, f"the page at {place(more[0])} is mapped, and belongs to no part of the image"


def test_only_the_first_page_is_mapped_at_its_physical_address(tables):
    check_identity(tables)


def test_the_tables_are_right_wherever_the_image_is(tmp_path, monkeypatch):
    """3 GiB of RAM, and the image somewhere in the upper two."""
    load = RAM_BASE + (chance.randrange(1, 3) << 30) + BLOCK * chance.randrange(8, 500)
    monkeypatch.setattr(watched, "LOAD_ADDRESS", load)
    (tmp_path / "stub").write_bytes(trees.assemble(tmp_path, trees.LOADER.format(tree=0, entry=load)))
    loaders = [word for file, address in ((IMAGE, load), (tmp_path / "stub", trees.STUB_ADDRESS))
               for word in ("-device", f"loader,file={file},addr={address:#x},force-raw=on")]
    with Watched(kernel=None, mem="3G",
                 extra=[*loaders, "-device", f"loader,addr={trees.STUB_ADDRESS:#x},cpu-num=0"]) as machine:
        tables = Tables(machine)
    check_fixmap_chain(tables)
    check_kernel_chain(tables)
    check_addresses(tables)
    check_identity(tables)


def test_the_kernel_boots():
    assert ELF.exists()
    with Watched("poweroff") as machine:
        machine.run_to("machine_off")
        assert machine.argument() == 0, "the kernel ended with an error"
