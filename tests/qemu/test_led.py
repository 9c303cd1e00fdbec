# SPDX-License-Identifier: MIT
"""The LED of the demo, seen from the device's side."""
import re

from machine import Machine
from test_monitor import Monitor


def outputs(trace):
    """What the line of the LED drove, as the PL061 has it: each change once."""
    return re.findall(r"setting output 1 to (\d)", trace.read_text())


def test_the_leds_registers_see_the_blinking(tmp_path):
    """The device's own trace: what really arrived at the PL061."""
    trace = tmp_path / "trace"
    with Machine("demo", extra=["-trace", "pl061_write", "-D", trace]) as machine:
        machine.finish()
    writes = re.findall(r"pl061_write \S+ offset (\S+) value (\S+)|pl061_write.*?(0x\w+).*?(0x\w+)",
                        trace.read_text())
    led = [value for offset, value, *_ in writes if int(offset or "0", 0) == 0x8]
    assert [int(value, 0) for value in led] == [2, 2, 0, 0] * 3


def test_the_prompt_switches_the_led_of_the_demo(tmp_path):
    trace = tmp_path / "trace"
    with Machine("", extra=["-trace", "pl061_set_output", "-D", trace]) as machine:
        monitor = Monitor(machine)
        before = outputs(trace)
        assert monitor.ask("led") == "led demo: off\n"
        for _ in range(2):  # the second time nothing changes
            assert monitor.ask("led demo on") == "led demo: on\n"
        assert outputs(trace) == [*before, "1"]
        assert re.search(r"^gpio +1 .* out +high demo$", monitor.ask("gpio"), re.M)
        assert "monitor requests line 1, but demo uses it" in monitor.ask("gpio 1 0")
        assert "led demo: on" in monitor.ask("led")
        for _ in range(2):
            assert monitor.ask("led demo off") == "led demo: off\n"
        assert outputs(trace) == [*before, "1", "0"]
        assert " in " in monitor.ask("gpio 1")
