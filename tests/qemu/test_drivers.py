# SPDX-License-Identifier: MIT
"""Tests of drivers, with buttons, lines and LEDs operated from outside, and with wrong device trees."""
import re
import socket

import pytest
import trees
from machine import ELF, IMAGE, RAM_BASE, Machine

TREE = RAM_BASE + 0x8000000
SECURE = "virt,secure=on"
PL061 = "reg = <0x00 0x9030000 0x00 0x1000>;"
PL061_IRQ = "interrupts = <0x00 0x07 0x04>;"
PL031 = "reg = <0x00 0x9010000 0x00 0x1000>;"
BUTTON = "linux,code = <0x74>;"
BUS = 'compatible = "qemu,platform\\0simple-bus";'
WAITING = "waiting: the power button ends this"


def boot(folder, *replacements, machine="virt", args="wait", **options):
    """A machine whose tree is QEMU's with text replaced."""
    blob = trees.patched(folder, *replacements, bootargs=args, machine=machine).read_bytes()
    return trees.boot_with(folder, blob, TREE, machine=machine, **options)


class Wires:
    """What is connected to the PL061's inputs, through QEMU's own test protocol."""

    def __init__(self, folder):
        self.path = folder / "qtest"
        self.options = ["-qtest", f"unix:{self.path},server=on,wait=off", "-accel", "tcg"]
        self.chip = self.file = None

    def connect(self, machine):
        tree = machine.monitor("info qom-tree")
        self.chip = re.search(r"/(device\[\d+\]) \(pl061\)", tree).group(1)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(machine.timeout)
        connection.connect(str(self.path))
        self.file = connection.makefile("rw")
        connection.close()

    def drive(self, line, level):
        self.file.write(f"set_irq_in /machine/unattached/{self.chip} unnamed-gpio-in {line} {level}\n")
        self.file.flush()
        assert self.file.readline().startswith("OK")


@pytest.fixture(name="chip")
def _chip(tmp_path):
    """The PL061's phandle, as dtc writes it."""
    return re.search(r"pl061@9030000 \{.*?phandle = <(0x\w+)>", trees.source(tmp_path), re.S).group(1)


@pytest.mark.parametrize("machine", ["virt", "virt,gic-version=3", "virt,virtualization=on"])
def test_power_button_switches_off(machine):
    with Machine("wait", machine=machine) as running:
        running.expect(WAITING)
        running.press_power_button()
        assert running.finish().rstrip().endswith("GPIO Key Poweroff pressed")


@pytest.mark.parametrize("machine, kernel", [("virt", IMAGE), (SECURE, ELF)])
def test_power_button_switches_off_without_a_listener(machine, kernel):
    with Machine("wait", machine=machine, kernel=kernel, semihosting=False) as running:
        running.expect(WAITING)
        running.press_power_button()
        running.finish()


def test_edges_of_any_line(tmp_path, chip):
    wires = Wires(tmp_path)
    keys = (f"bell {{ gpios = <{chip} 5 0>; linux,code = <30>; }};"
            f"door {{ gpios = <{chip} 6 1>; linux,code = <31>; label = \"Door\"; }}; poweroff {{")
    with boot(tmp_path, ("poweroff {", keys), extra=wires.options) as machine:
        machine.expect(WAITING)
        wires.connect(machine)
        for _ in range(3):
            wires.drive(5, 1)
            machine.expect("gpio-keys: bell pressed")
            wires.drive(5, 0)
            machine.expect("gpio-keys: bell released")
        wires.drive(6, 1)
        machine.expect("gpio-keys: Door released")
        wires.drive(6, 0)
        machine.expect("gpio-keys: Door pressed")
        wires.drive(4, 1)  # nobody asked for it
        machine.press_power_button()
        machine.finish()
    assert machine.seen.count("bell pressed") == 3


@pytest.mark.parametrize("machine", ["virt", SECURE])
def test_restart(tmp_path, machine):
    trace = tmp_path / "trace"
    with boot(tmp_path, (BUTTON, "linux,code = <0x198>;"), machine=machine, semihosting=False,
              extra=["-action", "reboot=reset", "-trace", "pl061_set_output", "-D", trace]) as running:
        running.expect(WAITING)
        running.press_power_button()
        running.expect("GPIO Key Poweroff pressed")
        running.expect("bootmap: entered")
        running.expect(WAITING)
    # In the secure world through a wire of the board, else by firmware.
    assert bool(re.search("setting output 1 to 1", trace.read_text())) == (machine == SECURE)


def test_entered_at_el3_a_line_of_the_secure_pl061_switches_off(tmp_path):
    trace = tmp_path / "trace"
    with Machine(machine=SECURE, kernel=ELF, semihosting=False,
                 extra=["-trace", "pl061_set_output", "-D", trace]) as machine:
        console = machine.finish()
    assert "90b0000.pl061: lines are gpio" in console
    assert trace.read_text().splitlines()[-1].endswith("setting output 0 to 1")


def test_the_other_world_is_left_alone(tmp_path):
    blob = trees.patched(tmp_path, machine=SECURE).read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        console = machine.finish()
    assert "9030000.pl061: lines are gpio 0 to 7" in console and "90b0000" not in console


def test_leds(tmp_path, chip):
    trace = tmp_path / "trace"
    leds = ('leds { compatible = "gpio-leds"; '
            f'green {{ gpios = <{chip} 5 0>; default-state = "on"; }}; '
            f'red {{ gpios = <{chip} 6 1>; }}; }}; gpio-keys {{')
    with boot(tmp_path, ("gpio-keys {", leds), args="poweroff",
              extra=["-trace", "pl061_set_output", "-D", trace]) as machine:
        console = machine.finish()
    assert "leds: green is on" in console and "leds: red is off" in console
    outputs = trace.read_text()
    for line in (5, 6):  # the first 0 is reset's
        assert re.findall(rf"setting output {line} to (\d)", outputs) == ["0", "1"]
    with boot(tmp_path, ("gpio-keys {", leds), args="") as machine:
        machine.expect("bootmap> ")
        machine.send("led\r")  # and none of the demo: the board may have something else on that line
        machine.expect(r"led green: on\s+led red: off\s+bootmap>")


BAD = {
    "reg too short": ([(PL031, "reg = <0x00 0x9010000 0x00>;")],
                      ["pl031@9010000: left out: its reg is not a list of addresses and sizes"]),
    "no ranges": ([("ranges = <0x00 0x00 0xc000000 0x2000000>;", ""),
                   (BUS, BUS + 'uart@100 { compatible = "arm,pl011"; reg = <0x100 0x100>; };')],
                  ["uart@100: left out: a bus above it does not translate its address"]),
    "wrong ranges": ([("ranges = <0x00 0x00 0xc000000 0x2000000>;",
                       "ranges = <0x00 0x00 0xc000000 0x100>;"),
                      (BUS, BUS + 'uart@100 { compatible = "arm,pl011"; reg = <0x100 0x100>; };')],
                     ["uart@100: left out: a bus above it does not translate its address"]),
    "interrupt-parent loop": ([(PL061, PL061 + " interrupt-parent = <{chip}>;")],
                              ["pl061@9030000: its interrupt is invalid"]),
    "duplicate": ([("pl031@9010000 {", 'copy@9030000 { compatible = "arm,pl061"; '
                    f"gpio-controller; {PL061} }}; pl031@9010000 {{")],
                  [r'conflicts with "9030000\.(pl061|copy)"',
                   r"9030000\.(pl061|copy): can't request region for resource \[mem 0x09030000-"]),
    "no interrupts": ([(PL061_IRQ, "")],
                      ["9030000.pl061: lines are gpio 0 to 7, without interrupts",
                       "gpio-keys: not in use: it waits for interrupts of its GPIO controller"]),
    "interrupt nobody has, but lines": ([(PL061_IRQ, "interrupts = <0x00 0x3ff 0x04>;")],
                                        ["9030000.pl061: lines are gpio 0 to 7, without interrupts"]),
    "interrupt nobody has": ([(PL061_IRQ, "interrupts = <0x00 0x3ff 0x04>;")],
                             ["pl061@9030000: its interrupt is invalid"]),
    "gpios to nowhere": ([("gpios = <{chip} 0x03 0x00>;", "gpios = <0x77 0x03 0x00>;")],
                         ["gpio-keys: gpios of poweroff: they lead to no gpio-controller"]),
    "no such line": ([("gpios = <{chip} 0x03 0x00>;", "gpios = <{chip} 0x08 0x00>;")],
                     ["gpio-keys: gpios of poweroff: the controller has no such line"]),
    "a key that means nothing": ([(BUTTON, "")], ["gpio-keys: a key without linux,code"]),
    "nobody there": ([(PL061, "reg = <0x00 0x9f00000 0x00 0x1000>;")],
                     ["9f00000.pl061: no PL061 answers there"]),
    "no clock there": ([(PL031, "reg = <0x00 0x9f00000 0x00 0x1000>;")], []),
    "no virtio window there": ([("reg = <0x00 0xa000000 0x00 0x200>;", "reg = <0x00 0xf000000 0x00 0x200>;")],
                               ["f000000.virtio_mmio: no device answers at 0xf000000: left out"]),
    "no fw_cfg there": ([("reg = <0x00 0x9020000 0x00 0x18>;", "reg = <0x00 0xf000000 0x00 0x18>;")],
                        ["f000000.fw-cfg: no device answers at 0xf000008: left out"]),
    "no PCI there": ([("reg = <0x40 0x10000000 0x00 0x10000000>;", "reg = <0x50 0x00 0x00 0x10000000>;")],
                     ["5000000000.pcie: no device answers at 0x5000000000: left out"]),
    "no interrupt controller": ([('"arm,cortex-a15-gic"', '"none,none"')],
                                ["9030000.pl061: not in use: it waits for its interrupt controller",
                                 "timer: not in use: it waits for its interrupt controller"]),
}


PSCI = '"arm,psci-1.0\\0arm,psci-0.2\\0arm,psci"'


@pytest.mark.parametrize("compatible, more", [
    ('"arm,psci-1.0"', ""), ('"arm,psci-0.2"', ""), ('"arm,psci-0.2", "arm,psci"', ""),
    ('"arm,psci"', " sys_poweroff = <0x84000008>;"),
])
def test_firmware_of_every_version_switches_off(tmp_path, compatible, more):
    psci = (f"compatible = {PSCI};", f"compatible = {compatible};{more}")
    with boot(tmp_path, psci, args="poweroff", semihosting=False) as machine:
        machine.finish()


def test_firmware_is_called_by_smc_where_the_tree_says_so():
    """As where there is an EL2: its hvc would lead there."""
    with Machine("poweroff", machine="virt,virtualization=on", semihosting=False) as machine:
        console = machine.finish()
    assert "entered at EL2" in console


@pytest.mark.parametrize("old, new, sentence", [
    (PSCI, '"arm,psci"', "psci: of version 0.1, without a function to switch off"),
    ('method = "hvc"', 'method = "smoke"', "psci: cannot be called: its method is neither hvc nor smc"),
    ('method = "hvc"', 'method = "smc"', "psci: this machine cannot be called by the method that the tree names"),
    (PSCI, '"arm,psci"; sys_poweroff = <0x8400ff00>', "psci: firmware returns, with -1"),
], ids=["0.1", "method", "other method", "unknown call"])
def test_firmware_that_cannot_switch_off_is_named(tmp_path, old, new, sentence):
    with boot(tmp_path, (old, new), args="poweroff", semihosting=False) as machine:
        machine.expect(sentence)
        machine.expect("This machine has no driver that can switch it off: halted")


@pytest.mark.parametrize("bus", ['"simple-mfd"', '"syscon", "simple-mfd"', '"simple-pm-bus"', '"arm,amba-bus"'])
def test_devices_behind_buses_that_need_no_driver(tmp_path, bus):
    """The console at an address of its bus, which its driver has to find again."""
    uart = re.search(r"\tpl011@9000000 \{.*?\n\t\};\n", trees.source(tmp_path), re.S).group(0)
    moved = uart.replace("reg = <0x00 0x9000000 0x00 0x1000>", "reg = <0x100000 0x1000>")
    around = (f"\tsub {{ compatible = {bus}; #address-cells = <1>; #size-cells = <1>; "
              f"ranges = <0x100000 0x0 0x9000000 0x1000>;\n{moved}\t}};\n")
    with boot(tmp_path, (uart, around), ('"/pl011@9000000"', '"/sub/pl011@9000000"'),
              args="poweroff") as machine:
        console = machine.finish()
    assert "9000000.pl011: the console, no longer in the fixmap; receives by interrupt" in console


def test_behind_an_interrupt_map(tmp_path):
    """The console and the GPIO controller, as boards have them whose bus numbers its lines."""
    tree = trees.source(tmp_path)
    gic = re.search(r"^\tinterrupt-parent = <(0x\w+)>;", tree, re.M).group(1)
    nodes = [re.search(rf"\t{name} \{{.*?\n\t\}};\n", tree, re.S).group(0)
             for name in ("pl011@9000000", "pl061@9030000")]
    moved = [node.replace("<0x00 0x01 0x04>", "<0x29>").replace("<0x00 0x07 0x04>", "<0x2a>")
             for node in nodes]
    bus = ('\tboard { compatible = "simple-bus"; #address-cells = <2>; #size-cells = <2>; ranges; '
           "#interrupt-cells = <1>; interrupt-map-mask = <0 0 63>; "
           f"interrupt-map = <0 0 41 {gic} 0 0 0 1 4>, <0 0 42 {gic} 0 0 0 7 4>;\n")
    with boot(tmp_path, (nodes[0], ""), (nodes[1], bus + moved[0] + moved[1] + "\t};\n"),
              ('"/pl011@9000000"', '"/board/pl011@9000000"')) as machine:
        machine.expect("receives by interrupt")
        machine.expect("9030000.pl061: lines are gpio 0 to 7\r")
        machine.expect(WAITING)
        machine.press_power_button()
        machine.finish()


@pytest.mark.parametrize("case", BAD)
def test_a_wrong_tree_is_named_and_the_rest_boots(tmp_path, chip, case):
    replacements, sentences = BAD[case]
    with boot(tmp_path, *((old.replace("{chip}", chip), new.replace("{chip}", chip))
                          for old, new in replacements), args="poweroff") as machine:
        console = machine.finish(status=0)
    for sentence in sentences:
        assert re.search(sentence, console), console
    assert "early_ioremap: all 8 slots released" in console
