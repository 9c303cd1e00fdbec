# SPDX-License-Identifier: MIT
"""The LED as its device sees it: QEMU's trace of the PL061, the tables, and the state in which the kernel ends."""
import pytest
import trees
from watched import Watched, chance

LINE, BLINKS = 1, 3
GPIODIR, GPIODATA = 0x400, 0x3FC  # the mask of all lines
PL061 = 0x9030000
DEVICE = 1                        # index in MAIR_EL1 of device memory, nGnRE
SLOTS, SLOTS_END = 0xFFFFFFFFFF200000, 0xFFFFFFFFFF400000
FLASH = 0x4000000                 # the second one: nobody uses it, and it takes every write
EVENTS = ["pl061_set_output", "pl061_write", "pl061_update"]


def mapped(machine):
    """[(physical address, memory type)] of all pages in early_ioremap()'s slots."""
    return [(page.pa, page.attribute) for page in machine.pages() if SLOTS <= page.va < SLOTS_END]


class Demo:
    """A run of led_demo() with other lines in a state that is drawn by chance."""

    def __init__(self):
        self.others = sum(chance.sample([1 << line for line in (0, 2, 4, 5, 6, 7)], 3))
        self.levels = chance.getrandbits(8) & self.others
        with Watched("demo", trace=EVENTS) as machine:
            machine.run_to("led_demo")
            machine.poke(PL061 + GPIODIR, self.others)
            machine.poke(PL061 + GPIODATA, self.levels)
            before = {event: len(machine.events(event)) for event in EVENTS}
            self.stop = machine.run_to("early_iounmap", "check_early_ioremap_leak")
            self.mapped = mapped(machine)
            if self.stop == "early_iounmap":
                machine.run_to("check_early_ioremap_leak")
            self.left = mapped(machine)
            self.outputs, self.writes, self.states = (machine.events(event)[before[event]:] for event in EVENTS)


@pytest.fixture(scope="module")
def demo():
    return Demo()


def test_the_registers_are_mapped_as_a_device(demo):
    assert demo.mapped, "no page is mapped in the slots when led_demo() is about to end"
    assert len(demo.mapped) == 1, f"the slots map {len(demo.mapped)} pages; the registers are one"
    address, kind = demo.mapped[0]
    assert address == PL061, f"the slot leads to {address:#x}; the device tree has the PL061 at {PL061:#x}"
    assert kind == DEVICE, "the slot's entry is not for device memory: such accesses may be merged or repeated"


def test_the_address_is_the_device_trees(tmp_path):
    """A tree that says another address, where the kernel would not expect RAM."""
    address = FLASH + chance.randrange(4096) * 4096
    tree = trees.patched(tmp_path, ("pl061@9030000 {", f"pl061@{address:x} {{"),
                         ("reg = <0x00 0x9030000 0x00 0x1000>", f"reg = <0x00 {address:#x} 0x00 0x1000>"))
    with Watched("demo", trace=EVENTS, extra=["-dtb", tree]) as machine:
        machine.run_to("led_demo")
        machine.run_to("early_iounmap", "check_early_ioremap_leak")
        found = [pa for pa, _ in mapped(machine)]
    assert found == [address], f"a device tree has the PL061 at {address:#x}, and the slots lead to " + \
        (", ".join(f"{pa:#x}" for pa in found) or "nothing")


def words(outputs):
    return ", ".join(f"line {line} {'high' if level else 'low'}" for line, level in outputs) or "nothing"


def test_the_led_blinks_three_times(demo):
    expected = [(LINE, 1), (LINE, 0)] * BLINKS
    assert demo.outputs == expected, f"the PL061 drove: {words(demo.outputs)}"


def test_the_level_comes_before_the_direction(demo):
    data = (1 << LINE) << 2
    turns = [at for at, (offset, value) in enumerate(demo.writes) if offset == GPIODIR and value & 1 << LINE]
    assert turns, "the line never becomes an output: no write to the direction register has its bit"
    first = turns[0]
    assert first and demo.writes[first - 1][0] == data, "the line becomes an output before its level is written"
    assert demo.writes[first + 1:first + 2] == [demo.writes[first - 1]], \
        "the level is not written again: an input ignored the first write"


def test_other_lines_keep_level_and_direction(demo):
    assert any(direction & 1 << LINE for direction, *_ in demo.states), "led_demo() drives no line"
    for direction, levels, *_ in demo.states:
        assert direction & ~(1 << LINE) == demo.others, \
            f"the other outputs were {demo.others:#04x}, and a write made them {direction & ~(1 << LINE):#04x}"
        assert levels & demo.others == demo.levels, \
            f"the other lines' levels were {demo.levels:#04x}, and a write made them {levels & demo.others:#04x}"


def test_the_line_is_an_input_again(demo):
    assert any(direction & 1 << LINE for direction, *_ in demo.states), "the line never was an output"
    assert not demo.states[-1][0] & 1 << LINE, "after led_demo(), line 1 is still driven"


def test_no_mapping_is_left(demo):
    assert demo.mapped, "nothing was mapped that could go back"
    assert not demo.left, f"after led_demo(), a slot still leads to {demo.left[0][0]:#x}"


def test_a_machine_without_the_device(tmp_path):
    tree = trees.patched(tmp_path, ('compatible = "arm,pl061', 'compatible = "nobody,nothing'))
    with Watched("demo", trace=EVENTS, extra=["-dtb", tree]) as machine:
        machine.run_to("led_demo")
        status = machine.run_to_return()
        machine.run_to("check_early_ioremap_leak")
    assert status, "led_demo() returned 0, though there is no PL061"
