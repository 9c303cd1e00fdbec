# SPDX-License-Identifier: MIT
"""Interrupts, time and typed characters, end to end, with each controller and timer that a PC can have."""
import random
import re
import string
import subprocess

import pytest
from machine import LINK_BASE, LOAD_ADDRESS, Machine, bsd_sum, interrupts_of, ktap, symbols
from target import TARGET

CTRL_D = "\x04"

# Machine, CPU, command line; then the controller, and the timer with its controller and input.
PCS = {
    "q35": ("q35", "max", "", "IO-APIC", ("apic_timer", "LAPIC", 0)),
    "pc": ("pc", "max", "", "IO-APIC", ("apic_timer", "LAPIC", 0)),
    "microvm": ("microvm", "max", "", "IO-APIC", ("apic_timer", "LAPIC", 0)),
    "interrupt source override": ("q35", "max", "noapictimer", "IO-APIC", ("pit", "IO-APIC", 2)),
    "noapic": ("q35", "max", "noapic", "8259", ("pit", "8259", 0)),
    "no local APIC": ("pc", "qemu64,-apic", "", "8259", ("pit", "8259", 0)),
    "microvm, noapic": ("microvm", "max", "noapic", "8259", ("pit", "8259", 0)),
}


def type_words(machine):
    """One after the other, so that the kernel waits for some of them."""
    machine.expect("echo: type; Ctrl-D ends")
    for word in ("one", "two", "three"):
        machine.send(word + "\n")
        machine.expect(f"echo: {word}\r\n")
    machine.send(CTRL_D)
    machine.expect("echo: 14 characters")


@pytest.mark.parametrize("pc", PCS)
def test_typed_characters_arrive_by_interrupt(pc):
    machine, cpu, args, controller, timer = PCS[pc]
    with Machine(f"echo selftest=*interrupt* {args}", machine=machine, cpu=cpu) as running:
        running.expect("serial8250: at port 0x3f8, the console; receives by interrupt")
        type_words(running)
        console = running.finish()
    count, *where = interrupts_of(console, "serial8250")
    assert count >= 1 and where == [controller, 4]
    assert interrupts_of(console, timer[0])[1:] == timer[1:]
    results = ktap(console)
    assert len(results) >= 4 and set(results.values()) == {"ok"}


@pytest.mark.parametrize("args", ["", "noapic"])
@pytest.mark.parametrize("moment", ["console: 16550", "echo: type"])
def test_pasting_4_kib_loses_nothing(moment, args):
    """More than ring and FIFO hold; also while the driver takes the console over."""
    text = "".join(random.Random(moment).choices(string.ascii_letters + string.digits, k=4096))
    with Machine(f"echo {args}") as machine:
        machine.expect(moment)
        machine.send(text + CTRL_D)
        console = machine.finish()
    assert f"echo: 4096 characters, sum {bsd_sum(text):05}" in console
    assert "".join(re.findall(r"^echo: (\w+)$", console, re.M)) == text[:4096 // 80 * 80]


def test_another_port_interrupts_through_its_own_line():
    with Machine("echo earlycon=uart8250,io,0x2f8", serial=("null", "stdio")) as machine:
        machine.expect("0x3f8, not the console: not used")
        machine.expect("0x2f8, the console; receives by interrupt")
        type_words(machine)
        console = machine.finish()
    count, *where = interrupts_of(console, "serial8250")
    assert count >= 1 and where == ["IO-APIC", 3]


def test_a_port_that_has_no_device_is_polled():
    with Machine("echo earlycon=uart8250,io,0x3e8", serial=("null", "null"),
                 extra=["-chardev", "stdio,id=typed",
                        "-device", "isa-serial,iobase=0x3e8,irq=5,index=2,chardev=typed"]) as machine:
        machine.expect("console: 16550 at port 0x3e8")
        type_words(machine)
        machine.finish()


def test_without_a_controller_the_console_is_polled_and_sleeping_is_waiting():
    with Machine("echo selftest=*sleep*", machine="microvm,acpi=off,pic=off") as machine:
        machine.expect("apic: not used: ACPI has no table of them")
        machine.expect("irq: no interrupt controller with a driver")
        machine.expect("receives by polling")
        machine.expect("time: no timer with a driver")
        type_words(machine)
        machine.expect(r"selftest: (\d+) of \1 passed")
        machine.expect("no driver that can switch it off: halted")


def test_without_acpi_the_8259s_and_the_pit_serve():
    with Machine("echo selftest=*sleep*", machine="microvm,acpi=off") as machine:
        machine.expect("acpi: there is no root pointer")
        machine.expect("apic: not used: ACPI has no table of them")
        machine.expect("i8259: two 8259s, 16 inputs")
        machine.expect("pit: one-shot")
        machine.expect("receives by interrupt")
        type_words(machine)
        machine.expect(r"selftest: (\d+) of \1 passed")


def test_the_inputs_of_every_io_apic_are_made_ready():
    """Nobody uses one of the second's: all are masked, with the vector of spurious interrupts."""
    with Machine("", machine="microvm") as machine:
        machine.expect("apic: I/O APIC, inputs 24 to 47")
        machine.expect("bootmap> ")
        controllers = machine.monitor("info pic").split("ioapic")
    assert any(each.count("000000000001003f") == 24 for each in controllers)


def test_without_an_hpet_the_pit_measures():
    with Machine("selftest=*sleep*", machine="q35,hpet=off") as machine:
        machine.expect("hpet: ACPI names none")
        assert set(ktap(machine.finish()).values()) == {"ok"}


def test_with_nothing_to_measure_by_delays_are_too_long_not_too_short():
    with Machine("selftest=*sleep*", machine="microvm,pit=off") as machine:
        machine.expect("time: nothing to measure the time-stamp counter by: delays will be too long")
        assert set(ktap(machine.finish()).values()) == {"ok"}


def test_a_timer_whose_interrupt_does_not_arrive_is_not_used():
    """QEMU's microvm has no override for line 0, which nevertheless leads to GSI 2."""
    with Machine("noapictimer selftest=*sleep*", machine="microvm") as machine:
        machine.expect("pit: its interrupt does not arrive: not used")
        machine.expect("time: no timer with a driver")
        assert set(ktap(machine.finish()).values()) == {"ok"}


def frequency(console):
    return int(re.search(r"hpet: the time-stamp counter runs at (\d+) kHz", console)[1])


def test_the_frequency_is_what_the_emulator_says():
    """With -icount an instruction is a nanosecond, and so is a tick."""
    with Machine(extra=["-icount", "shift=0,sleep=off"]) as machine:
        assert abs(frequency(machine.finish()) - 1000000) < 1000


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


@pytest.mark.parametrize("machine, args", [("q35", ""), ("pc", ""), ("q35", "noapic")])
def test_the_power_button_ends_wait(machine, args):
    with Machine(f"wait {args}", machine=machine) as running:
        running.expect("waiting: the power button ends this")
        running.press_power_button()
        assert "power_button: pressed" in running.finish()


# Sends itself an interrupt, whose handler ends in the kernel: nobody ends the interrupt.
LEAVE_IN_SERVICE = """
	.code32
	mov	$0xfee00000, %eax
	movl	$0x1ff, 0xf0(%eax)
	movl	$0, 0x80(%eax)
	lidt	pointer
	mov	$0x58000, %esp
	movl	$0, 0x310(%eax)
	movl	$0x40000 + {vector}, 0x300(%eax)
	mov	$0xff, %al
	out	%al, $0x21
	out	%al, $0xa1
	sti
1:	jmp	1b
	.org	0x100
	cli
	mov	${entry}, %eax
	jmp	*%eax
pointer:
	.word	0x7ff
	.long	gates
	.org	0x800
gates:	.fill	8 * {vector}, 1, 0
	.word	0x100, 8, 0x8e00, 5
"""
STUB = 0x50000


@pytest.mark.parametrize("vector", [0x20, 0x3e, 0x40, 0xf0, 0xff])
def test_an_interrupt_that_an_earlier_kernel_left_in_service_is_ended(tmp_path, vector):
    entry = symbols()["pvh_entry"] - LINK_BASE + LOAD_ADDRESS
    subprocess.run([TARGET.tool("gcc"), "-m32", "-c", "-x", "assembler", "-o", tmp_path / "stub.o", "-"],
                   input=LEAVE_IN_SERVICE.format(vector=vector, entry=hex(entry)), text=True, check=True)
    subprocess.run([TARGET.tool("ld"), "-m", "elf_i386", f"-Ttext={STUB:#x}", "--oformat=binary",
                    "--entry=0", "-o", tmp_path / "stub", tmp_path / "stub.o"], check=True)
    with Machine("echo selftest=*sleep*", extra=["-S"]) as machine:
        machine.gdb_server()
        output = machine.gdb(f"hbreak *{entry:#x}\ncontinue\ndelete\n"
                             f"restore {tmp_path}/stub binary {STUB:#x}\nset $pc = {STUB:#x}\n"
                             f"hbreak *{entry:#x}\ncontinue\ndelete\nprintf \"left\\n\"\ndetach")
        assert "left" in output, output
        type_words(machine)
        console = machine.finish()
    assert interrupts_of(console, "serial8250")[1:] == ("IO-APIC", 4)
    assert set(ktap(console).values()) == {"ok"}
