# SPDX-License-Identifier: MIT
"""iomem as the console lists it, in the format of /proc/iomem."""
import re

from machine import LINK_BASE, LOAD_ADDRESS, RAM_BASE, Machine, symbols


def iomem(console):
    """[(depth, first, last, name), ...]"""
    return [(len(indent) // 2, int(first, 16), int(last, 16), name) for indent, first, last, name in
            re.findall(r"^( *)([0-9a-f]{8,})-([0-9a-f]{8,}) : (.*)$", console, re.M)]


def test_ram_holds_the_kernel_and_the_kernel_its_parts():
    with Machine("demo", mem="256M") as machine:
        entries = iomem(machine.finish())
    names = symbols()

    def physical(name):
        return names[name] - LINK_BASE + LOAD_ADDRESS
    assert (0, RAM_BASE, RAM_BASE + (256 << 20) - 1, "System RAM") in entries
    for name, start, end in [("Kernel code", "_einittext", "_etext"),
                             ("Kernel rodata", "_rodata", "_erodata"), ("Kernel data", "_data", "_end")]:
        assert (2, physical(start), physical(end) - 1, name) in entries
    assert {"device tree", "page tables", "page descriptors"} <= {
        name for depth, _, _, name in entries if depth == 1}
