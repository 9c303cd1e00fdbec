# SPDX-License-Identifier: MIT
"""Consoles that are no PL011, and consoles in place of one that cannot be used."""
import random
import re
import string

import pytest
import trees
from machine import LOAD_ADDRESS, RAM_BASE, Machine, bsd_sum, interrupts_of

TREE = RAM_BASE + 0x8000000
CTRL_D = "\x04"
STDOUT = 'stdout-path = "/pl011@9000000"'
UART = '"arm,pl011\\0arm,primecell"'
UART_REG = "reg = <0x00 0x9000000 0x00 0x1000>"
DISABLED = 'status = "disabled"'

# QEMU's virt machine has a 16550 only behind PCI. A boot loader gives it an address, and the tree has no PCI.
GIVE_PORTS = """
        ldr x1, =0x4010008000   // configuration space of device 1
        mov w2, #0x1001
        str w2, [x1, #0x10]     // BAR 0: ports from 0x1000 on
        ldr w2, [x1, #4]
        orr w2, w2, #1
        str w2, [x1, #4]        // it answers there
"""
PORTS = 0x3EFF1000
NO_PCI = "/delete-node/ pcie@10000000;"
NODE = f"serial@{PORTS:x} {{ compatible = \"%s\"; reg = <0x0 {PORTS:#x} 0x0 8>; interrupts = <0 4 4>; }};"
SERIAL = NO_PCI + NODE % "ns16550a"


def with_16550(folder, *replacements, more=SERIAL, args="poweroff"):
    blob = trees.patched(folder, *replacements, bootargs=args, more=more).read_bytes()
    stub = trees.assemble(folder, GIVE_PORTS + trees.LOADER.format(tree=TREE, entry=LOAD_ADDRESS))
    return trees.boot_with(folder, blob, TREE, stub=stub, serial=("null",), extra=[
        "-chardev", "stdio,id=line", "-device", "pci-serial,addr=1,chardev=line"])


@pytest.mark.parametrize("kind", ["ns16550a", "ns16550", "snps,dw-apb-uart"])
def test_a_16550_of_the_tree_is_a_console(tmp_path, kind):
    text = "".join(random.Random(kind).choices(string.ascii_letters, k=2000))
    with with_16550(tmp_path, (STDOUT, f'stdout-path = "/serial@{PORTS:x}:115200n8"'),
                    more=NO_PCI + NODE % kind, args="echo") as machine:
        machine.expect(f"console: 16550 at {PORTS:#x}, through FIX_EARLYCON_MEM_BASE")
        machine.expect(rf"16550 \(console\) +\w+ +4K {PORTS:#x} RW NX device nGnRE")
        machine.expect(f"{PORTS:x}.serial: the console, no longer in the fixmap; receives by interrupt")
        machine.expect("echo: type")
        machine.send(text + CTRL_D)
        console = machine.finish()
    assert f"echo: 2000 characters, sum {bsd_sum(text):05}" in console
    assert interrupts_of(console, f"{PORTS:x}.serial")[0] >= 1


@pytest.mark.parametrize("kind", ["uart8250", "uart8250,mmio", "uart", "ns16550", "ns16550a"])
def test_a_16550_of_the_command_line_is_a_console(tmp_path, kind):
    option = f"{kind},{PORTS:#x},115200n8,1843200"
    with with_16550(tmp_path, more=NO_PCI, args=f"poweroff earlycon={option}") as machine:
        assert machine.finish().startswith(f"console: 16550 at {PORTS:#x}, ")


# A machine with less RAM in its tree than it has. To a driver that only sends, memory is as good as a 16550 that
# is always ready.
MEMORY = ("reg = <0x00 0x40000000 0x00 0x40000000>", "reg = <0x00 0x40000000 0x00 0x3ff00000>")
REGISTERS, LINE_STATUS, READY = 0x7FF00000, 5, 0x60


@pytest.mark.parametrize("properties, step, shift", [
    ("", 1, 0), ("reg-shift = <2>;", 4, 0), ("reg-shift = <1>; reg-io-width = <2>;", 2, 0),
    ("reg-shift = <2>; reg-io-width = <4>;", 4, 0), ("reg-shift = <2>; reg-io-width = <4>; big-endian;", 4, 24),
    ("reg-shift = <2>; reg-io-width = <4>; reg-offset = <0x100>;", 4, 0)])
def test_registers_of_a_16550_are_accessed_as_the_tree_says(tmp_path, properties, step, shift):
    base = REGISTERS + (0x100 if "offset" in properties else 0)
    status = tmp_path / "status"
    status.write_bytes((READY << shift).to_bytes(4, "little"))
    blob = trees.patched(tmp_path, MEMORY, (STDOUT, 'stdout-path = "/serial"'), bootargs="", more=f"""
        serial {{ compatible = "snps,dw-apb-uart"; reg = <0 {REGISTERS:#x} 0 0x1000>; {properties} }};""").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE, extra=[
            "-device", f"loader,file={status},addr={base + LINE_STATUS * step:#x},force-raw=on"]) as machine:
        machine.wait_for_memory(base + shift // 8, 1, ord("K"))  # of the prompt: erase to the end of the line


BUS = "bus {{ #address-cells = <2>; #size-cells = <2>; {} uart {{ compatible = \"arm,pl011\"; " + UART_REG + "; }}; }};"


@pytest.mark.parametrize("replacements, more, sentence", [
    ([(UART_REG, f"{UART_REG}; {DISABLED}")], "", "it, or a bus above it, is disabled"),
    ([(UART, '"nobodys,uart"')], "", "this kernel has no driver for it"),
    ([(UART_REG, "reg = <0x00 0x50000000 0x00 0x1000>")], "", "no UART of this kind answers there"),
    ([(UART_REG, "reg = <0x00 0x50000000 0x00 0x1000>"), (UART, '"arm,sbsa-uart"')], "", "its registers would be RAM"),
    ([(UART_REG, "reg = <0x00 0xf000000 0x00 0x1000>"), (UART, '"arm,sbsa-uart"')], "",
     "no UART of this kind answers there"),
    ([(UART_REG, "reg = <0x00 0xf000000 0x00 0x1000>; reg-shift = <4>"), (UART, '"ns16550a"')], "",
     "it has no usable address"),
    ([(UART_REG, "reg = <0x00 0x50000000 0x00 0x1000>"), (UART, '"ns16550a"')], "", "its registers would be RAM"),
    ([(UART, '"nobodys,uart"'), (STDOUT, 'stdout-path = "/bus/uart"')], BUS.format(""), "it has no usable address"),
    ([(UART, '"nobodys,uart"'), (STDOUT, 'stdout-path = "/bus/uart"')], BUS.format(f"ranges; {DISABLED};"),
     "it, or a bus above it, is disabled"),
    ([(UART, '"nobodys,uart"'), (STDOUT, 'stdout-path = "/bus/uart"')],
     BUS.format("ranges = <0 0 0 0x48000000 0 0x20000000>;").replace("pl011", "sbsa-uart"), "its registers would be RAM"),
], ids=["disabled", "unknown kind", "PL011 in RAM", "SBSA UART in RAM", "SBSA UART not there", "too far apart",
        "16550 in RAM", "bus without ranges", "disabled bus", "bus that translates into RAM"])
def test_another_uart_takes_the_place_of_one_that_cannot_be_driven(tmp_path, replacements, more, sentence):
    with with_16550(tmp_path, *replacements, more=SERIAL + more) as machine:
        console = machine.finish()
    assert re.search(f"the console /\\S+ of /chosen/stdout-path: {sentence}", console)
    assert f"console: serial@{PORTS:x} is the first UART with a driver in the device tree" in console
    assert f"console: 16550 at {PORTS:#x}, " in console


ALIASES = f'aliases {{ serial0 = "/pl011@9000000"; serial1 = "/serial@{PORTS:x}"; }};'


@pytest.mark.parametrize("words", [
    "console=ttyS1", "console=ttyS1,115200n8 console=tty0", f"console=uart8250,mmio,{PORTS:#x}", "earlycon=ttyS1",
    f"console=uart,{PORTS:#x},115200", "earlycon console=ttyAMA1", "console=ttyAMA0 console=ttyS1",
    f"earlycon=uart,mmio,{PORTS:#x} console=ttyAMA0", "earlycon=nobody,0x1000 console=ttyS1"])
def test_older_words_lead_to_the_console(tmp_path, words):
    with with_16550(tmp_path, more=SERIAL + ALIASES, args=f"poweroff {words}") as machine:
        console = machine.finish()
    assert f"console: 16550 at {PORTS:#x}, " in console


@pytest.mark.parametrize("words, sentence", [
    ("console=ttyS1", "console=ttyS1: the device tree has no alias for it"),
    ("console=ttyS", "console=ttyS: the device tree has no alias for it"),
    ("console=ttyAMA00", "console=ttyAMA00: the device tree has no alias for it"),
    ("console=ttyUSB0", ""),
    ("console=uart8250,io,0x3f8", "console=uart8250,io,0x3f8: its registers are not accessed like that"),
    ("console=hvc0", "command line: console=hvc0 ignored: it is no UART")])
def test_words_that_lead_to_no_console_are_told_on_the_trees(tmp_path, words, sentence):
    blob = trees.patched(tmp_path, more='aliases { serial0 = "/pl011@9000000"; };', bootargs=f"poweroff {words}")
    with trees.boot_with(tmp_path, blob.read_bytes(), TREE) as machine:
        console = machine.finish()
    assert sentence in console and "console: PL011 at 0x9000000" in console


@pytest.mark.parametrize("kind", ["pl011", "pl011,mmio32", "sbsa"])
def test_earlycon_leads_to_a_uart_of_arms_servers(tmp_path, kind):
    blob = trees.patched(tmp_path, (UART, '"arm,sbsa-uart"'), (STDOUT, 'stdout-path = "/nothing"'),
                         bootargs=f"poweroff earlycon={kind},0x9000000").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        assert machine.finish().startswith("console: SBSA at 0x9000000, ")


def test_the_speed_of_a_uart_of_arms_servers_stays(tmp_path):
    """Firmware has set it, and the registers need not exist."""
    blob = trees.patched(tmp_path, (UART, '"arm,sbsa-uart"'), (STDOUT, STDOUT.replace('0"', '0:9600"')),
                         bootargs="wait").read_bytes()
    trace = tmp_path / "trace"
    with trees.boot_with(tmp_path, blob, TREE, extra=["-trace", "pl011_write", "-D", trace]) as machine:
        machine.expect("waiting: the power button ends this")
        machine.press_power_button()
        machine.finish()
    written = {int(offset, 16) for offset in re.findall(r"addr (\w+)", trace.read_text())}
    assert written == {0, 0x38}, "data and interrupt mask are its only registers that are written"
