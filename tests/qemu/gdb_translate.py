# SPDX-License-Identifier: MIT
"""Runs inside GDB, on a machine whose MMU is on: compares our walk with the CPU's own AT
instructions on many addresses, and prints how many agreed; on the kernel's tables, and on random
ones of any geometry. The machine is of no use afterwards."""
import random
import struct

import gdb
from bootmap import stub, target
from bootmap.elf import address, constant
from bootmap.aarch64.paging import Registers
from bootmap.paging import bits, each_entry, leaf_address, ones, walk

# msr tcr_el1,x4; msr ttbr0_el1,x5; isb; tlbi vmalle1; dsb nsh; isb
# loop: x2 = next address of the list at x0; AT S1E1R, then S1E1W; each PAR_EL1 goes behind it;
# x1 of them. (ldr x2,[x0],#8; at s1e1r,x2; isb; mrs x3,par_el1; str x3,[x0],#8; at s1e1w,x2; …;
# subs x1,x1,#1; b.ne loop; b .)
CODE = struct.pack("<18I", 0xd5182044, 0xd5182005, 0xd5033fdf, 0xd508871f, 0xd503379f, 0xd5033fdf,
                   0xf8408402, 0xd5087802, 0xd5033fdf, 0xd5387403, 0xf8008403, 0xd5087822,
                   0xd5033fdf, 0xd5387403, 0xf8008403, 0xf1000421, 0x54fffec1, 0x14000000)
RECORD = struct.Struct("<3Q")


def ask_cpu(addresses, regs):
    """[(va, PAR of a read, PAR of a write)], by code and a list put where nobody misses them."""
    code, data = address("panic"), address("emergency_stack")
    room = (address("emergency_stack_top") - data) // RECORD.size
    answers = []
    gdb.execute("set print frame-arguments none")  # at the stop these registers are no arguments
    stub.write_physical(target.physical_of_image(code), CODE)
    gdb.execute(f"hbreak *{code + len(CODE) - 4:#x}")
    for first in range(0, len(addresses), room):
        part = addresses[first:first + room]
        stub.write_physical(target.physical_of_image(data),
                              b"".join(RECORD.pack(va, 0, 0) for va in part))
        gdb.execute(f"set $x0 = {data}")
        gdb.execute(f"set $x1 = {len(part)}")
        gdb.execute(f"set $x4 = {regs.tcr}")
        gdb.execute(f"set $x5 = {regs.ttbr0}")
        gdb.execute(f"set $pc = {code}")
        gdb.execute("continue", to_string=True)
        answers += RECORD.iter_unpack(stub.read_physical(target.physical_of_image(data),
                                                           RECORD.size * len(part)))
    return answers


def some_addresses(regs, count):
    """Edges of what is mapped, and addresses around them, inside, and anywhere."""
    edges = [0, 2**47, 2**48 - 1, 2**48, 2**63, 2**64 - 2**48 - 1, 2**64 - 2**48, 2**64 - 1]
    for region in regs.regions:
        for entry in each_entry(region, stub.read_table):
            edges += [entry.va, entry.va + entry.size - 1, entry.va - 1, entry.va + entry.size]
    chance = random.Random(1)
    chosen = chance.sample(sorted({va % 2**64 for va in edges}), min(count // 2, len(set(edges)) // 2))
    while len(chosen) < count:
        va = chance.choice(edges) + chance.randrange(2**chance.randrange(1, 40))
        chosen.append(va % 2**64)
    return chosen


def status_of(kind, level):
    """A fault status code (D19.2.37). Level -1 has codes of its own."""
    if level < 0:
        return {"address": 0x29, "translation": 0x2b}[kind]
    return {"address": 0, "translation": 4, "access": 8, "permission": 0xc}[kind] | level


def expected_failure(va, entries, write):
    """Fault status that the architecture demands, None if the access is allowed."""
    if not entries:
        return status_of("translation", 0)
    last = entries[-1]
    if not last.leaf:
        return status_of("translation", last.level)
    if not last.value & constant("PTE_AF"):
        return status_of("access", last.level)
    if write and not last.writable:
        return status_of("permission", last.level)
    return None


def compare(regs=None, addresses=None):
    """Every address, read and write, walked by us and translated by the CPU."""
    regs = regs or target.registers()
    addresses = addresses or some_addresses(regs, 1000)
    walks = {}
    for va in addresses:
        region = regs.region(va)
        walks[va] = walk(region, va, stub.read_entry) if region else []
    mapped, statuses = 0, set()
    for va, *answers in ask_cpu(addresses, regs):
        entries = walks[va]
        for write, par in zip((False, True), answers):
            failure = expected_failure(va, entries, write)
            status = bits(par, 1, 6) if par & constant("PAR_F") else None
            assert status == failure, (hex(va), hex(par), failure, [entry.words(regs) for entry in entries])
            statuses.add(status)
            if failure is None:
                page = leaf_address(entries, va) & constant("PAGE_MASK")
                assert par & ones(12, 51) == page, (hex(va), hex(par), hex(page))
                kind = bits(regs.mair, 8 * entries[-1].attribute_index, 8)
                assert par >> constant("PAR_ATTR_SHIFT") == kind, (hex(va), hex(par))
                mapped += 1
    print(f"agree {len(addresses)} mapped {mapped} statuses {len(statuses)}")


class RandomTables:
    """Tables for the lower half, of any geometry, with a little of everything in them."""

    def __init__(self, region, chance):
        self.region, self.chance, self.free, self.addresses = region, chance, region.root, []
        self.fill(region.first_level, 0)

    def allocate(self, level):
        """A table of its own size or of a page, whichever is more; aligned to that."""
        size = max(8 * self.region.entries(level), 1 << self.region.granule)
        self.free = -(-self.free // size) * size + size
        return self.free - size

    def fill(self, level, va):
        table = self.allocate(level)
        count = self.region.entries(level)
        content = [0] * count
        chosen = self.chance.sample(range(count), min(count, 5))
        for number, index in enumerate(chosen):
            here = va + (index << self.region.shift(level))
            content[index] = self.descriptor(level, here, number)
            size = 1 << self.region.shift(level)
            self.addresses += [here, here + size - 1, here + self.chance.randrange(size)]
        stub.write_physical(table, struct.pack(f"<{count}Q", *content))
        return table

    def descriptor(self, level, va, number):
        chance = self.chance
        if level < 3 and number < 2:
            return self.address(self.fill(level + 1, va)) | 3 | chance.choice([0, 0, 1 << 62])
        if number == 4:
            return chance.choice([0, chance.getrandbits(64) & ~1])
        bits_set = 3 if level == 3 else 1
        for flag in (constant("PTE_USER"), constant("PTE_RDONLY"), constant("PTE_NG"), 1 << 53, 1 << 54):
            bits_set |= chance.choice([0, flag])
        bits_set |= 0 if chance.random() < .2 else constant("PTE_AF")
        bits_set |= chance.randrange(4) << constant("PTE_ATTRINDX_SHIFT")
        if not self.region.has_blocks(level) and level < 3:
            return 0  # QEMU takes this reserved encoding for a block
        top = 52 if self.region.wide or self.region.granule == 16 else 48
        return bits_set | self.address(chance.getrandbits(top) >> self.region.shift(level)
                                       << self.region.shift(level))

    def address(self, pa):
        """An output address as a descriptor carries it."""
        if self.region.wide:
            return pa & ones(12, 49) | pa >> 50 << 8
        if self.region.granule == 16:
            return pa & ones(16, 47) | bits(pa, 48, 4) << 12
        return pa


def drop_shareability(region):
    """With TCR_EL1.DS these bits mean an address, in the kernel's own half, too."""
    for entry in list(each_entry(region, stub.read_table)):
        if entry.leaf:
            stub.write_physical(entry.address, struct.pack("<Q", entry.value & ~constant("PTE_SH_INNER")))


def compare_geometry(granule, size_bits, wide):
    """Random tables in RAM that nobody uses, behind TTBR0_EL1."""
    now = target.registers()
    if wide:
        drop_shareability(now.regions[1])
    tg0 = {12: 0, 16: 1, 14: 2}[granule]
    low = ones(0, 15) | 7 << 32 | 1 << 59
    tcr = now.tcr & ~low | (64 - size_bits) | tg0 << 14 | (6 if wide or granule == 16 else 5) << 32 | wide << 59
    ttbr0 = 0x50000000
    regs = Registers(sctlr=now.sctlr, tcr=tcr, mair=now.mair, ttbr0=ttbr0, ttbr1=now.ttbr1)
    tables = RandomTables(regs.regions[0], random.Random(granule * 100 + size_bits))
    compare(regs, tables.addresses)
