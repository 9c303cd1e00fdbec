# SPDX-License-Identifier: MIT
"""GDB and the monitor call things by the same names, on every architecture."""
import re

import pytest
from debugger import gdb
from machine import Machine, symbols
from target import ARCH

DEVICE = {"aarch64": 0x9030000, "x86_64": 0xfed00000}[ARCH]
SIZES = {unit: 1 << 10 * power for power, unit in enumerate("BKMGT")}


def bytes_of(words):
    """Of "4K" or "4 KiB"."""
    number, unit = re.fullmatch(r"(\d+) ?([BKMGT])(?:iB)?", words).groups()
    return int(number) * SIZES[unit]


def kind(name):
    """What is equal in the names of devices that differ in nothing but their addresses."""
    return name[name.index("."):] if "." in name else name


def expanded(pattern, console, group):
    """The lines of a listing, those too that `… and N more` stands for: [(groups, is named in full)]."""
    found = []
    for line in console.splitlines():
        match, more = re.match(pattern, line), re.search(r"… and (\d+) more like it(?:, each (0x\w+))?", line)
        if match:
            found.append((list(match.groups()), True))
        latest = found[-1:]
        for number in range(int(more[1]) if more else 0):
            words = list(latest[0][0])
            words[group] = kind(words[group])
            if more[2]:
                words[0] = f"{int(words[0], 16) + int(more[2], 16) * (number + 1):#018x}"
            found.append((words, False))
    return found


@pytest.fixture(scope="module", name="said")
def said_by_both():
    """(what the monitor says to each of its commands, what GDB says to the same under bm)."""
    image = symbols()
    places = [0, 0x18, 0x1000, 0xdead0000, 1 << 55, 0xffff800000000000, 0xffff800000400010, 0xffffc20000004fff,
              0xffffc20000005001, 0xffffc20000006010, 0xffffc20004000000, 0xffffca0000060000, 0xffffca0000071000,
              0xffffe20040000000, 0xffffe20050000000, 0xfffff00000000000, 0xfffffffffee00123, 0xfffffffffee80000,
              0xffffffffff200000, 0xffffffffff3fffff, 0xffffffffff400000, 0xffffffffff5ff000, 0xffffffffff5fe008,
              0xffffffffff5f9000, 0xffffffffff600000, 0xffffffff801fffff, 0xffffffff80200000,
              *(image[name] for name in ("_head", "start_kernel", "_rodata", "boot_stage", "boot_stack_guard",
                                         "boot_stack", "emergency_stack_guard", "emergency_stack", "init_top_pgt",
                                         "_brk"))]
    commands = ["dump", "vmallocinfo", "devices", *(f"walk {place:#x}" for place in places)]
    answers = {}
    with Machine("", mem="128M") as machine:
        machine.expect("bootmap> ")
        for _ in range(2):  # areas that belong to no device
            machine.send(f"ioremap {DEVICE:#x} 0x1000\r")
            machine.expect("bootmap> ")
        for command in commands:
            machine.send(command + "\r")
            begin = len(machine.seen)
            machine.expect("bootmap> ")
            answers[command] = machine.seen[begin:].replace("\r", "")
        machine.gdb_server()
        ours = [*(command.replace("dump", "tables") for command in commands), "vmalloc all"]
        output = gdb(*(step for word in ours for step in ("echo ====\\n", f"bm {word}")), target=machine.gdb_path)
    return answers, dict(zip([*commands, "vmalloc all"], output.split("====\n")[1:]))


def test_walk_says_whose_an_address_is(said):
    monitor, ours = said
    for command in (command for command in monitor if command.startswith("walk")):
        told = re.search(r"^address +0x\w{16}:\s+(.*)$", monitor[command], re.M)
        assert told, monitor[command]
        if "between the two halves" in ours[command]:
            assert told[1].startswith("not a valid address: bits")
            continue
        assert re.search(rf"^  (physical 0x\w+|not mapped): {re.escape(told[1])}$", ours[command], re.M), \
            (command, told[1], ours[command])


def test_guard_pages_have_names(said):
    _, ours = said
    for symbol, stack in (("boot_stack_guard", "boot"), ("emergency_stack_guard", "emergency")):
        assert f"not mapped: guard page below the {stack} stack" in ours[f"walk {symbols()[symbol]:#x}"]


def test_dump_and_tables_have_the_same_owners(said):
    monitor, ours = said
    listed = expanded(r"(0x\w{16}) +(\w+) in \w+ +R\w N?X +(?:device \w+|normal [\w-]+|uncached UC-|[\w-]+)"
                      r"(?: contiguous)? *(.*)$", monitor["dump"], 2)
    found = {line[1]: (int(line[2], 16) + 1 - int(line[1], 16), line[3] or "") for line in re.finditer(
        r"^(0x\w{16})-(0x\w{16}) .{9}  \d+ \w+ +0x\w+  R\w N?X +(?:device \w+|normal [\w-]+|uncached UC-|[\w-]+)"
        r"(?: contiguous)?(?: +(\S.*))?$", ours["dump"], re.M)}
    assert len(listed) > 12 and len(listed) == len(found), (listed, found)
    for (va, size, owner), complete in listed:
        assert found[va][0] == bytes_of(size)
        assert (found[va][1] if complete else kind(found[va][1])) == owner.strip(), (va, owner, found[va])
    titles = [re.findall(r"^---\[ (.*) \]---$", text, re.M) for text in (monitor["dump"], ours["dump"])]
    assert titles[0] == titles[1] and len(titles[0]) > 3


def areas(text):
    """The lines of a listing of areas, and what stands for others like them."""
    return re.findall(r"^(0x\w{16} .*?|  … and .*?) *$", text, re.M)


def test_vmalloc_is_what_vmallocinfo_lists(said):
    """The same lines in the same order: addresses, sizes, kinds, owners and drivers."""
    monitor, ours = said
    assert areas(monitor["vmallocinfo"]) and areas(monitor["vmallocinfo"]) == areas(ours["vmallocinfo"])


def test_vmalloc_all_has_a_line_for_each_area(said):
    monitor, ours = said
    listed = expanded(r"(0x\w{16}) +(\w+) (\w+) +(0x\w+)? +(.*?) *$", monitor["vmallocinfo"], 4)
    found = re.findall(r"^(0x\w{16}) +(\w+) (\w+) +(0x\w+)? +(.*)$", ours["vmalloc all"], re.M)
    assert len(listed) == len(found) and [va for va, *_ in found] == sorted(va for va, *_ in found)
    for ((va, size, what, phys, owner), complete), (our_va, our_size, our_what, our_phys, name) in zip(listed, found):
        assert (size, what, owner) == (our_size, our_what, name if complete else kind(name))
        assert not complete or (va, phys) == (our_va, our_phys)


def test_devices(said):
    monitor, ours = said
    pattern = r"(\S+) {2,}(\S+) ?(\(.*\))? *$"
    listed = expanded(pattern, monitor["devices"], 0)
    found = [match.groups() for match in map(re.compile(pattern).match, ours["devices"].splitlines()) if match]
    assert len(listed) > 8 and len(listed) == len(found)
    for ((name, driver, state), complete), (our_name, our_driver, our_state) in zip(listed, found):
        assert (name, driver, state) == (our_name if complete else kind(our_name), our_driver, our_state)
