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
    assert "0x50000000+0x20000000 overlaps RAM that was known before" in console
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
    assert len(held) == 6


def test_an_initrd_that_ends_before_it_begins_is_named(tmp_path):
    console = boot(tmp_path, ("chosen {", "chosen { linux,initrd-start = <0x53000000>; "
                                          "linux,initrd-end = <0x52000000>;"))
    assert "initrd: it ends before it begins, ignored" in console


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
