# SPDX-License-Identifier: MIT
"""Tests with bad input: the kernel must stop with a clear message, on the console or in the
boot_failure record, and must not hang silently or map wrong addresses."""
import re
import struct

import pytest
import trees
from machine import LINK_BASE, LOAD_ADDRESS, RAM_BASE, Machine, symbols

TREE = RAM_BASE + 0x8000000
MIB = 1 << 20
CONSOLE = 'stdout-path = "/pl011@9000000"'

MMU_ON, ALIGNMENT, EXCEPTION, PANIC = 1, 3, 4, 16
MAP_PC, MAP_SP, MAP_VBAR, MAP_DTB = 5, 6, 7, 8


def with_size(blob, size):
    return blob[:4] + struct.pack(">I", size) + blob[8:]


def without_end(blob):
    """The structure block's last tag, FDT_END, becomes a tag that nobody knows."""
    start, size = struct.unpack(">I", blob[8:12])[0], struct.unpack(">I", blob[36:40])[0]
    return blob[:start + size - 4] + b"\0\0\0\7" + blob[start + size:]


def with_wild_names(blob):
    """Every property's name lies outside the strings block."""
    return blob[:32] + struct.pack(">I", 1) + blob[36:]


def with_length(blob, length):
    """The first property says that it is `length` bytes long."""
    at = struct.unpack(">I", blob[8:12])[0] + 12
    assert blob[at - 4:at] == b"\0\0\0\3"
    return blob[:at] + struct.pack(">I", length) + blob[at + 4:]


@pytest.mark.parametrize("damage, sentence", [
    (lambda blob: b"\0\0\0\0" + blob[4:], "its magic number is wrong"),
    (lambda blob: with_size(blob, 0x30), "is damaged"),
    (lambda blob: with_size(blob, (2 << 20) + 1), "larger than 2 MiB"),
    (lambda blob: with_size(blob, 3 << 20), "larger than 2 MiB"),
    (lambda blob: with_size(blob, 0x80000000), "larger than 2 MiB"),
    (lambda blob: with_size(blob, 0xFFFFFFFF), "larger than 2 MiB"),
    (without_end, "is damaged"),
    (with_wild_names, "is damaged"),
    (lambda blob: with_length(blob, 0x7FFFFFFF), "is damaged"),
    (lambda blob: with_length(blob, 0xFFFFFFF4), "is damaged"),
    (lambda blob: blob[:20] + struct.pack(">2I", 3, 2) + blob[28:], "is damaged"),
], ids=["magic", "size 0x30", "2 MiB + 1", "3 MiB", "size 0x80000000", "size 0xffffffff",
        "no end", "wild names", "endless property", "property that ends where it begins", "version 3"])
def test_pitfall_12_unusable_tree(tmp_path, damage, sentence):
    blob = damage(trees.patched(tmp_path).read_bytes())
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        machine.finish(status=1)
    with trees.boot_with(tmp_path, blob, TREE, semihosting=False) as machine:
        code, _, text = machine.boot_failure()
    assert code == PANIC
    assert sentence in text and f"{TREE:#x}" in text


@pytest.mark.parametrize("pointer, sentence", [
    (0, "no pointer to a tree was passed"),
    (TREE + 4, "it is not 8-byte aligned"),
    (TREE + 1, "it is not 8-byte aligned"),
    (0xFFFFFFFFFFFFFFF8, "beyond the CPU's physical addresses"),
    (1 << 44, "beyond the CPU's physical addresses"),
    (0xF000000, "nothing answers at that address"),
    (RAM_BASE + (1 << 30), "nothing answers at that address"),
    (LOAD_ADDRESS, "its magic number is wrong"),
], ids=["none", "+4", "+1", "wraps", "44 bits", "no memory", "behind RAM", "empty RAM"])
def test_pitfall_11_unusable_pointer(tmp_path, pointer, sentence):
    blob = trees.patched(tmp_path).read_bytes()
    load = LOAD_ADDRESS + 0x200000  # not the ELF file's, where 0 means the start of RAM
    with trees.boot_with(tmp_path, blob, TREE, pointer=pointer, load_address=load,
                         semihosting=False) as machine:
        code, _, text = machine.boot_failure(load)
    assert code == PANIC
    assert sentence in text


def test_nobody_but_the_kernel_commands_the_terminal(tmp_path):
    """Names of nodes, the command line, and the record of a failure, which tools print, too."""
    evil = r"\x1b[2J\x07\x7f\r"
    blob = trees.patched(tmp_path, ("chosen {", f'chosen {{ odd = "{evil}";'),
                         bootargs=f"poweroff {evil}word").read_bytes()
    blob = blob.replace(b"pl061@", b"p\x1b061@")
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        console = machine.finish()
    assert "word" in console and "p?061" in console
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", console)
    blob = trees.patched(tmp_path, ("chosen {", f'chosen {{ odd = "";'), (CONSOLE, f'stdout-path = "/{evil}"'),
                         ('"arm,pl011\\0arm,primecell"', '"none"')).read_bytes()
    with trees.boot_with(tmp_path, blob, TREE, semihosting=False) as machine:
        code, _, text = machine.boot_failure()
    assert code == PANIC
    assert "stdout-path names no node: /?[2J???" in text


def with_nodes(blob, count):
    """So many empty nodes more, as the last ones of the root."""
    strings, start, size = (struct.unpack(">I", blob[at:at + 4])[0] for at in (12, 8, 36))
    nodes = b"".join(struct.pack(">I4sI", 1, b"%03x" % (number % 4096), 2) for number in range(count))
    root_ends = start + size - 8
    total = len(blob) + len(nodes)
    header = struct.pack(">4I", 0xD00DFEED, total, start, strings + len(nodes)) + blob[16:36] + \
        struct.pack(">I", size + len(nodes))
    return header + blob[40:root_ends] + nodes + blob[root_ends:]


def test_nodes_that_are_too_many_for_the_brk_are_the_end(tmp_path):
    blob = trees.patched(tmp_path).read_bytes()
    with trees.boot_with(tmp_path, with_nodes(blob, 50_000), TREE) as machine:
        assert int(re.search(r"device tree: (\d+) nodes", machine.finish())[1]) > 50_000
    with trees.boot_with(tmp_path, with_nodes(blob, 100_000), TREE, semihosting=False) as machine:
        code, _, text = machine.boot_failure()
    assert code == PANIC
    assert "there is no room for more nodes of the device tree" in text


def test_tree_that_reaches_beyond_ram(tmp_path):
    blob = with_size(trees.patched(tmp_path).read_bytes(), 2 << 20)
    with trees.boot_with(tmp_path, blob, RAM_BASE + (1 << 30) - MIB, semihosting=False) as machine:
        code, _, text = machine.boot_failure()
    assert code == PANIC
    assert "nothing answers at that address" in text


def test_property_whose_length_wraps_back_into_the_tree(tmp_path):
    """An empty property of 4 GiB - 1: rounding up makes it look right to careless arithmetic."""
    blob = trees.patched(tmp_path).read_bytes()
    empty = blob.rindex(struct.pack(">2I", 3, 0)) + 4
    blob = blob[:empty] + b"\xff" * 4 + blob[empty + 4:]
    with trees.boot_with(tmp_path, blob, TREE, semihosting=False) as machine:
        code, _, text = machine.boot_failure()
    assert code == PANIC
    assert "is damaged" in text


@pytest.mark.parametrize("replacement, sentence", [
    ((CONSOLE, 'stdout-path = "/nothing@0"'), "/chosen/stdout-path names no node: /nothing@0"),
    ((CONSOLE, 'stdout-path = "serial9"'), "/chosen/stdout-path names no node: serial9"),
    ((CONSOLE, 'stdout-path = "serial9/uart"'), "/chosen/stdout-path names no node: serial9/uart"),
    ((CONSOLE, 'stdout-path = ""'), "names no node"),
    ((CONSOLE, "stdout-path = <0x2f2f2f2f>"), "is missing"),
    ((CONSOLE + ";", ""), "/chosen/stdout-path is missing"),
    ((CONSOLE, 'stdout-path = "/pl031@9010000"'),
     "the console /pl031@9010000 of /chosen/stdout-path: this kernel has no driver for it"),
    ((CONSOLE, 'stdout-path = "/ghost"; }; ghost { compatible = "arm,pl011"; reg = <0x0 0xf000000 0x0 0x1000>'),
     "the console /ghost of /chosen/stdout-path: no UART of this kind answers there"),
], ids=["nothing", "no alias", "no alias with a path", "empty", "no string", "missing", "other device",
        "not there"])
def test_without_the_console_that_the_tree_names_the_first_uart_speaks(tmp_path, replacement, sentence):
    blob = trees.patched(tmp_path, replacement).read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        console = machine.finish()
    assert sentence in console
    assert "console: pl011@9000000 is the first UART with a driver in the device tree" in console


UART_REG = "reg = <0x00 0x9000000 0x00 0x1000>"


@pytest.mark.parametrize("replacement, sentence", [
    ((UART_REG, "reg = <0x00>"), "it has no usable address"),
    ((UART_REG, "reg = <0x00 0x9030000 0x00 0x1000>"), "no UART of this kind answers there"),
    (('"arm,pl011\\0arm,primecell"', '"nobodys,uart"'), "this kernel has no driver for it"),
], ids=["reg too short", "wrong address", "another kind"])
def test_no_console_at_all(tmp_path, replacement, sentence):
    blob = trees.patched(tmp_path, replacement).read_bytes()
    with trees.boot_with(tmp_path, blob, TREE, semihosting=False) as machine:
        code, _, text = machine.boot_failure()
    assert code == PANIC
    assert sentence in text and "no other UART with a driver" in text


def test_a_disabled_uart_is_not_searched_for(tmp_path):
    blob = trees.patched(tmp_path, (CONSOLE + ";", ""), (UART_REG, UART_REG + '; status = "disabled"')).read_bytes()
    with trees.boot_with(tmp_path, blob, TREE, semihosting=False) as machine:
        assert "no other UART with a driver" in machine.boot_failure()[2]


@pytest.mark.parametrize("path", [
    'stdout-path = "/pl011@9000000:115200n8"', 'stdout-path = "/pl011"', 'stdout-path = "uart:9600"',
    'stdout-path = "root/pl011@9000000:115200"', 'linux,stdout-path = "uart"',
], ids=["options", "no unit address", "alias and options", "alias and path", "old name"])
def test_every_way_to_name_the_console(tmp_path, path):
    aliases = 'aliases { root = "/"; uart = "/pl011@9000000"; };'  # newer QEMUs have some already
    blob = trees.patched(tmp_path, (CONSOLE, path), more=aliases).read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        console = machine.finish()
    assert console.startswith("console: PL011 at 0x9000000")


def test_a_uart_of_arms_servers_is_a_console(tmp_path):
    blob = trees.patched(tmp_path, ('"arm,pl011\\0arm,primecell"', '"arm,sbsa-uart"'),
                         bootargs="echo").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        machine.expect("the console, no longer .* receives by interrupt")
        machine.expect("echo: type")
        machine.send("word\n")
        machine.expect("echo: word\r\n")
        machine.send("\x04")
        machine.finish()


RAM_PART = 0x50000000


@pytest.mark.parametrize("device, reg, lost", [
    ("pl031@9010000", "0x00 0x9010000 0x00", "9010000.pl031: it is"),
    ("fw-cfg@9020000", "0x00 0x9020000 0x00", "9020000.fw-cfg: signature"),
    ("pl061@9030000", "0x00 0x9030000 0x00", "pl061: line levels"),
    ("intc@8000000", "0x00 0x8000000 0x00", "timer: virtual timer"),
    ("pcie@10000000", "0x40 0x10000000 0x00", "pci 00:00.0"),
])
def test_a_device_whose_registers_would_be_ram_is_left_out(tmp_path, device, reg, lost):
    blob = trees.patched(tmp_path, (f"reg = <{reg}", f"reg = <0x00 {RAM_PART:#x} 0x00")).read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        console = machine.finish()
    assert f"{device}: left out: its registers would be RAM" in console
    assert lost not in console and "9000000.pl011: the console, no longer in the fixmap" in console


@pytest.mark.parametrize("ranges, sentence", [
    ("<0 0 0x40000000 0x40000000>", "left out: its registers would be RAM"),
    ("<0 0 0x3ffff000 0x2000>", "left out: its registers would be RAM"),
    ("<0x8000 0 0x9000000 0x1000>", "left out: a bus above it does not translate its address"),
    ("<0 0 0x8000000>", "left out: a bus above it does not translate its address"),
])
def test_a_bus_that_translates_wrongly_loses_its_devices_alone(tmp_path, ranges, sentence):
    bus = f"""bus {{ compatible = "simple-bus"; #address-cells = <1>; #size-cells = <1>; ranges = {ranges};
        clock@0 {{ compatible = "arm,pl031", "arm,primecell"; reg = <0 0x2000>; }}; }};"""
    blob = trees.patched(tmp_path, more=bus).read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        console = machine.finish()
    assert f"clock@0: {sentence}" in console
    assert "9010000.pl031: it is" in console


def register(machine, address):
    return int(machine.monitor(f"xp /1wx {address:#x}").split(":")[1], 0)


@pytest.mark.parametrize("path, clock, divisor", [
    ("/pl011@9000000", 24000000, (13, 1)),  # the manual's own example, 115200 bits a second
    ("/pl011@9000000:9600n8", 24000000, (156, 16)),
    ("/pl011@9000000", 0, (0, 0)),
], ids=["by default", "by option", "unknown clock"])
def test_a_uart_that_nobody_set_up_gets_its_line_speed(tmp_path, path, clock, divisor):
    speed = ("clock-frequency = <0x16e3600>;", f"clock-frequency = <{clock}>;" if clock else "")
    blob = trees.patched(tmp_path, (CONSOLE, f'stdout-path = "{path}"'), speed, bootargs="wait").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        machine.expect("waiting: the power button ends this")
        assert (register(machine, 0x9000024), register(machine, 0x9000028)) == divisor


@pytest.mark.parametrize("option, sentence", [
    ("8250,0x9000000", "this kernel has no driver for it"),
    ("uart8250,io,0x3f8,115200n8", "its registers are not accessed like that"),
    ("uart8250,0x50000000", "its registers would be RAM"),
    ("uart8250,0xf000000", "no UART of this kind answers there"),
    ("uart8250,mmio32,0x9030001", "no UART of this kind answers there"),
    ("sbsa,0x50000000", "its registers would be RAM"),
    ("pl011", "it has no address"),
    ("pl011,", "it has no address"),
    ("pl011,mmio32", "it has no address"),
    ("pl011,here", "that is not an address"),
    ("pl011,0x99999999999999999", "that is not an address"),
    ("pl011,io,0x3f8", "its registers are not accessed like that"),
    ("pl011,mmio32be,0x9000000", "its registers are not accessed like that"),
    ("pl011,0xffffffff00000000", "its address is beyond this CPU's physical addresses"),
    ("pl011,0x9030000", "no UART of this kind answers there"),
    ("pl011,0x50000000", "no UART of this kind answers there"),
    ("pl011,0x20000000", "no UART of this kind answers there"),
    ("pl011,0xf000000", "no UART of this kind answers there"),
    ("pl011,0x9000100", "no UART of this kind answers there"),
], ids=lambda text: text.split(" ")[0])
def test_an_unusable_earlycon_is_said_by_the_trees_console(option, sentence):
    with Machine(f"earlycon={option} poweroff") as machine:
        console = machine.finish()
    assert f"earlycon={option}: {sentence}" in console
    assert "console: PL011 at 0x9000000" in console


@pytest.mark.parametrize("option", [
    "earlycon", "earlycon=", "earlycon=pl011,0x9000000", "earlycon=pl011,0x9000000,115200n8",
    "earlycon=pl011,mmio32,0x9000000", "earlycon=pl011,mmio,0x9000000,115200", 'earlycon="pl011,0x9000000"',
    "earlycon=pl011,0xf000000 earlycon=pl011,150994944",
])
def test_every_way_to_write_earlycon(tmp_path, option):
    """Where an address is given, the tree's console would lead elsewhere."""
    console = (CONSOLE, CONSOLE if option in ("earlycon", "earlycon=") else 'stdout-path = "/nothing"')
    option = option.replace('"', '\\"')
    blob = trees.patched(tmp_path, console, bootargs=f"{option} poweroff").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        said = machine.finish()
    assert "console: PL011 at 0x9000000" in said
    assert "names no node" not in said and "earlycon=" not in said


@pytest.mark.parametrize("replacement", [
    ('device_type = "memory"', 'device_type = "nothing"'),
    ("reg = <0x00 0x40000000 0x00 0x40000000>", "reg = <0x00 0x40000000 0x00 0x00>"),
    ("reg = <0x00 0x40000000 0x00 0x40000000>", "reg = <0x40000000>"),
], ids=["no node", "size 0", "reg too short"])
def test_no_memory(tmp_path, replacement):
    blob = trees.patched(tmp_path, replacement).read_bytes()
    with trees.boot_with(tmp_path, blob, TREE, tolerate=["Kernel panic"]) as machine:
        machine.expect("Kernel panic: the device tree describes no memory")
        machine.expect("backtrace:")
        machine.expect("start_kernel")
        machine.finish(status=1)


def test_unknown_words_are_named_and_ignored():
    with Machine("foo bar=1 demo loglevel=99 loglevel=x") as machine:
        console = machine.finish()
    assert "unknown word 'foo' ignored" in console
    assert "unknown word 'bar' ignored" in console
    assert console.count("loglevel needs a number") == 2
    assert "led: on" in console


def test_what_a_terminal_would_obey_is_shown_as_text(tmp_path):
    """In words of the command line and in names of the tree's nodes."""
    blob = trees.patched(tmp_path, ("pl031@9010000 {", "pl0XX@9010000 {"), ("arm,pl031", "arm,pl0XX"),
                         bootargs="poweroff wordXX").read_bytes()
    with trees.boot_with(tmp_path, blob.replace(b"XX", b"\x1bc"), TREE) as machine:
        console = machine.finish()
    assert "\x1b" not in console
    assert "unknown word 'word?c' ignored" in console


@pytest.mark.parametrize("words, shown, hidden", [
    ('dyndbg="file usb/hub.c line 100 +p; module demo +p"', "unknown word 'dyndbg'", "led: on"),
    ("-- demo", "'demo' ignored: words after -- are for a first process", "led: on"),
    ("demo=1", "demo takes no value", "led: on"),
    ("reboot=k", "end of boot", "reboot=k"),
    ("early-ioremap-debug", "early_ioremap: ", "unknown word"),
], ids=["quotes", "--", "a switch with a value", "reboot=", "dashes"])
def test_the_command_line_is_read_as_linux_reads_it(words, shown, hidden):
    with Machine(f"poweroff {words}") as machine:
        console = machine.finish()
    assert shown in console
    assert hidden not in console


def test_a_command_line_that_is_too_long_is_cut_with_a_warning(tmp_path):
    words = " ".join(["poweroff", *["loglevel=7"] * 200])
    blob = trees.patched(tmp_path, bootargs=words).read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        machine.expect("command line: cut after 2043 characters")
        machine.finish()


def test_patterns_that_fit_nothing_fail():
    with Machine("selftest=nosuchtest") as machine:
        assert "no test fits the pattern nosuchtest" in machine.finish(status=1)
    with Machine("bench=nosuchgroup", extra=["-icount", "shift=0,sleep=off"]) as machine:
        assert "no group fits nosuchgroup" in machine.finish(status=1)


def test_image_beside_a_2_mib_line(tmp_path):
    load = LOAD_ADDRESS + 0x1000
    with trees.boot_with(tmp_path, trees.patched(tmp_path).read_bytes(), TREE, load_address=load,
                         semihosting=False) as machine:
        code, value, text = machine.boot_failure(load)
    assert (code, value) == (ALIGNMENT, load)
    assert "multiple of 2 MiB" in text


FORGETFUL_LOADER = """
	/* The first two gigabytes one to one, for execution too; 39-bit addresses. */
	ldr	x0, =0x401
	ldr	x1, =0x40000401
	ldr	x2, ={table}
	stp	x0, x1, [x2]
	msr	ttbr0_el1, x2
	ldr	x0, =(25 | 1 << 23 | 5 << 32)
	msr	tcr_el1, x0
	mov	x0, #0xff
	msr	mair_el1, x0
	isb
	mrs	x0, sctlr_el1
	orr	x0, x0, #1
	msr	sctlr_el1, x0
	isb
	ldr	x0, ={tree}
	ldr	x4, ={entry}
	br	x4
"""


def test_mmu_left_on_by_the_loader(tmp_path):
    stub = trees.assemble(tmp_path, FORGETFUL_LOADER.format(
        table=RAM_BASE + 0x11000000, tree=TREE, entry=LOAD_ADDRESS))
    with trees.boot_with(tmp_path, trees.patched(tmp_path).read_bytes(), TREE, stub=stub,
                         semihosting=False) as machine:
        code, _, text = machine.boot_failure()
    assert code == MMU_ON
    assert "left the MMU on" in text


def physical(name):
    return symbols()[name] - LINK_BASE + LOAD_ADDRESS


def damage(table, index):
    return f"set *(unsigned long *){physical(table) + 8 * index:#x} = 0"


@pytest.mark.parametrize("what, code", [
    (lambda names: damage("idmap_l3", 0), MAP_PC),
    (lambda names: damage("level1_kernel_pgt",
                          (names["primary_switched"] - LINK_BASE) >> 12), MAP_PC),
    (lambda names: damage("level1_kernel_pgt",
                          (names["boot_stack_top"] - LINK_BASE - 16) >> 12), MAP_SP),
    (lambda names: damage("level3_kernel_pgt", 511), MAP_DTB),
    (lambda names: damage("init_top_pgt", 511), MAP_PC),
], ids=["identity page", "code", "stack", "fixmap chain", "top level"])
def test_pitfall_65_damaged_tables_are_noticed_before_the_mmu_goes_on(what, code):
    with Machine("demo", extra=["-S"], semihosting=False) as machine:
        machine.gdb_server()
        machine.gdb(f"hbreak *{physical('check_tables'):#x}\ncontinue\n"
                    f"{what(symbols())}\ndelete\ndetach")
        failed, value, text = machine.boot_failure()
    assert failed == code
    assert "the boot page tables" in text
    assert value


def test_pitfall_65_vectors_that_are_not_mapped_are_noticed():
    """Their page holds code that is looked up earlier: so it vanishes at the last moment."""
    vectors = symbols()["vectors"]
    with Machine("demo", extra=["-S"], semihosting=False) as machine:
        machine.gdb_server()
        machine.gdb(f"hbreak *{physical('walk_tables'):#x} if $x1 == {vectors:#x}\ncontinue\n"
                    f"{damage('level1_kernel_pgt', (vectors - LINK_BASE) >> 12)}\ndelete\ndetach")
        code, value, text = machine.boot_failure()
    assert (code, value) == (MAP_VBAR, vectors)
    assert "exception vectors" in text


def test_an_exception_before_the_mmu_is_on_is_recorded():
    with Machine("demo", extra=["-S"], semihosting=False) as machine:
        machine.gdb_server()
        machine.gdb(f"hbreak *{physical('check_machine'):#x}\ncontinue\n"
                    f"set *(unsigned *){physical('check_tables'):#x} = 0\ndelete\ndetach")
        code, _, text = machine.boot_failure()
    assert code == EXCEPTION
    assert "exception before the MMU was on" in text
