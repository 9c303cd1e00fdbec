# SPDX-License-Identifier: MIT
"""Interrupts, time and typed characters, end to end."""
import random
import re
import string
import struct

import pytest
import trees
from machine import (ELF, IMAGE, LINK_BASE, LOAD_ADDRESS, RAM_BASE, Machine, bsd_sum, interrupts_of, ktap,
                     symbols)

TREE = RAM_BASE + 0x8000000
CTRL_D = "\x04"

# Which world, and which level: (machine, kernel, level of entry). An Image is entered as Linux
# is, not secure; an ELF file where the machine begins.
WORLDS = {
    "EL1": ("virt", IMAGE, 1),
    "EL2": ("virt,virtualization=on", IMAGE, 2),
    "EL1, not secure": ("virt,secure=on", IMAGE, 1),
    "EL2, not secure": ("virt,secure=on,virtualization=on", IMAGE, 2),
    "EL3, secure": ("virt,secure=on", ELF, 3),
    "EL3, secure, with EL2": ("virt,secure=on,virtualization=on", ELF, 3),
}


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("world", WORLDS)
def test_typed_characters_arrive_by_interrupt(world, version):
    machine, kernel, level = WORLDS[world]
    with Machine("echo selftest=*interrupt*", machine=f"{machine},gic-version={version}",
                 kernel=kernel, extra=["-smp", "2"]) as running:
        running.expect(f"entered at EL{level}")
        running.expect(f"8000000.intc: GICv{version}, ")
        running.expect("timer: virtual timer, ")
        running.expect("the console, .* receives by interrupt")
        running.expect("echo: type; Ctrl-D ends")
        for word in ("one", "two", "three"):
            running.send(word + "\n")
            running.expect(f"echo: {word}\r\n")
        running.send(CTRL_D)
        console = running.finish()
    assert "echo: 14 characters" in console
    count, controller, line = interrupts_of(console, "9000000.pl011")
    assert count >= 1 and (controller, line) == (f"GICv{version}", 33)
    results = ktap(console)
    assert len(results) >= 4 and set(results.values()) == {"ok"}


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("moment", ["console: PL011", "echo: type"])
def test_pasting_4_kib_loses_nothing(moment, version):
    """More than ring and FIFO hold; also while the driver takes the console over."""
    text = "".join(random.Random(moment).choices(string.ascii_letters + string.digits, k=4096))
    with Machine("echo", machine=f"virt,gic-version={version}") as machine:
        machine.expect(moment)
        machine.send(text + CTRL_D)
        console = machine.finish()
    assert f"echo: 4096 characters, sum {bsd_sum(text):05}" in console
    assert "".join(re.findall(r"^echo: (\w+)$", console, re.M)) == text[:4096 // 80 * 80]


def test_the_early_console_hands_over_without_losing_a_line():
    with Machine("demo") as machine:
        console = machine.finish()
    before, after = console.split("9000000.pl011: the console, no longer in the fixmap")
    assert "8000000.intc: GICv2" in before and "led: on" in after


@pytest.mark.parametrize("base", ["2024-02-29T12:34:56", "1999-12-31T23:00:00", "2038-01-19T03:14:08",
                                  "2100-02-28T23:59:00"])
def test_the_clock_says_what_qemu_was_told(base):
    with Machine(extra=["-rtc", f"base={base},clock=vm"]) as machine:
        console = machine.finish()
    date, time = re.search(r"9010000.pl031: it is (\S+) (\S+) UTC", console).groups()
    assert date == base[:10]
    assert time[:5] == base[11:16] and 0 <= int(time[6:]) - int(base[17:]) < 10


def test_virtio_windows_share_pages_and_are_claimed_one_by_one():
    with Machine("demo selftest=*virtio*", extra=["-device", "virtio-rng-device"]) as machine:
        console = machine.finish()
    assert ktap(console) == {"each_virtio_window_is_claimed_though_eight_share_a_page": "ok"}
    assert re.search(r"^0a000000-0a0001ff : a000000\.virtio_mmio\n"
                     r"  … and 31 more like it, each 0x200 further on\n(?!0a)", console, re.M)
    assert console.count("virtio entropy source, id 4") == 1


def test_fw_cfg_is_claimed_alone_in_its_page_and_its_files_are_read():
    with Machine("demo selftest=*emulators*",
                 extra=["-fw_cfg", "name=opt/bootmap/test,string=hello, bootmap".replace(", ", ",, ")]
                 ) as machine:
        console = machine.finish()
    assert re.search(r"9020000.fw-cfg: signature QEMU, id 0x\w+, \d+ files", console)
    assert re.findall(r"^0902.* : .*$", console, re.M) == ["09020000-09020017 : 9020000.fw-cfg"]
    assert ktap(console) == {"a_file_of_the_emulators_is_read": "ok"}


GIC = 'compatible = "arm,cortex-a15-gic"'
TIMER = 'compatible = "arm,armv8-timer\\0arm,armv7-timer"'
UART = "interrupts = <0x00 0x01 0x04>"


@pytest.mark.parametrize("replacement, warnings", [
    ((GIC, 'compatible = "nobodys,gic"'), ["no interrupt controller", "no timer"]),
    ((UART, "interrupts = <0x00 0x01>"), ["pl011@9000000: its interrupt is invalid: it ends too early"]),
    ((UART, "interrupts = <0x00 0x1000 0x04>"), ["its interrupt is invalid: the controller has no such"]),
    ((UART, "interrupts = <0x00 0x01 0x08>"), ["its interrupt is invalid: the controller has no such"]),
    ((UART, "interrupt-parent = <0x77>; " + UART), ["its interrupt is invalid: no controller"]),
    ((UART, "phandle = <0x99>; interrupt-parent = <0x99>; " + UART),
     ["its interrupt is invalid: no controller"]),
    ((UART, "unused = <0x00>"), []),
], ids=["no controller", "too short", "no such input", "no such trigger", "no parent", "its own parent",
        "none"])
def test_without_its_interrupt_the_console_is_polled(tmp_path, replacement, warnings):
    blob = trees.patched(tmp_path, replacement, bootargs="echo").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        for warning in warnings:
            machine.expect(warning)
            if warning == "no interrupt controller":
                machine.expect("receives by polling")
        machine.expect("echo: type")
        machine.send("word\n")
        machine.expect("echo: word\r\n")
        machine.send(CTRL_D)
        assert "echo: 5 characters" in machine.finish()


@pytest.mark.parametrize("replacement, warning", [
    ((TIMER, 'compatible = "nobodys,timer"'), "no timer with a driver"),
    (("interrupts = <0x01 0x0d 0x104", "nothing = <0x01 0x0d 0x104"), "no timer with a driver"),
    (("interrupts = <0x01 0x0d 0x104 0x01 0x0e 0x104 0x01 0x0b 0x104",
      "interrupts = <0x01 0x0d 0x104 0x01 0x0e 0x104 0x01 0x10 0x104"), "its interrupt is invalid"),
    (("interrupts = <0x01 0x0d 0x104 0x01 0x0e 0x104 0x01 0x0b 0x104",
      "interrupts = <0x01 0x0d 0x104 0x01 0x0e 0x104 0x01 0x05 0x104"),
     "arch_timer: its interrupt does not arrive: not used"),
], ids=["no driver", "no interrupts", "no such input", "another input"])
def test_without_a_timer_sleeping_is_waiting(tmp_path, replacement, warning):
    blob = trees.patched(tmp_path, replacement, bootargs="selftest=*sleep*").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        machine.expect(warning)
        assert set(ktap(machine.finish()).values()) == {"ok"}


@pytest.mark.parametrize("damage, sentence", [
    (("0x80a0000 0x00 0xf60000", "0x80a0000 0x00 0x10000"), "no redistributor for this core"),
    (("0x80a0000 0x00 0xf60000", "0x80c0000 0x00 0x20000"), "no redistributor for this core"),
], ids=["one frame", "another core's"])
def test_a_gicv3_that_cannot_be_used_says_why(tmp_path, damage, sentence):
    machine = "virt,gic-version=3"
    blob = trees.patched(tmp_path, damage, machine=machine, bootargs="echo").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE, machine=machine, extra=["-smp", "2"]) as running:
        running.expect(f"this GICv3 cannot be used: .*{sentence}")
        running.expect("receives by polling")
        running.expect("echo: type")
        running.send(CTRL_D)
        running.finish()


def test_a_gicv3_that_never_completes_a_write_is_left(tmp_path):
    """Its distributor is a flash memory that says RWP, and what it has to say for a GICv3's one."""
    flash, machine = bytearray(64 << 20), "virt,gic-version=3"
    flash[0:4], flash[0xFFE8] = struct.pack("<I", 1 << 31), 0x3B
    (tmp_path / "flash").write_bytes(flash)
    blob = trees.patched(tmp_path, ("0x00 0x8000000 0x00 0x10000", "0x00 0x4000000 0x00 0x10000"),
                         machine=machine, bootargs="echo").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE, machine=machine, extra=[
            "-drive", f"if=pflash,index=1,format=raw,file={tmp_path}/flash"]) as running:
        running.expect("GICv3: a write does not arrive: RWP stays set in its control register")
        running.expect("this GICv3 cannot be used: its distributor does not complete a write")
        running.expect("receives by polling")
        running.expect("echo: type")
        running.send(CTRL_D)
        running.finish()


# What a stage before us may have left behind: an interrupt of each kind acknowledged, with the highest
# priority, and never ended; others pending. x1: distributor, x2: CPU interface.
LEFT_BEHIND_V2 = """
	ldr	x1, =0x08000000
	ldr	x2, =0x08010000
	mov	w0, #1
	str	w0, [x1]			/* GICD_CTLR */
	str	wzr, [x1, #0x400]		/* inputs 0 to 3: highest priority */
	mov	w0, #0xff
	str	w0, [x2, #4]			/* GICC_PMR */
	mov	w0, #1
	str	w0, [x2]			/* GICC_CTLR */
	ldr	w0, =0x02000000
	str	w0, [x1, #0xf00]		/* GICD_SGIR: message 0 to ourselves */
1:	ldr	w0, [x2, #0xc]			/* GICC_IAR */
	and	w0, w0, #0x3ff
	cmp	w0, #1023
	b.eq	1b
	ldr	w0, =0x02000001
	str	w0, [x1, #0xf00]		/* message 1 stays pending */
	mov	w0, #-1
	str	w0, [x1, #0x104]		/* GICD_ISENABLER, GICD_ISPENDR, GICD_ISACTIVER of 32 to 63 */
	str	w0, [x1, #0x204]
	str	w0, [x1, #0x304]
"""

LEFT_BEHIND_V3 = """
	ldr	x1, =0x08000000
	ldr	x2, =0x080b0000			/* this core's inputs 0 to 31 */
	mov	w0, #0x12
	str	w0, [x1]			/* GICD_CTLR: affinity routing, group 1 */
	ldr	x3, =0x080a0000
	str	wzr, [x3, #0x14]		/* GICR_WAKER */
	mov	w0, #-1
	str	w0, [x2, #0x80]			/* GICR_IGROUPR0 */
	str	w0, [x2, #0x100]		/* GICR_ISENABLER0 */
	str	wzr, [x2, #0x400]
	mov	x0, #7
	msr	icc_sre_el1, x0
	isb
	mov	x0, #0xff
	msr	icc_pmr_el1, x0
	mov	x0, #1
	msr	icc_igrpen1_el1, x0
	isb
	mov	x0, #1
	msr	icc_sgi1r_el1, x0
	isb
1:	mrs	x0, icc_iar1_el1
	cmp	x0, #1020
	b.hs	1b
	ldr	x0, =0x1000001
	msr	icc_sgi1r_el1, x0
	mov	w0, #-1
	str	w0, [x1, #0x104]
	str	w0, [x1, #0x204]
	str	w0, [x1, #0x304]
"""


@pytest.mark.parametrize("machine, left", [("virt", LEFT_BEHIND_V2), ("virt,gic-version=3", LEFT_BEHIND_V3)],
                         ids=["GICv2", "GICv3"])
def test_interrupts_that_an_earlier_stage_left_in_service_are_forgotten(tmp_path, machine, left):
    stub = trees.assemble(tmp_path, left + trees.LOADER.format(tree=TREE, entry=LOAD_ADDRESS))
    blob = trees.patched(tmp_path, machine=machine, bootargs="selftest=*sleep* echo").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE, machine=machine, stub=stub) as running:
        running.expect("receives by interrupt")
        running.expect("echo: type")
        running.send("word\n")
        running.expect("echo: word\r\n")
        running.send(CTRL_D)
        console = running.finish()
    assert "nobody requested it" not in console
    assert interrupts_of(console, "9000000.pl011")[0] >= 1
    assert set(ktap(console).values()) == {"ok"}


TIMER_IRQS = "interrupts = <0x01 0x0d 0x104 0x01 0x0e 0x104 0x01 0x0b 0x104 0x01 0x0a 0x104>;"


@pytest.mark.parametrize("names, irqs", [
    ('"phys", "virt"', "<1 0x0e 0x104 1 0x0b 0x104>"),
    ('"virt"', "<1 0x0b 0x104>"),
    ('"hyp-phys", "hyp-virt", "sec-phys", "phys", "virt"',
     "<1 0x0a 0x104 1 0x0c 0x104 1 0x0d 0x104 1 0x0e 0x104 1 0x0b 0x104>"),
])
def test_the_timers_interrupt_is_found_by_its_name(tmp_path, names, irqs):
    named = (TIMER_IRQS, f"interrupts = {irqs}; interrupt-names = {names};")
    blob = trees.patched(tmp_path, named, bootargs="selftest=*sleep* echo").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        machine.expect("timer: virtual timer, 62500 kHz")
        machine.expect("echo: type")
        machine.send(CTRL_D)
        console = machine.finish()
    assert set(ktap(console).values()) == {"ok"}
    assert interrupts_of(console, "arch_timer")[2] == 27


def test_a_timer_without_a_virtual_interrupt_says_so(tmp_path):
    named = (TIMER_IRQS, 'interrupts = <1 0x0e 0x104>; interrupt-names = "phys";')
    blob = trees.patched(tmp_path, named).read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        console = machine.finish()
    assert "timer: no interrupt is named virt" in console
    assert "no timer with a driver" in console


def test_the_trees_clock_frequency_is_the_timers(tmp_path):
    """Half of what the register says: so a sleep ends after half its time, by anybody else's clock."""
    faster = (TIMER_IRQS, TIMER_IRQS + " clock-frequency = <31250000>;")
    blob = trees.patched(tmp_path, faster).read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        console = machine.finish()
    assert "clock-frequency is 31250000 Hz, CNTFRQ_EL0 is 62500000: the device tree's value is used" in console
    assert "timer: virtual timer, 31250 kHz" in console


def test_the_redistributor_may_be_in_any_region(tmp_path):
    machine = "virt,gic-version=3"
    tree = trees.source(tmp_path, machine=machine, smp=130)
    dist, first, second = re.search(
        r"reg = <(0x00 0x8000000 \S+ \S+) (\S+ \S+ \S+ \S+) (\S+ \S+ \S+ \S+)>", tree).groups()
    swapped = (f"reg = <{dist} {first} {second}>", f"reg = <{dist} {second} {first}>")
    blob = trees.patched(tmp_path, swapped, machine=machine, smp=130).read_bytes()
    with trees.boot_with(tmp_path, blob, TREE, machine=machine, extra=["-smp", "130"],
                         timeout=90) as running:
        assert "8000000.intc: GICv3, " in running.finish()


# Firmware starts the kernel on the second core, whose redistributor is the second one.
ON_SECOND_CORE = """
	ldr	x0, =0xc4000003			/* PSCI CPU_ON: which core, where, its x0 */
	mov	x1, #1
	ldr	x2, ={entry}
	ldr	x3, ={tree}
	hvc	#0
1:	wfi
	b	1b
"""


@pytest.mark.parametrize("stride, sentence", [
    ("0x0", "intc: GICv3, "), ("0x20000", "intc: GICv3, "),
    ("0x10000", "it has no redistributor for this core"), ("0x40000", "no device answers at 0x80effe8"),
    ("0x20001", "its redistributor-stride is no number of frames"),
    ("0xffffffff 0xfffe0000", "it has no redistributor for this core"),
])
def test_a_stride_of_redistributors_is_obeyed(tmp_path, stride, sentence):
    machine = "virt,gic-version=3"
    regions = "#redistributor-regions = <0x01>;"
    blob = trees.patched(tmp_path, (regions, f"{regions} redistributor-stride = <{stride}>;"), machine=machine,
                         smp=2, bootargs="selftest=*sleep*").read_bytes()
    stub = trees.assemble(tmp_path, ON_SECOND_CORE.format(tree=TREE, entry=LOAD_ADDRESS))
    with trees.boot_with(tmp_path, blob, TREE, machine=machine, stub=stub, extra=["-smp", "2"]) as running:
        console = running.finish()
    assert sentence in console
    assert set(ktap(console).values()) == {"ok"}


GIC_V2_REG = "reg = <0x00 0x8000000 0x00 0x10000 0x00 0x8010000 0x00 0x10000>;"
SECOND_GIC = ('second@8000000 { compatible = "arm,cortex-a15-gic"; interrupt-controller; '
              "#interrupt-cells = <3>; reg = <0x0 0x9030000 0x0 0x1000 0x0 0x9010000 0x0 0x1000>; }; timer {")


@pytest.mark.parametrize("machine, replacement, sentence", [
    ("virt", (GIC_V2_REG, "reg = <0x0 0xf000000 0x0 0x10000 0x0 0xf010000 0x0 0x10000>;"),
     r"f000000.intc: no device answers at 0xf000fe8: left out"),
    ("virt", (GIC_V2_REG, "reg = <0x0 0x8010000 0x0 0x10000 0x0 0x8020000 0x0 0x1000>;"),
     r"8010000.intc: this GICv2 cannot be used: its second reg is no CPU interface"),
    ("virt,gic-version=3", ("0x00 0x8000000 0x00 0x10000 0x00 0x80a0000",
                            "0x00 0xf000000 0x00 0x10000 0x00 0x80a0000"),
     r"f000000.intc: no device answers at 0xf00ffe8: left out"),
    ("virt,gic-version=3", ("0x00 0x8000000 0x00 0x10000 0x00 0x80a0000",
                            "0x00 0x9000000 0x00 0x10000 0x00 0x80a0000"),
     r"9000000.intc: no device answers at 0x900ffe8: left out"),
    ("virt,gic-version=3", ("0x00 0x8000000 0x00 0x10000 0x00 0x80a0000", "0x00 0x8000000 0x00 0x1000 0x00 0x80a0000"),
     r"8000000.intc: this GICv3 cannot be used: its first reg is too small for a distributor"),
    ("virt,gic-version=3", ('compatible = "arm,gic-v3"', 'compatible = "arm,cortex-a15-gic"'),
     r"8000000.intc: this GICv2 cannot be used: "),
    ("virt", ('compatible = "arm,cortex-a15-gic"', 'compatible = "arm,gic-v3"'),
     r"8000000.intc: this GICv3 cannot be used: this CPU has no registers for it"),
], ids=["v2, nobody", "v2, wrong", "v3, nobody", "v3, wrong", "v3, too small", "v3 called v2", "v2 called v3"])
def test_a_gic_that_is_none_is_named_and_the_rest_works(tmp_path, machine, replacement, sentence):
    blob = trees.patched(tmp_path, replacement, machine=machine, bootargs="echo").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE, machine=machine) as running:
        running.expect(sentence)
        running.expect("receives by polling")
        running.expect("echo: type")
        running.send(CTRL_D)
        running.finish()


@pytest.mark.parametrize("before", [False, True])
def test_of_two_gics_the_first_one_that_works_serves(tmp_path, before):
    """The other one's registers are not even there."""
    second = SECOND_GIC.replace("0x9030000", "0xf000000").replace("0x9010000", "0xf010000")
    where = ("intc@8000000 {", second.replace("timer {", "intc@8000000 {")) if before else ("timer {", second)
    blob = trees.patched(tmp_path, where, bootargs="selftest=*sleep*").read_bytes()
    with trees.boot_with(tmp_path, blob, TREE) as machine:
        console = machine.finish()
    assert "8000000.intc: GICv2, 288 inputs" in console
    assert ("f000000.second: no device answers" in console) == before or \
        "left alone: another interrupt controller serves already" in console
    assert set(ktap(console).values()) == {"ok"}


def test_what_nobody_reads_waits_in_the_ring_and_then_in_the_device():
    """A device that may interrupt while the ring is full would do so for ever."""
    ring_end = symbols()["ring_end"] - LINK_BASE + LOAD_ADDRESS
    with Machine("wait") as machine:
        machine.expect("waiting: the power button ends this")
        machine.send("x" * 100)
        machine.wait_for_memory(ring_end, 4, 100)
        machine.send("x" * 2000)
        machine.wait_for_memory(ring_end, 4, 1024)
        machine.press_power_button()
        machine.finish()
