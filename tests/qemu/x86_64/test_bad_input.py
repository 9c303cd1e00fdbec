# SPDX-License-Identifier: MIT
"""What a loader or firmware may get wrong: each a named message; what can go on, does. A debugger
changes what the kernel is about to read, at its first instruction."""
import re
import struct
from contextlib import contextmanager

import pytest
from machine import (DEBUG_IMAGE, LINK_BASE, LOAD_ADDRESS, Machine, check_selftest, interrupts_of, ktap,
                     symbols)

PANIC = 16
MIB, GIB = 1 << 20, 1 << 30

# Where struct hvm_start_info keeps things, and one entry of its memory map.
MAGIC, VERSION, RSDP, MEMMAP, ENTRIES = 0, 4, 32, 40, 48
RAM, RESERVED = 1, 2
ENTRY_SIZE, TYPE = 24, 16


@contextmanager
def boot(script, args="poweroff", **options):
    """A machine in which `script` changed something before the kernel began."""
    start = symbols()["pvh_entry"] - LINK_BASE + LOAD_ADDRESS
    with Machine(args, extra=["-S"], **options) as machine:
        machine.gdb_server()
        output = machine.gdb(f"hbreak *{start:#x}\ncontinue\ndelete\nset $info = (unsigned long)$ebx\n"
                             f"{script}\nprintf \"changed\\n\"\ndetach")
        assert "changed" in output, output
        yield machine


def put(address, value, width="int"):
    """A line for GDB that stores a number."""
    return f"set *(unsigned {width} *)({address}) = {value}"


def entry(index, offset=0):
    """The address of an entry of the memory map, for GDB."""
    return f"*(unsigned long *)($info + {MEMMAP}) + {index * ENTRY_SIZE + offset}"


def memory(console):
    return [(int(first, 16), int(last, 16) + 1) for first, last in
            re.findall(r"memblock: memory +0x(\w+)-0x(\w+)", console)]


@pytest.mark.parametrize("script, sentence", [
    (put(f"$info + {MAGIC}", 0), "its magic number is wrong"),
    (put(f"$info + {VERSION}", 0), "it has no memory map"),
    (put(f"$info + {MEMMAP}", 0, "long"), "it has no memory map"),
    (put(f"$info + {ENTRIES}", 0), "it has no memory map"),
], ids=["magic", "version 0", "no pointer", "no entries"])
def test_unusable_start_info(script, sentence):
    with boot(script, semihosting=False) as machine:
        code, _, text = machine.boot_failure()
    assert code == PANIC
    assert sentence in text


def test_a_map_without_ram_is_the_end():
    script = "\n".join(put(entry(index, TYPE), RESERVED) for index in (0, 3))
    with boot(script, tolerate=["Kernel panic"]) as machine:
        machine.expect("Kernel panic: the memory map has no RAM in it")
        machine.finish(status=1)


def test_what_is_ram_and_something_else_is_not_used():
    hole = 0x10000000
    script = "\n".join([put(entry(1), hole, "long"), put(entry(1, 8), 0x3000, "long")])
    with boot(script, "demo") as machine:
        console = machine.finish()
    assert f"e820: {hole:#x}+0x3000 is RAM and reserved: not used" in console
    assert {(0x100000, hole), (hole + 0x3000, memory(console)[-1][1])} <= set(memory(console))


def test_ram_that_is_named_twice_is_counted_once():
    script = "\n".join([put(entry(1), 0x10000000, "long"), put(entry(1, 8), 0x3000, "long"),
                        put(entry(1, TYPE), RAM)])
    with boot(script, "demo") as machine:
        console = machine.finish()
    assert "e820: 0x100000+" in console and "overlaps RAM that is already known" in console
    assert len(memory(console)) == 2


def test_ram_beyond_the_cpus_addresses_is_cut():
    script = "\n".join([put(entry(8), "1ul << 40", "long"), put(entry(8, 8), 0x2000, "long"),
                        put(entry(8, TYPE), RAM)])
    with boot(script, "demo") as machine:
        console = machine.finish()
    assert "0x10000000000+0x2000 reaches beyond this CPU's 40 address bits: cut" in console
    assert len(memory(console)) == 2


def test_a_damaged_root_pointer_is_named_and_boot_goes_on():
    script = f"set $rsdp = *(unsigned long *)($info + {RSDP})\n" + put("$rsdp + 9", 99, "char")
    with boot(script, "demo", semihosting=False) as machine:
        machine.expect(r"acpi: the root pointer at 0x\w+ is damaged: its checksum is wrong")
        machine.expect("no driver that can switch it off: halted")


def test_a_root_pointer_that_nobody_told_is_found():
    with boot(put(f"$info + {RSDP}", 0, "long"), "demo") as machine:
        machine.expect("acpi: FACP at")
        machine.finish()


# Adds to one byte and takes from another one of the same table: the checksum stays right.
BALANCED = "set *(unsigned char *)({0}) += 0x80\nset *(unsigned char *)({1}) += 0x80"
TABLES = (f"set $rsdp = *(unsigned long *)($info + {RSDP})\n"
          "set $rsdt = (unsigned long)*(unsigned int *)($rsdp + 16)\n"
          "set $facp = (unsigned long)*(unsigned int *)($rsdt + 36)\n"
          "set $hpet = (unsigned long)*(unsigned int *)($rsdt + 44)\n")


def test_a_table_outside_ram_is_named_and_the_others_serve():
    with boot(TABLES + BALANCED.format("$rsdt + 47", "$rsdt + 10"), "demo") as machine:
        console = machine.finish()
    assert re.search(r"acpi: table at 0xb\w+ ignored: its length is invalid|"
                     r"acpi: table at 0xb\w+ ignored: its checksum is wrong", console)
    assert "acpi: FACP at" in console and "hpet: ACPI names none" in console


def test_a_table_with_a_wrong_checksum_is_named():
    with boot(TABLES + put("$hpet + 10", 0, "char"), "demo") as machine:
        console = machine.finish()
    assert re.search(r"acpi: table at 0x\w+ ignored: its checksum is wrong", console)
    assert "acpi: HPET at" not in console


def test_an_hpet_that_is_not_there_is_named():
    with boot(TABLES + BALANCED.format("$hpet + 47", "$hpet + 10"), "demo") as machine:
        machine.expect("hpet: there is none at 0x7ed00000")
        machine.finish()


@pytest.mark.parametrize("at, byte", [(44, 1), (45, 2), (40, 1)], ids=["odd", "inside 1 KiB", "ports"])
def test_an_hpet_that_cannot_be_there_is_named(at, byte):
    with boot(TABLES + put(f"$hpet + {at}", byte, "char") + "\n" + checked("$hpet"), "demo") as machine:
        machine.expect("hpet: ACPI's table names no place where one could be: 0xfed0")
        assert "hpet: at" not in machine.finish()


def test_a_dsdt_without_s5_is_named():
    script = TABLES + ("set $dsdt = (unsigned long)*(unsigned int *)($facp + 40)\n"
                       "find /1 $dsdt, +0x4000, '_', 'S', '5', '_'\n" + put("$_", 0x58, "char"))
    with boot(script, "demo", semihosting=False) as machine:
        machine.expect("acpi: the DSDT does not say how to switch off")
        machine.expect("no driver that can switch it off: halted")


# The table of interrupt controllers: QEMU's q35 puts one local APIC and then the I/O APIC first.
MADT = TABLES + "set $madt = (unsigned long)*(unsigned int *)($rsdt + 40)\n"
FIRST_ENTRY, IO_APIC_ADDRESS = 44, 56


@pytest.mark.parametrize("script, sentence", [
    (put("$madt + 10", 0, "char"), "ACPI has no table of them"),
    (BALANCED.format(f"$madt + {FIRST_ENTRY + 1}", "$madt + 10"), "an entry reaches beyond its end"),
    (put(f"$madt + {FIRST_ENTRY + 1}", 0, "char") + "\nset *(unsigned char *)($madt + 9) += 8",
     "an entry is too short"),
    (BALANCED.format(f"$madt + {IO_APIC_ADDRESS}", "$madt + 10"), "their addresses are invalid"),
    (BALANCED.format(f"$madt + {IO_APIC_ADDRESS + 2}", "$madt + 10"), "no device answers where they should be"),
    (BALANCED.format(f"$madt + {IO_APIC_ADDRESS + 4}", "$madt + 10"), "it names no I/O APIC"),
], ids=["checksum", "too long", "empty", "unaligned", "nobody there", "another base"])
def test_without_a_usable_madt_the_8259s_serve(script, sentence):
    with boot(MADT + script, "echo selftest=*interrupt*") as machine:
        machine.expect(f"apic: not used: .*{sentence}")
        machine.expect("i8259: two 8259s, 16 inputs")
        machine.expect("receives by interrupt")
        machine.expect("echo: type")
        machine.send("word\n\x04")
        console = machine.finish()
    assert interrupts_of(console, "serial8250")[1:] == ("8259", 4)
    assert set(ktap(console).values()) == {"ok"}


def test_an_hpet_that_does_not_count_is_named_and_not_used():
    """RAM that looks like one: its capabilities are right, its counter never moves."""
    ram = 0xD00000
    script = TABLES + "\n".join([
        put("$hpet + 44", ram, "long"), "set *(unsigned char *)($hpet + 9) += 0xfe",
        put(ram, 0x009896808086A201, "long"), put(ram + 0xF0, 7, "long")])
    with boot(script, "selftest=*sleep*") as machine:
        machine.expect("hpet: its counter does not count: not used")
        console = machine.finish()
    assert "time-stamp counter runs at" not in console
    assert set(ktap(console).values()) == {"ok"}


def always(port, value):
    """Something at an I/O port that reads the same for ever."""
    return ["-device", f"isa-debugcon,iobase={port:#x},chardev=port{port:x},readback={value:#x}",
            "-chardev", f"null,id=port{port:x}"]


def test_a_keyboard_controller_that_is_always_full_is_named():
    with Machine("demo", machine="q35,i8042=off", extra=always(0x64, 1)) as machine:
        machine.expect("i8042: its output buffer stays full, however much is read")
        machine.expect("led: the keyboard does not answer")
        machine.finish(status=1)


def test_an_8254_that_does_not_count_is_named():
    with Machine("selftest=*sleep*", machine="microvm,pit=off", extra=always(0x40, 0x30)) as machine:
        machine.expect("time: the 8254 does not count: delays will be too long")
        assert set(ktap(machine.finish()).values()) == {"ok"}


# The fixed table: two descriptions of the register that switches off.
PM1A_CONTROL, X_PM1A_CONTROL = 64, 172
CHECKSUM = 9


def checked(table):
    """Lines for GDB that make a table's checksum right."""
    return (f"set $sum = 0\nset $i = 0\nwhile $i < *(unsigned int *)({table} + 4)\n"
            f"set $sum = $sum + *(unsigned char *)({table} + $i)\nset $i = $i + 1\nend\n"
            f"set *(unsigned char *)({table} + {CHECKSUM}) -= $sum & 255\n")


@pytest.mark.parametrize("script", [
    put(f"$facp + {PM1A_CONTROL}", 0),
    put(f"$facp + {X_PM1A_CONTROL}", 2, "char") + "\n" + put(f"$facp + {X_PM1A_CONTROL + 4}", 0x1234, "long"),
    put(f"$facp + {X_PM1A_CONTROL + 4}", 0, "long"),
    put(f"$facp + {PM1A_CONTROL}", 0x1234),
], ids=["newer alone", "newer is no port", "older alone", "newer is right"])
def test_the_fixed_table_describes_a_register_once_or_twice(script):
    with boot(TABLES + script + "\n" + checked("$facp"), "poweroff", semihosting=False) as machine:
        machine.finish()


XSDT, ROOT_POINTER = 0x7C000, 0x7D000


@pytest.mark.parametrize("damaged, sentence", [
    (False, f"acpi: no usable XSDT at {XSDT:#x}: its checksum is wrong"),
    (True, "acpi: the checksum of the root pointer's newer half is wrong: not used"),
], ids=["XSDT", "pointer"])
def test_where_the_newer_root_is_damaged_the_rsdt_serves(damaged, sentence):
    root = [f"set *(unsigned char *)({ROOT_POINTER} + {at}) = {byte}"
            for at, byte in enumerate(b"RSD PTR \0BOOTMP\2")]
    first, all_of_it = checked(ROOT_POINTER).replace("*(unsigned int *)", "20 + 0 * *(unsigned int *)"), \
        checked(ROOT_POINTER).replace("*(unsigned int *)", "36 + 0 * *(unsigned int *)")
    script = "\n".join([
        TABLES, *root, put(f"{ROOT_POINTER} + 16", "$rsdt"), put(f"{ROOT_POINTER} + 20", 36),
        put(f"{ROOT_POINTER} + 24", XSDT, "long"), first.replace(f"+ {CHECKSUM})", "+ 8)"),
        all_of_it.replace(f"+ {CHECKSUM})", "+ 32)"),
        put(f"$info + {RSDP}", ROOT_POINTER, "long"),
        put(f"{ROOT_POINTER} + 33", int(damaged), "char"), put(XSDT, 0x54445358), put(f"{XSDT} + 4", 44), put(f"{XSDT} + {CHECKSUM}", 1, "char")])
    with boot(script, "poweroff", semihosting=False) as machine:
        machine.expect(sentence)
        machine.expect("acpi: FACP at")
        machine.finish()


MODULES, NR_MODULES = 16, 12


def memory_map(machine_folder, entries, at=0x50000):
    """Lines for GDB that put another memory map in the place of the loader's."""
    file = machine_folder / "map"
    file.write_bytes(b"".join(struct.pack("<QQII", *entry, 0) for entry in entries))
    return "\n".join([f"restore {file} binary {at:#x}", put(f"$info + {MEMMAP}", at, "long"),
                      put(f"$info + {ENTRIES}", len(entries))])


PC = [(0, 0x9FC00, RAM), (0x9FC00, 0x400, RESERVED), (0xF0000, 0x10000, RESERVED), (MIB, GIB - MIB, RAM)]


def held(console):
    return [(int(first, 16), int(last, 16) + 1, name) for first, last, name in
            re.findall(r"memblock: reserved +0x(\w+)-0x(\w+) +\d+ KiB  (.*)", console)]


def test_a_map_of_any_length_is_obeyed(tmp_path):
    """300 ranges, none of which may become RAM, and the last RAM behind all of them."""
    places = [0x10000000 + i * 0x20000 for i in range(300)]
    entries = [*PC[:3], *((at, 0x1000, RESERVED) for at in places), PC[3]]
    with boot(memory_map(tmp_path, entries), "selftest") as machine:
        console = machine.finish()
    check_selftest(console)
    assert len(memory(console)) == 302
    assert not any(first < at + 0x1000 and at < end for first, end in memory(console) for at in places)


@pytest.mark.parametrize("entry, sentence", [
    ((0x20000000, 0, RAM), "e820: 0x20000000+0 (System RAM) ignored: it is empty"),
    ((0xFFFFFFFFFFFFF000, 0x2000, RESERVED), "reaches beyond the end of the address space: cut"),
    ((0xFFFFFFFFFFFFF000, 0x2000, RAM), "reaches beyond the end of the address space: cut"),
    ((0x180000, 0x200000, RESERVED), "e820: 0x180000+0x200000 must not be used as RAM, but the kernel image is there"),
    ((0x20000000, 0x1000, 77), "e820: 0x20000000+0x1000 is RAM and reserved: not used"),
], ids=["empty", "wraps", "RAM that wraps", "over the image", "unknown type"])
def test_odd_entries_of_the_map_are_named(tmp_path, entry, sentence):
    with boot(memory_map(tmp_path, [*PC, entry]), "selftest=*page*") as machine:
        console = machine.finish()
    assert sentence in console
    assert "not ok" not in console


def test_a_map_that_reserves_all_ram_is_the_end(tmp_path):
    with boot(memory_map(tmp_path, [*PC, (0, 4 * GIB, RESERVED)]), tolerate=["Kernel panic"]) as machine:
        machine.expect("Kernel panic: the memory map has no RAM in it")
        machine.finish(status=1)


def test_a_map_that_claims_to_be_endless_is_refused():
    with boot(put(f"$info + {ENTRIES}", 0x7FFFFFFF), semihosting=False) as machine:
        code, _, text = machine.boot_failure()
    assert code == PANIC and "its memory map has too many entries" in text


@pytest.mark.parametrize("bank, pages", [
    ((0x10000801, 0x1FFFF), [(0x10001000, 0x10020000)]),
    ((0x10000FFF, 0x1001), [(0x10001000, 0x10002000)]),
    ((0x10000100, 0x200), []),
], ids=["begins inside", "with a page's last byte", "less than a page"])
def test_ram_beside_pages_is_shown_as_it_is_mapped(tmp_path, bank, pages):
    low = (MIB, 0xE00000, RAM)
    with boot(memory_map(tmp_path, [*PC[:3], low, (*bank, RAM)])) as machine:
        console = machine.finish()
    assert memory(console)[2:] == pages
    assert ("is not a whole page: ignored" in console) == (not pages)
    assert not re.search("linear map.*not mapped", console)


def modules(*ranges, at=0x60000):
    """Lines for GDB that make the loader's list of modules: pairs of first byte and size."""
    lines = [put(f"$info + {MODULES}", at, "long"), put(f"$info + {NR_MODULES}", len(ranges))]
    for i, (address, size) in enumerate(ranges):
        lines += [put(at + 32 * i, f"{address:#x}ul", "long"), put(at + 32 * i + 8, f"{size:#x}ul", "long")]
    return "\n".join(lines)


def test_every_module_is_reserved():
    with boot(modules(*((0x10000000 + i * 0x300000, 0x200001) for i in range(100)))) as machine:
        console = machine.finish()
    assert (0x10000000, 0x10200001, "initrd") in held(console)
    assert all((at, at + 0x200001, "boot module") in held(console)
               for at in range(0x10300000, 0x10000000 + 100 * 0x300000, 0x300000))


@pytest.mark.parametrize("module, sentence", [
    ((0x10000000, 0), "0x10000000\\+0x0 ignored: it is empty"),
    ((0x200000, 0x1000), "the kernel image is in the same place"),
    ((0x100000, 0x800000), "the kernel image is in the same place"),
    ((0x11000000, 0x1000), "the initrd is in the same place"),
    ((0xB0000000, 0x1000), "it is not in RAM"),
    ((0x3FFDE000, 0x100000), "it is not in RAM"),
    ((1 << 45, 0x1000), "this CPU has no such addresses"),
    ((0x10000000, 0xFFFFFFFFF0000000), "ends before it begins"),
], ids=["empty", "over the image", "all around it", "over another", "no RAM", "half in RAM", "too far", "wraps"])
def test_modules_that_make_no_sense_are_named_and_ignored(module, sentence):
    good = (0x11000000, 0x2000)
    with boot(modules(good, module)) as machine:
        console = machine.finish()
    assert re.search(sentence, console)
    assert [(first, end - first) for first, end, name in held(console)
            if name in ("initrd", "boot module")] == [good]


def test_more_modules_than_any_loader_brings_are_refused():
    with boot(put(f"$info + {NR_MODULES}", 0xFFFFFFFF)) as machine:
        assert "4294967295 modules ignored: no loader brings so many" in machine.finish()


# Every table copied to the end of RAM, with a root table of its own that has many more.
COPIES = 0x3FFD0000


def table(signature, body):
    """An ACPI table with the right checksum."""
    blob = struct.pack("<4sIBB26s", signature, 36 + len(body), 1, 0, b"BOOTMP" * 4) + body
    return blob[:9] + bytes([-sum(blob) & 0xFF]) + blob[10:]


def tables_in_ram(folder, padding=0):
    """Lines for GDB: `padding` tables that nobody needs, and behind them QEMU's own ones, in RAM."""
    root, lines = COPIES + 0x6000, [TABLES]
    for i, name in enumerate(("facp", "madt", "hpet", "mcfg")):
        lines += [f"set $t = (unsigned long)*(unsigned int *)($rsdt + {36 + 4 * i})",
                  f"dump binary memory {folder}/{name} $t $t+*(unsigned int *)($t+4)",
                  f"restore {folder}/{name} binary {COPIES + 0x400 * i:#x}"]
    (folder / "pad").write_bytes(table(b"SSDT", b""))
    pads = [COPIES + 0x1000 + 0x40 * i for i in range(padding)]
    lines += [f"restore {folder}/pad binary {at:#x}" for at in pads]
    xsdt = table(b"XSDT", struct.pack(f"<{padding + 4}Q", *pads, *(COPIES + 0x400 * i for i in range(4))))
    rsdp = struct.pack("<8sB6sBI", b"RSD PTR ", 0, b"BOOTMP", 2, 0)
    rsdp = rsdp[:8] + bytes([-sum(rsdp) & 0xFF]) + rsdp[9:] + struct.pack("<IQI", 36, root, 0)
    rsdp = rsdp[:32] + bytes([-sum(rsdp) & 0xFF]) + rsdp[33:]
    for name, blob, at in (("root", xsdt, root), ("pointer", rsdp, COPIES + 0xE000)):
        (folder / name).write_bytes(blob)
        lines.append(f"restore {folder}/{name} binary {at:#x}")
    return "\n".join([*lines, put(f"$info + {RSDP}", COPIES + 0xE000, "long")])


@pytest.mark.parametrize("padding", [0, 200])
def test_tables_in_ram_are_reserved_however_many(tmp_path, padding):
    """The debug build poisons what is free: a table in memory that somebody was given cannot survive."""
    with boot(tables_in_ram(tmp_path, padding), "selftest", kernel=DEBUG_IMAGE, timeout=60) as machine:
        console = machine.finish()
    check_selftest(console, DEBUG_IMAGE)
    assert console.count("acpi: SSDT at") == padding
    assert "apic: I/O APIC" in console and "hpet: its counter counts" in console
    reserved = [(first, end) for first, end, name in held(console) if name == "ACPI tables"]
    for at in (COPIES, COPIES + 0x400, COPIES + 0x800, COPIES + 0xC00, COPIES + 0x6000, COPIES + 0xE000):
        assert any(first <= at < end for first, end in reserved), hex(at)


MULTIBOOT2_MAGIC, INFORMATION = 0x36D76289, 0x8000000
CMDLINE_TAG, MODULE_TAG, MAP_TAG = 1, 3, 6


def by_multiboot2(folder, *tags):
    """Lines for GDB that enter as a Multiboot2 loader does; tags: (type, bytes)."""
    body = b""
    for kind, data in [(CMDLINE_TAG, b"poweroff\0"), *tags, (0, b"")]:
        tag = struct.pack("<II", kind, 8 + len(data)) + data
        body += tag + bytes(-len(tag) % 8)
    (folder / "information").write_bytes(struct.pack("<II", 8 + len(body), 0) + body)
    entry_point = symbols()["multiboot2_entry"] - LINK_BASE + LOAD_ADDRESS
    return (f"restore {folder}/information binary {INFORMATION:#x}\nset $eax = {MULTIBOOT2_MAGIC}\n"
            f"set $ebx = {INFORMATION}\nset $pc = {entry_point}")


def map_tag(entries):
    return MAP_TAG, struct.pack("<II", 24, 0) + b"".join(struct.pack("<QQII", *each, 0) for each in entries)


def module_tag(start, end):
    return MODULE_TAG, struct.pack("<II", start, end) + b"module\0"


def test_a_multiboot2_loader_may_bring_as_much_as_it_likes(tmp_path):
    places = [0x10000000 + i * 0x20000 for i in range(200)]
    tags = [map_tag([*PC, *((at, 0x1000, RESERVED) for at in places)]),
            *(module_tag(0x20000000 + i * 0x10000, 0x20000000 + i * 0x10000 + 0x8001) for i in range(100)),
            module_tag(0x30001000, 0x30000000), module_tag(0x200000, 0x201000)]
    with boot(by_multiboot2(tmp_path, *tags)) as machine:
        console = machine.finish()
    assert not any(first < at + 0x1000 and at < end for first, end in memory(console) for at in places)
    assert "loader: a module from 0x30001000 to 0x30000000 ends before it begins: ignored" in console
    assert "boot module: 0x200000+0x1000 ignored: the kernel image is in the same place" in console
    modules_held = [(first, end) for first, end, name in held(console) if name in ("initrd", "boot module")]
    assert modules_held == [(at, at + 0x8001) for at in range(0x20000000, 0x20640000, 0x10000)]
