# SPDX-License-Identifier: MIT
"""memblock as the console lists it, from the trees of real and odd machines."""
import re

import pytest
import trees
from machine import DEBUG_IMAGE, LOAD_ADDRESS, RAM_BASE, Machine, symbols

TREE = RAM_BASE + 0x8000000
MIB = 1 << 20
MEMORY = "reg = <0x00 0x40000000 0x00 0x40000000>"


def memblock(console):
    """[(list, first, last, name), ...]"""
    return [(kind, int(first, 16), int(last, 16), name) for kind, first, last, name in re.findall(
        r"memblock: (\w+) +0x(\w+)-0x(\w+) +\d+ KiB  (.*)", console)]


def ram(console):
    return [(first, last + 1) for kind, first, last, _ in memblock(console) if kind == "memory"]


def boot(tmp_path, *replacements):
    blob = trees.patched(tmp_path, *replacements).read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        return machine.finish()


@pytest.mark.parametrize("mem", [64, 1024, 8192])
def test_ram_image_tree_and_initrd_are_known(tmp_path, mem):
    initrd = tmp_path / "initrd"
    initrd.write_bytes(b"\0" * 3 * MIB)
    with Machine(mem=f"{mem}M", extra=["-initrd", initrd]) as machine:
        console = machine.finish()
    assert ram(console) == [(RAM_BASE, RAM_BASE + mem * MIB)]
    held = {name: (first, last + 1 - first) for kind, first, last, name in memblock(console)
            if kind == "reserved"}
    names = symbols()
    assert held["kernel image"] == (LOAD_ADDRESS, names["_end"] - names["_head"])
    assert held["initrd"][1] == 3 * MIB
    assert held["device tree"][1] == MIB
    tree = re.search(r"device tree at 0x(\w+)", console).group(1)
    assert held["device tree"][0] == int(tree, 16)


def test_banks_of_several_nodes_and_of_one(tmp_path):
    console = boot(tmp_path, (MEMORY, "reg = <0 0x48000000 0 0x08000000 0 0x40000000 0 0x04000000>"),
                   ("chosen {", 'memory@60000000 { device_type = "memory"; '
                                'reg = <0 0x60000000 0 0x1000000>; }; chosen {'))
    assert ram(console) == [(0x40000000, 0x44000000), (0x48000000, 0x50000000),
                            (0x60000000, 0x61000000)]


def test_selftest_with_eight_banks_of_ram_and_holes_between(tmp_path):
    banks = [(RAM_BASE + bank * 0x8000000, (bank + 1) * 0x800000 + 0x1000) for bank in range(8)]
    banks[1] = (RAM_BASE + 0x8000000, 0x4000000)  # here the tree lies
    reg = " ".join(f"0 {base:#x} 0 {size:#x}" for base, size in banks)
    blob = trees.patched(tmp_path, (MEMORY, f"reg = <{reg}>"), bootargs="selftest").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE, image=DEBUG_IMAGE) as machine:
        console = machine.finish()
    assert ram(console) == [(base, base + size) for base, size in banks]
    assert console.count("RAM, linear map") == 8
    assert "not ok" not in console and "# selftest:" in console


def test_overlapping_memory_is_named_and_counted_once(tmp_path):
    console = boot(tmp_path, (MEMORY, "reg = <0 0x40000000 0 0x20000000 0 0x50000000 0 0x20000000>"))
    assert "0x50000000+0x20000000 overlaps RAM that is already known" in console
    assert ram(console) == [(0x40000000, 0x70000000)]


def test_memory_beyond_the_cpus_addresses_is_named_and_cut(tmp_path):
    console = boot(tmp_path, (MEMORY, "reg = <0 0x40000000 0 0x10000000 0xfff 0xf0000000 1 0 "
                                      "0x1000 0 0 0x1000>"))
    assert console.count("reaches beyond this CPU's 44 address bits: cut") == 2
    assert ram(console) == [(0x40000000, 0x50000000), (0xFFFF0000000, 0x100000000000)]
    assert "RAM at 0xffff0000000+0x10000000 does not answer: ignored" in console


def test_memory_without_a_usable_reg_is_named(tmp_path):
    console = boot(tmp_path, ("chosen {", 'memory@1 { device_type = "memory"; reg = <1 2>; }; chosen {'))
    assert "memory@1: no usable reg, ignored" in console
    assert ram(console) == [(0x40000000, 0x80000000)]


def test_what_the_tree_reserves(tmp_path):
    console = boot(
        tmp_path, ("/dts-v1/;", "/dts-v1/;\n/memreserve/ 0x50000000 0x10000;\n"
                                "/memreserve/ 0x51000000 0x20000;"),
        ("chosen {", "reserved-memory { #address-cells = <2>; #size-cells = <2>; ranges; "
                     "secret@54000000 { reg = <0 0x54000000 0 0x3000>; no-map; }; "
                     "shared@52000000 { reg = <0 0x52000000 0 0x3000>; }; "
                     "anywhere { size = <0 0x1000>; }; }; chosen { linux,initrd-start = <0x53000000>; "
                     "linux,initrd-end = <0 0x53001000>;"))
    held = [entry[1:] for entry in memblock(console) if entry[0] == "reserved"]
    assert (0x50000000, 0x5000FFFF, "/memreserve/") in held
    assert (0x51000000, 0x5101FFFF, "/memreserve/") in held
    assert (0x52000000, 0x52002FFF, "shared@52000000") in held
    assert ram(console) == [(0x40000000, 0x54000000), (0x54003000, 0x80000000)]
    assert (0x53000000, 0x53000FFF, "initrd") in held
    assert {name for _, _, name in held} == {"kernel image", "brk", "device tree", "/memreserve/",
                                             "shared@52000000", "initrd"}
    assert "anywhere: requests memory anywhere, but no driver here uses it" in console


def held(console):
    return [(first, last + 1, name) for kind, first, last, name in memblock(console) if kind == "reserved"]


def reserved_memory(children, head="#address-cells = <2>; #size-cells = <2>; ranges;"):
    """A replacement for QEMU's tree that adds a node /reserved-memory."""
    return "chosen {", f"reserved-memory {{ {head} {children} }}; chosen {{"


@pytest.mark.parametrize("properties, sentence", [
    ("linux,initrd-start = <0x53000000>; linux,initrd-end = <0x52000000>;", "it ends before it begins: ignored"),
    ("linux,initrd-start = <0x53000000>; linux,initrd-end = <0x53000000>;", "0x53000000+0x0 ignored: it is empty"),
    ("linux,initrd-start = <0x53000000>;", "linux,initrd-end is missing, or no number"),
    ("linux,initrd-end = <0x53000000>;", "linux,initrd-start is missing, or no number"),
    ("linux,initrd-start = <0 0 0x53000000>; linux,initrd-end = <0x54000000>;",
     "linux,initrd-start is missing, or no number of 32 or 64 bits"),
    ("linux,initrd-start = <0x40000000>; linux,initrd-end = <0x41000000>;",
     "0x40000000+0x1000000 ignored: the kernel image is in the same place"),
    ("linux,initrd-start = <0x47fff000>; linux,initrd-end = <0x48000001>;",
     "0x47fff000+0x1001 ignored: the device tree is in the same place"),
    ("linux,initrd-start = <0x10 0>; linux,initrd-end = <0x10 0x1000>;", "ignored: it is not in RAM"),
    ("linux,initrd-start = <0x7ffff000>; linux,initrd-end = <0x80001000>;", "ignored: it is not in RAM"),
    ("linux,initrd-start = <0xf0000000 0>; linux,initrd-end = <0xf0000000 0x1000>;",
     "ignored: this CPU has no such addresses"),
], ids=["backwards", "empty", "no end", "no start", "96 bits", "over the image", "over the tree",
        "no RAM", "half in RAM", "too far"])
def test_an_initrd_that_makes_no_sense_is_named_and_ignored(tmp_path, properties, sentence):
    console = boot(tmp_path, ("chosen {", f"chosen {{ {properties}"))
    assert re.search(f"^initrd: .*{re.escape(sentence)}", console, re.M)
    assert "initrd" not in [name for _, _, name in held(console)]


@pytest.mark.parametrize("start, end", [("0x53000000", "0x53000801"), ("0 0x53000000", "0x53000801"),
                                        ("0 0x53000000", "0 0x53000801")])
def test_an_initrd_of_32_and_of_64_bits(tmp_path, start, end):
    """Boot loaders reserve it once more in their own words: that is no contradiction."""
    console = boot(tmp_path, ("/dts-v1/;", "/dts-v1/;\n/memreserve/ 0x53000000 0x801;"),
                   ("chosen {", f"chosen {{ linux,initrd-start = <{start}>; linux,initrd-end = <{end}>;"))
    assert (0x53000000, 0x53000801, "initrd") in held(console)
    assert "ignored" not in console


SECRET = "secret@50000000 { %s reg = <0 0x50000000 0 0x200000>; };"


@pytest.mark.parametrize("head, children, sentence", [
    ("#address-cells = <2>; #size-cells = <2>;", SECRET % "",
     "reserved-memory: without a ranges property: its addresses are not translated"),
    ("#address-cells = <2>; #size-cells = <2>; ranges = <0 0 1 0 0 0x80000000>;", SECRET % "",
     "reserved-memory: its ranges property is not empty"),
    ("ranges;", SECRET % "", "reserved-memory: without #address-cells: the root's 2 holds"),
    ("#address-cells = <1>; #size-cells = <1>; ranges;",
     "secret@50000000 { reg = <0x50000000 0x200000>; };", "its #address-cells is 1, not the root's 2"),
    ("#address-cells = <2>; #size-cells = <2>; ranges;",
     "secret@50000000 { reg = <0 0x50000000 0 0x200000 7 7 7>; };",
     "secret@50000000: its reg ends inside an entry, which is ignored"),
    ("#address-cells = <2>; #size-cells = <2>; ranges;",
     "secret@50000000 { reg = <0 0x60000000 0 0 0 0x50000000 0 0x200000>; };",
     "secret@50000000: 0x60000000+0x0 ignored: it is empty"),
    ("#address-cells = <2>; #size-cells = <2>; ranges;",
     "secret@50000000 { reg = <0xffffffff 0 0 0x1000 0 0x50000000 0 0x200000>; };",
     "ignored: this CPU has no such addresses"),
    ("#address-cells = <2>; #size-cells = <2>; ranges;", "empty { }; " + SECRET % "",
     "empty: neither reg nor size: it reserves nothing"),
], ids=["no ranges", "ranges", "no cells", "other cells", "odd reg", "size 0", "too far", "no reg"])
def test_odd_reservations_are_honoured_and_named(tmp_path, head, children, sentence):
    console = boot(tmp_path, reserved_memory(children, head))
    assert sentence in console
    assert (0x50000000, 0x50200000, "secret@50000000") in held(console)


def test_reservations_that_cannot_be_read_are_named(tmp_path):
    console = boot(tmp_path, reserved_memory("secret@50000000 { reg = <0 0 0x50000000 0 0x200000>; };",
                                             "#address-cells = <3>; #size-cells = <2>; ranges;"))
    assert "reserved-memory: invalid cell counts: none of its ranges is reserved" in console


def test_no_map_wins_over_reusable_and_disabled_wins_over_all(tmp_path):
    console = boot(tmp_path, reserved_memory(
        SECRET % "no-map; reusable;" + "off@60000000 { status = \"disabled\"; "
        "reg = <0 0x60000000 0 0x1000>; no-map; };"))
    assert "secret@50000000: no-map and reusable contradict each other: not mapped" in console
    assert ram(console) == [(0x40000000, 0x50000000), (0x50200000, 0x80000000)]


@pytest.mark.parametrize("base, size, holder", [
    (LOAD_ADDRESS, 0x100000, "kernel image"),
    (LOAD_ADDRESS + 0x1234, 1, "kernel image"),
    (RAM_BASE, 0x300000, "kernel image"),
    (TREE, 0x1000, "device tree"),
    (TREE - 0x800, 0x100000, "device tree"),
], ids=["image", "a byte of it", "all around it", "tree", "around it"])
def test_no_map_over_what_boot_lives_in_is_named_and_survived(tmp_path, base, size, holder):
    blob = trees.patched(tmp_path, reserved_memory(f"odd@1 {{ no-map; reg = <0 {base:#x} 0 {size:#x}>; }};"),
                         bootargs="selftest").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE, image=DEBUG_IMAGE) as machine:
        console = machine.finish()
    assert f"odd@1: {base:#x}+{size:#x} must not be used as RAM, but the {holder} is there" in console
    assert "not ok" not in console and "# selftest:" in console
    if holder == "kernel image":
        assert "is not all RAM in firmware's description; it stays in use" in console
        assert any(first <= LOAD_ADDRESS and end >= LOAD_ADDRESS + symbols()["_end"] - symbols()["_head"]
                   for first, end in ram(console))


def test_ram_that_may_not_be_mapped_at_all_is_the_end(tmp_path):
    blob = trees.patched(tmp_path, reserved_memory("all@1 { no-map; reg = <0 0x40000000 0 0x40000000>; };"))
    with trees.boot_with(tmp_path, blob.read_bytes(), TREE, tolerate=["Kernel panic"]) as machine:
        machine.expect("Kernel panic: firmware leaves no RAM free")
        machine.finish(status=1)


def test_an_image_outside_of_what_the_tree_calls_ram(tmp_path):
    console = boot(tmp_path, (MEMORY, "reg = <0 0x50000000 0 0x10000000>"))
    assert "kernel image: 0x40200000+" in console and "it stays in use" in console
    assert (0x50000000, 0x60000000) in ram(console)


def test_more_ranges_than_any_table_has_room_for(tmp_path):
    """300 that must not be mapped, 300 that are in use: none of them is lost."""
    places = range(0x50000000, 0x50000000 + 300 * 0x40000, 0x40000)
    blob = trees.patched(tmp_path, reserved_memory("".join(
        f"m{at:x} {{ no-map; reg = <0 {at:#x} 0 0x10000>; }};"
        f"u{at:x} {{ reg = <0 {at + 0x20000:#x} 0 0x10000>; }};" for at in places)),
        bootargs="selftest").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE, image=DEBUG_IMAGE, timeout=60) as machine:
        console = machine.finish()
    assert "not ok" not in console and "# selftest:" in console
    memory, reserved = ram(console), held(console)
    assert len(memory) == 301
    for at in places:
        assert not any(first < at + 0x10000 and at < end for first, end in memory)
        assert (at + 0x20000, at + 0x30000, f"u{at:x}") in reserved


@pytest.mark.parametrize("tree", [0x180000, 0x1FF000, 0x1FFFF8], ids=hex)
def test_a_tree_where_the_image_wants_room_stays_whole(tmp_path, tree):
    """A loader that did not read how much RAM the image asks for."""
    blob = trees.patched(tmp_path, bootargs="selftest").read_bytes()
    with trees.boot_with(tmp_path, blob, LOAD_ADDRESS + tree, image=DEBUG_IMAGE) as machine:
        console = machine.finish()
    assert "not ok" not in console and "# selftest:" in console
    assert (LOAD_ADDRESS + tree, LOAD_ADDRESS + tree + len(blob), "device tree") in held(console)


def test_an_initrd_where_the_image_wants_room_stays_whole(tmp_path):
    start = LOAD_ADDRESS + 0x180000
    blob = trees.patched(tmp_path, ("chosen {", f"chosen {{ linux,initrd-start = <{start:#x}>; "
                                                f"linux,initrd-end = <{start + MIB:#x}>;"))
    with trees.boot_with(tmp_path, blob.read_bytes(), TREE) as machine:
        console = machine.finish()
    assert (start, start + MIB, "initrd") in held(console)
    assert [end for _, end, name in held(console) if name == "brk"] == [start]


@pytest.mark.parametrize("cpus", [1, 486])
def test_as_many_cpus_and_nodes_as_there_are(cpus):
    with Machine(machine="virt,gic-version=3", extra=["-smp", cpus]) as machine:
        console = machine.finish()
    assert int(re.search(r"device tree: (\d+) nodes", console)[1]) > 40 + cpus
    assert "timer: virtual timer" in console


def test_the_last_of_many_nodes_is_found(tmp_path):
    timer = re.search(r"\ttimer \{.*?\n\t\};\n", trees.source(tmp_path), re.S)[0]
    many = "".join(f"n{i} {{ }};" for i in range(3000))
    console = boot(tmp_path, (timer, f"pins {{ {many} }};\n{timer}"))
    assert int(re.search(r"device tree: (\d+) nodes", console)[1]) > 3040
    assert "timer: virtual timer" in console


@pytest.mark.parametrize("base, size, pages", [
    (0x40000801, 0x0FFFF7FF, (0x40001000, 0x50000000)),
    (0x40000FFF, 0x10000001, (0x40001000, 0x50001000)),
    (0x40000000, 0x10000FFF, (0x40000000, 0x50000000)),
], ids=["begins inside", "with a page's last byte", "ends inside"])
def test_ram_beside_pages_is_shown_as_it_is_mapped(tmp_path, base, size, pages):
    console = boot(tmp_path, (MEMORY, f"reg = <0 {base:#x} 0 {size:#x} 0 0x60000100 0 0x200>"))
    assert ram(console) == [pages]
    assert "RAM at 0x60000100+0x200 is not a whole page: ignored" in console
    shown = re.findall(r"RAM, linear map +0x(\w+) +(\d+)([KM]) 0x(\w+)", console)
    unit = {"K": 1 << 10, "M": 1 << 20}
    assert [(int(va, 16) - 0xFFFF800000000000, int(size) * unit[letter], int(first, 16))
            for va, size, letter, first in shown] == [(pages[0], pages[1] - pages[0], pages[0])]


def test_the_cost_of_boot_does_not_grow_with_ram():
    """Sparse memory, so that 64 GiB need not be there."""
    costs = []
    for size in ("128M", "1G", "4G", "64G"):
        with Machine("bench=boot", machine="virt,memory-backend=ram", mem=size, extra=[
                "-object", f"memory-backend-ram,id=ram,size={size},reserve=off",
                "-icount", "shift=0,sleep=off"]) as machine:
            console = machine.finish()
        costs.append(int(re.search(r"bench boot_ioremap 1 (\d+)", console).group(1)))
    assert max(costs) <= 450_000
    assert max(costs) <= 1.1 * min(costs), costs


def test_I10_nohugeiomap_forbids_blocks():
    """What one block would do in one store takes hundreds then; the two tables come with them."""
    with Machine("nohugeiomap bench=ioremap loglevel=7",
                 extra=["-icount", "shift=0,sleep=off"]) as machine:
        console = machine.finish()
    pages, block = (int(re.search(rf"bench {row} \d+ \d+ (\d+)", console).group(1))
                    for row in ("ioremap_2m", "ioremap_4k"))
    assert pages > block + 512
