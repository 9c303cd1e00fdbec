# SPDX-License-Identifier: MIT
"""The PC's own devices: who owns which ports and addresses, PCI, the clock, and restarting."""
import re

import pytest
from machine import Machine, symbols
from test_bad_input import BALANCED, TABLES, boot, entry, put

# struct resource as the kernel lists it: indentation, range, name.
LINE = re.compile(r"^( *)([0-9a-f]{4,})-([0-9a-f]{4,}) : (.*)$", re.M)


def listing(console, which):
    """[(depth, first, last, name), ...] of one of the two lists."""
    text = console.split(f"{which}, ")[1]
    text = text.split("\nioports, " if which == "iomem" else "\nearly_ioremap: ")[0]
    return [(len(indent) // 2, int(first, 16), int(last, 16), name)
            for indent, first, last, name in LINE.findall(text)]


@pytest.mark.parametrize("machine", ["q35", "pc"])
def test_the_ports_of_a_pc(machine):
    with Machine("demo", machine=machine) as running:
        ports = listing(running.finish(), "ioports")
    assert {(0, 0x00, 0xcf7, "PCI Bus 0000:00"), (1, 0x00, 0x1f, "dma1"), (1, 0x60, 0x60, "keyboard"),
            (1, 0x64, 0x64, "keyboard"), (1, 0x70, 0x77, "rtc0"), (1, 0x80, 0x8f, "dma page reg"),
            (1, 0xc0, 0xdf, "dma2"), (1, 0xf0, 0xff, "fpu"), (0, 0xcf8, 0xcff, "PCI conf1"),
            (0, 0xd00, 0xffff, "PCI Bus 0000:00")} <= set(ports)
    assert ports == sorted(ports, key=lambda port: port[1])


def test_what_is_not_there_owns_no_ports():
    with Machine("demo", machine="microvm,rtc=off") as machine:
        console = machine.finish()
    for sentence in ("i8042: this machine has no keyboard controller", "rtc_cmos: this machine has no clock",
                     "pci-conf1: this machine has no PCI"):
        assert sentence in console
    assert not {"keyboard", "rtc0", "PCI conf1"} & {name for *_, name in listing(console, "ioports")}


def test_the_memory_map_is_in_iomem():
    with Machine("demo") as machine:
        console = machine.finish()
    owners = listing(console, "iomem")
    for first, last, name in re.findall(r"e820: 0x(\w+)-0x(\w+) (.*)", console):
        first, last = int(first, 16), int(last, 16)
        if name == "System RAM":  # of which only whole pages are used
            first, last = -(-first // 4096) * 4096, (last + 1) // 4096 * 4096 - 1
        assert (0, first, last, name) in owners
    assert {(0, 0xa0000, 0xbffff, "Video RAM area"), (1, 0xf0000, 0xfffff, "System ROM"),
            (1, 0xb0000000, 0xbfffffff, "PCI ECAM")} <= set(owners)
    assert [name for _, first, _, name in owners if first == 0xc0000] == ["Video ROM"]


def test_a_rom_is_where_its_signature_is():
    """Without a graphics card firmware may put another one there: SeaBIOS of QEMU 10 does, that of 7.2 does not."""
    with Machine("", machine="microvm") as machine:
        machine.expect("bootmap> ")
        signature = machine.memory(0xC0000, 2)
        machine.send("iomem\rpoweroff\r")
        assert ("Video ROM" in machine.finish()) == (signature == b"\x55\xaa")


def ranges(*wanted):
    """Lines for GDB that write the memory map's entries behind those that q35 has with 1 GiB."""
    lines = []
    for index, (start, size, kind) in enumerate(wanted):
        lines += [put(entry(9 + index), start, "long"), put(entry(9 + index, 8), size, "long"),
                  put(entry(9 + index, 16), kind)]
    lines.append(f"set *(unsigned int *)($info + 48) = {9 + len(wanted)}")
    return "\n".join(lines)


def test_every_type_has_its_name():
    kinds = {3: "ACPI Tables", 4: "ACPI Non-volatile Storage", 5: "Unusable memory", 77: "reserved"}
    with boot(ranges(*((0x200000000 + (kind << 20), 0x1000, kind) for kind in kinds)), "demo") as machine:
        owners = listing(machine.finish(), "iomem")
    for kind, name in kinds.items():
        assert (0, 0x200000000 + (kind << 20), 0x200000fff + (kind << 20), name) in owners


def test_ranges_that_cut_each_other_are_named_and_the_rest_boots():
    script = ranges((0x200000000, 0x3000, 2), (0x200002000, 0x2000, 3), (0x200001000, 0x1000, 4),
                    ("0xfffffffffffff000", 0x2000, 2))
    with boot(script, "demo") as machine:
        console = machine.finish()
    assert '[mem 0x200002000-0x200003fff] conflicts with "reserved" [mem 0x200000000-0x200002fff]' in console
    assert "0xfffffffffffff000+0x2000 reaches beyond the end of the address space: cut" in console
    owners = listing(console, "iomem")
    assert (1, 0x200001000, 0x200001fff, "ACPI Non-volatile Storage") in owners
    assert not [name for _, first, _, name in owners if first == 0x200002000]


def test_ram_that_is_not_there_is_noticed():
    with boot(ranges((0x100000000, 0x10000000, 1)), "demo") as machine:
        console = machine.finish()
    assert "RAM at 0x100000000+0x10000000 does not answer: ignored" in console
    assert (0x100000000, "System RAM") not in [(first, name) for _, first, _, name in
                                               listing(console, "iomem")]


@pytest.mark.parametrize("more", [0x1000, 0x123000, 0x40000000])
def test_ram_that_ends_early_is_cut_there(more):
    script = put(entry(8, 8), 0xc0000000 + more, "long")
    with boot(script, "demo", mem="5G") as machine:
        console = machine.finish()
    assert f"RAM at 0x1c0000000+{more:#x} does not answer: ignored" in console
    assert (0, 0x100000000, 0x1bfffffff, "System RAM") in listing(console, "iomem")


def test_asking_ram_leaves_it_as_it_was():
    ends, pattern = (0x100000000, 0x1bffff000), 0x1122334455667788
    fill = [word for end in ends for word in
            ("-device", f"loader,addr={end:#x},data={pattern:#x},data-len=8")]
    with Machine("demo", mem="5G", extra=["-S", *fill]) as machine:
        machine.gdb_server()
        # All RAM was asked, none is in use. A jump to itself stops the machine there.
        output = machine.gdb(f"hbreak *{symbols()['early_table_page']:#x}\ncontinue\n"
                             "set *(unsigned short *)$pc = 0xfeeb\ndelete\ndetach")
        assert "Breakpoint" in output, output
        for end in ends:
            assert int.from_bytes(machine.memory(end, 8), "little") == pattern


def functions(buses):
    """What QEMU says of its PCI buses, as the kernel should see it."""
    for bus in buses:
        for device in bus["devices"]:
            place = f"{device['bus']:02x}:{device['slot']:02x}.{device['function']:x}"
            yield place, f"{device['id']['vendor']:04x}:{device['id']['device']:04x}"
            yield from functions([device["pci_bridge"]] if "devices" in device.get("pci_bridge", {}) else [])


@pytest.mark.parametrize("machine, extra", [
    ("pc", []), ("q35", []), ("q35", ["-device", "pcie-root-port,id=lane", "-device", "pci-testdev",
                                      "-device", "virtio-rng-pci,bus=lane"])], ids=["pc", "q35", "bridge"])
def test_pci_functions_are_those_that_qemu_has(machine, extra):
    with Machine(machine=machine, extra=["-S", *extra]) as running:
        running.gdb_server()
        # A jump to itself stops the machine at the end of boot.
        assert "Breakpoint" in running.gdb(f"hbreak *{symbols()['machine_off']:#x}\ncontinue\n"
                                           "set *(unsigned short *)$pc = 0xfeeb\ndelete\ndetach")
        running.expect("free_initmem: ")
        found = re.findall(r"pci (\S+): \[(\S+)\] class", running.seen)
        assert sorted(found) == sorted(functions(running.qmp("query-pci")))
        assert len(found) >= 5


@pytest.mark.parametrize("byte, sentence", [
    (48, "pci-conf1: MCFG: there is no ECAM at 0x80b0000000: not used"),
    (47, '[mem 0x30000000-0x3fffffff] conflicts with "System RAM"')], ids=["nothing", "RAM"])
def test_an_ecam_that_is_none_is_not_used(byte, sentence):
    script = TABLES + ("set $mcfg = (unsigned long)*(unsigned int *)($rsdt + 48)\n"
                       + BALANCED.format(f"$mcfg + {byte}", "$mcfg + 10"))
    with boot(script, "demo") as machine:
        console = machine.finish()
    assert sentence in console
    assert "pci 00:1f.2: [8086:2922]" in console


@pytest.mark.parametrize("machine", ["q35", "pc", "microvm"])
@pytest.mark.parametrize("base, dates", [
    ("2026-02-28T23:59:58", ["2026-02-28 23:59:5", "2026-03-01 00:0"]),
    ("2028-02-28T23:59:58", ["2028-02-28 23:59:5", "2028-02-29 00:0"]),
    ("1999-12-31T12:00:00", ["1999-12-31 12:0"]), ("2037-12-31T00:30:00", ["2037-12-31 00:3"])])
def test_the_clock(machine, base, dates):
    with Machine(machine=machine, extra=["-rtc", f"base={base}"]) as running:
        shown = running.expect(r"rtc_cmos: it is (.*) UTC").group(1)
        running.finish()
    assert shown.startswith(tuple(dates))


FAILURE = "This machine has no driver that can restart it."


NO_RESET_REGISTER = TABLES + "set *(unsigned char *)($facp + 113) ^= 4\nset *(unsigned char *)($facp + 9) += 4"
DEAD_RESET_REGISTER = (TABLES + "set $sum = *(unsigned char *)($facp + 120) + *(unsigned char *)($facp + 121)\n"
                       + put("$facp + 120", 0x80, "short")
                       + "\nset *(unsigned char *)($facp + 9) += $sum - 0x80")


@pytest.mark.parametrize("machine, script, tried", [
    ("q35", "", []), ("q35", NO_RESET_REGISTER, []), ("pc", "", []), ("microvm", "", []),
    ("q35", DEAD_RESET_REGISTER, ["acpi: the reset register does nothing"])],
    ids=["ACPI", "keyboard controller", "pc", "microvm", "one after the other"])
def test_restart(machine, script, tried):
    with boot(script, "reboot", machine=machine, semihosting=False) as running:
        console = running.finish()
    assert FAILURE not in console
    for sentence in ("acpi: the reset register does nothing", "i8042: the reset line does nothing"):
        assert (sentence in console) == (sentence in tried)


@pytest.mark.parametrize("value, seen", [
    ("k", r"addr 0x64 value 0xfe"), ("acpi", r"addr 0xcf9 value 0xf"), ("warm,pci", r"addr 0xcf9 value 0x6"),
    ("t", "Triple fault"), ("efi", r"addr 0xcf9 value 0xf")])
def test_the_command_line_selects_how_to_restart(tmp_path, value, seen):
    """What QEMU sees last before the machine restarts: a write to a port, or a CPU that shuts down."""
    trace = tmp_path / "trace"
    with Machine(f"reboot reboot={value}", machine="q35", semihosting=False,
                 extra=["-d", "cpu_reset", "-D", str(trace), "-trace", "memory_region_ops_write"]) as running:
        console = running.finish()
    events = re.findall(r"^.*(?:addr 0x(?:64|cf9) value|Triple fault).*$", trace.read_text(errors="replace"), re.M)
    assert re.search(rf"{seen}\b", events[-1]), events[-3:]
    assert ("no method 'e'" in console) == (value == "efi")


def test_nothing_can_restart():
    with Machine("reboot", machine="microvm,acpi=off", semihosting=False) as machine:
        machine.expect(FAILURE)
        machine.expect(r"Halted\.")


@pytest.mark.parametrize("value, sentence", [
    (0x006, "are off: all memory is uncached"), (0x801, "make write-combining what ioremap() maps"),
    (0x804, "have a default type that ioremap() does not expect"), (0xc06, None), (0x800, None)])
def test_range_registers_that_ioremap_cannot_rely_on(value, sentence):
    with Machine("demo", extra=["-S"]) as machine:
        machine.gdb_server()
        output = machine.gdb(f"hbreak *{symbols()['mtrr_objection']:#x}\ncontinue\nset $rdi = {value:#x}\n"
                             "printf \"changed\\n\"\ndelete\ndetach")
        assert "changed" in output
        console = machine.finish()
    assert ("mtrr: the range registers" in console) == bool(sentence)
    assert not sentence or f"mtrr: the range registers {sentence}" in console


def test_a_root_pointer_beyond_all_addresses_is_named():
    with boot(put("$info + 32", "1ul << 50", "long"), "demo", semihosting=False) as machine:
        machine.expect("acpi: there is no root pointer at 0x4000000000000")
        machine.expect("no driver that can switch it off: halted")
