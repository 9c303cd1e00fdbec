# SPDX-License-Identifier: MIT
"""The LED of the demo, seen from the device's side."""
import re

from machine import Machine


def test_the_leds_registers_see_the_blinking(tmp_path):
    """The device's own trace: what really arrived at the PL061."""
    trace = tmp_path / "trace"
    with Machine("demo", extra=["-trace", "pl061_write", "-D", trace]) as machine:
        machine.finish()
    writes = re.findall(r"pl061_write \S+ offset (\S+) value (\S+)|pl061_write.*?(0x\w+).*?(0x\w+)",
                        trace.read_text())
    led = [value for offset, value, *_ in writes if int(offset or "0", 0) == 0x8]
    assert [int(value, 0) for value in led] == [2, 2, 0, 0] * 3
