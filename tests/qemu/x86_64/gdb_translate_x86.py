# SPDX-License-Identifier: MIT
"""Runs inside GDB: compares our walk with QEMU's own translation (gva2gpa of its monitor), on the
kernel's tables and on random ones. The machine is of no use afterwards."""
import random
import re
import struct
from dataclasses import replace

import gdb
from bootmap import stub, target
from bootmap.elf import constant
from bootmap.paging import each_entry, leaf_address, walk

CR3_NUMBER, CR4_NUMBER = 29, 30  # as QEMU's stub counts


def write_register(number, value):
    """GDB itself refuses to write what it shows as flags."""
    packet = f"P{number:x}={value.to_bytes(8, 'little').hex()}"
    assert gdb.selected_inferior().connection.send_packet(packet) == b"OK"


def ask_qemu(va):
    """Where QEMU says that an address leads; None if nowhere."""
    answer = gdb.execute(f"monitor gva2gpa {va:#x}", to_string=True)
    found = re.search(r"gpa: ([0-9a-fx]+)", answer)
    return int(found[1], 16) if found else None


def some_addresses(regs):
    """Edges of what is mapped, and addresses around them, inside, and anywhere."""
    edges = [0, 2**46, 2**47 - 1, 2**64 - 2**47, 2**64 - 1]
    for entry in each_entry(regs.regions[0], stub.read_table):
        edges += [entry.va, entry.va + entry.size - 1, entry.va - 1, entry.va + entry.size]
    chance = random.Random(1)
    chosen = chance.sample(sorted({va % 2**64 for va in edges}), min(200, len(set(edges)) // 2))
    return chosen + [(chance.choice(edges) + chance.randrange(2**chance.randrange(1, 40))) % 2**64
                     for _ in range(200)]


def compare(regs=None, addresses=None):
    regs = regs or target.registers()
    addresses, mapped, asked = addresses or some_addresses(regs), 0, 0
    for va in addresses:
        region = regs.region(va)
        if region is None:
            continue  # QEMU's monitor does not care
        entries = walk(region, va, stub.read_entry)
        ours, theirs = leaf_address(entries, va), ask_qemu(va)
        assert ours == theirs, (hex(va), ours, theirs, [entry.words(regs) for entry in entries])
        asked += 1
        mapped += ours is not None
    print(f"agree {asked} mapped {mapped}")


class RandomTables:
    """Tables of any shape, with a little of everything in them."""

    def __init__(self, region, chance):
        self.region, self.chance, self.free, self.addresses = region, chance, region.root, []
        self.fill(region.first_level, 0)

    def fill(self, level, va):
        table = self.free
        self.free += constant("PAGE_SIZE")
        content = [0] * 512
        for number, index in enumerate(self.chance.sample(range(512), 5)):
            here = self.region.extend(va + (index << self.region.shift(level)))
            content[index] = self.entry(level, here, number)
            size = 1 << self.region.shift(level)
            self.addresses += [here, here + size - 1, here + self.chance.randrange(size)]
        stub.write_physical(table, struct.pack("<512Q", *content))
        return table

    def entry(self, level, va, number):
        chance = self.chance
        flags = constant("PTE_PRESENT")
        for name in ("PTE_RW", "PTE_USER", "PTE_PWT", "PTE_PCD", "PTE_ACCESSED", "PTE_DIRTY", "PTE_GLOBAL", "PTE_NX"):
            flags |= chance.choice([0, constant(name)])
        if level < 3 and number < 2:
            return self.fill(level + 1, va) | flags
        if number == 4:
            return chance.choice([0, chance.getrandbits(64) & ~constant("PTE_PRESENT")])
        shift = self.region.shift(level)
        pa = chance.getrandbits(36) >> shift << shift
        if level == 3:
            return pa | flags | chance.choice([0, constant("PTE_PAT")])
        if level < 1:
            return 0
        return pa | flags | constant("PTE_PS") | chance.choice([0, constant("PTE_PAT_LARGE")])


def compare_random(levels):
    """Tables in RAM that nobody uses, behind CR3; five levels by CR4.LA57."""
    now = target.registers()
    regs = replace(now, cr3=0x10000000, cr4=now.cr4 | (levels == 5) << 12)
    tables = RandomTables(regs.regions[0], random.Random(levels))
    write_register(CR4_NUMBER, regs.cr4)
    write_register(CR3_NUMBER, regs.cr3)
    compare(regs, tables.addresses)
