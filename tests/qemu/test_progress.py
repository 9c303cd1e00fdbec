# SPDX-License-Identifier: MIT
"""What takes longer than a second says so on a terminal, and Ctrl-C interrupts it; on every architecture."""
import os
import re

import pexpect
import pytest
from debugger import make_recording
from machine import ROOT
from target import ARCH


@pytest.fixture(scope="module", name="person")
def at_a_terminal(tmp_path_factory):
    """GDB in a terminal, at the end of a replay."""
    recording = make_recording(tmp_path_factory.mktemp("recording"), "poweroff")
    terminal = pexpect.spawn("make", ["-s", f"ARCH={ARCH}", "replay", f"RECORDING={recording}"], cwd=str(ROOT),
                             timeout=60, encoding="utf-8", env={**os.environ, "TERM": "xterm"}, dimensions=(40, 200))
    try:
        terminal.expect_exact("(gdb) ")
        ask(terminal, "continue")
        terminal.recording = recording
        yield terminal
    finally:
        terminal.close(force=True)


def ask(terminal, command):
    terminal.sendline(command)
    terminal.expect_exact("(gdb) ")
    return terminal.before


# A command, and after how many seconds it is interrupted: bm explorer first runs to the end, then watches tables.
LONG = {"bm find 0x1122334455667788": 1, "bm explorer {0}/page.html {0}/console": 2}


@pytest.mark.parametrize("command, seconds", LONG.items(), ids=["bm find", "bm explorer"])
def test_a_long_command_counts_the_seconds_and_can_be_interrupted(person, command, seconds):
    person.sendline(command.format(person.recording))
    name = " ".join(command.split()[:2])
    for second in range(1, seconds + 1):
        person.expect_exact(f"\r\x1b[K{name}: {second} s, Ctrl-C interrupts")
    person.sendintr()
    person.expect(r"interrupted.*\r\n")
    person.expect_exact("(gdb) ")
    assert "mem_init()" in ask(person, "bm seek mem_init"), "the machine can be used"
    answer = ask(person, "bm who start_kernel")
    assert re.search(r"by +map_pages\(\)", answer) and "interrupted" not in answer, answer
    assert "machine_off" in ask(person, "continue")


def test_a_quick_command_says_nothing_of_itself(person):
    assert "Ctrl-C interrupts" not in ask(person, "bm seek")
