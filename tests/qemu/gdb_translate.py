# SPDX-License-Identifier: MIT
"""Runs inside GDB, on a machine whose MMU is on: compares `bm walk` with the CPU's own AT
instructions on many addresses, and prints how many agreed. The machine is of no use afterwards."""
import random
import struct

import gdb
from bootmap import kernel, target
from bootmap.elf import address, constant
from bootmap.vmsa import bits, each_entry, leaf_address, walk

# loop: x2 = next address of the list at x0; AT S1E1R, then S1E1W; each PAR_EL1 goes behind it;
# x1 of them. (ldr x2,[x0],#8; at s1e1r,x2; isb; mrs x3,par_el1; str x3,[x0],#8; at s1e1w,x2; …;
# subs x1,x1,#1; b.ne loop; b .)
CODE = struct.pack("<12I", 0xf8408402, 0xd5087802, 0xd5033fdf, 0xd5387403, 0xf8008403, 0xd5087822,
                   0xd5033fdf, 0xd5387403, 0xf8008403, 0xf1000421, 0x54fffec1, 0x14000000)
RECORD = struct.Struct("<3Q")


def ask_cpu(addresses):
    """[(va, PAR of a read, PAR of a write)], by code and a list put where nobody misses them."""
    code, data = address("panic"), address("emergency_stack")
    room = (address("emergency_stack_top") - data) // RECORD.size
    answers = []
    target.write_physical(target.physical_of_image(code), CODE)
    gdb.execute(f"hbreak *{code + len(CODE) - 4:#x}")
    for first in range(0, len(addresses), room):
        part = addresses[first:first + room]
        target.write_physical(target.physical_of_image(data),
                              b"".join(RECORD.pack(va, 0, 0) for va in part))
        gdb.execute(f"set $x0 = {data}")
        gdb.execute(f"set $x1 = {len(part)}")
        gdb.execute(f"set $pc = {code}")
        gdb.execute("continue", to_string=True)
        answers += RECORD.iter_unpack(target.read_physical(target.physical_of_image(data),
                                                           RECORD.size * len(part)))
    return answers


def some_addresses(regs, count):
    """Edges of what is mapped, and addresses around them, inside, and anywhere."""
    edges = [0, 2**47, 2**48 - 1, 2**48, 2**63, 2**64 - 2**48 - 1, 2**64 - 2**48, 2**64 - 1]
    for region in regs.regions:
        for entry in each_entry(region, target.read_table):
            edges += [entry.va, entry.va + entry.size - 1, entry.va - 1, entry.va + entry.size]
    chance = random.Random(1)
    chosen = chance.sample(sorted({va % 2**64 for va in edges}), min(count // 2, len(set(edges)) // 2))
    while len(chosen) < count:
        va = chance.choice(edges) + chance.randrange(2**chance.randrange(1, 40))
        chosen.append(va % 2**64)
    return chosen


def expected_failure(regs, va, entries, write):
    """Fault status that the architecture demands, None if the access is allowed."""
    if not entries:
        return 0x04  # translation fault, level 0
    last = entries[-1]
    if not last.leaf:
        return 0x04 | last.level
    if write and not last.writable:
        return 0x0c | last.level
    return None


def compare():
    regs, names = target.registers(), []
    addresses = some_addresses(regs, 1000)
    walks = {}
    for va in addresses:
        region = regs.region(va)
        walks[va] = walk(region, va, target.read_entry) if region else []
    mapped = 0
    for va, *answers in ask_cpu(addresses):
        entries = walks[va]
        for write, par in zip((False, True), answers):
            failure = expected_failure(regs, va, entries, write)
            status = bits(par, 1, 6) if par & constant("PAR_F") else None
            assert status == failure, (hex(va), hex(par), failure, kernel.owner(va))
            if failure is None:
                page = leaf_address(entries, va) & constant("PAGE_MASK")
                assert par & constant("PAR_PA") == page, (hex(va), hex(par))
                kind = bits(regs.mair, 8 * entries[-1].attribute_index, 8)
                assert par >> constant("PAR_ATTR_SHIFT") == kind, (hex(va), hex(par))
                mapped += 1
    print(f"agree {len(addresses)} mapped {mapped}", *names)


compare()
