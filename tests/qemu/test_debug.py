# SPDX-License-Identifier: MIT
"""`make debug`, as somebody who steps through the boot uses it."""
import json
import os
import re
import signal
import subprocess
import threading
from contextlib import contextmanager

import pexpect
import pytest
from debugger import debug, gone, running
from machine import ROOT

SESSION = """\
hbreak primary_entry
continue
hbreak enable_mmu
continue
hbreak primary_switched
continue
print $pc == (unsigned long)&primary_switched
break early_iounmap
continue
backtrace
info breakpoints
print/x prev_size
"""


def test_breakpoints_hold_before_and_after_the_mmu_goes_on():
    with debug("ARGS=loglevel=4") as session:
        output, _ = session.communicate(SESSION + "quit\n", timeout=60)
    assert session.returncode == 0, output
    for stop in ("primary_entry () at boot/aarch64/head.S", "enable_mmu () at boot/aarch64/head.S",
                 "primary_switched () at boot/aarch64/head.S", "early_iounmap ("):
        assert stop in output, f"no stop at {stop}:\n{output}"
    assert "= 1\n" in output
    assert "pl061_early_report" in output and "start_kernel" in output
    assert "{0x1000, 0x0" in output
    for complaint in ("auto-load", "Cannot access memory", "Cannot insert", "No symbol"):
        assert complaint not in output, output


def test_nothing_stays_behind():
    for farewell in ("quit\n", ""):  # and the end of input, as when a terminal closes
        with debug("ARGS=marker-of-a-session") as session:
            session.communicate(farewell, timeout=60)
        assert gone("marker-of-a-session")


def test_nothing_stays_behind_when_the_terminal_goes():
    with debug("ARGS=marker-of-a-hangup") as session:
        for line in session.stdout:
            if "Remote debugging" in line:
                break
        assert running("marker-of-a-hangup")
        os.killpg(session.pid, signal.SIGHUP)
        session.stdin.close()
        assert gone("marker-of-a-hangup")


def test_a_qemu_that_is_too_old_gets_a_sentence(tmp_path):
    old = tmp_path / "qemu-old"
    old.write_text("#!/bin/sh\necho QEMU emulator version 5.2.0\n")
    old.chmod(0o755)
    with debug(f"QEMU={old}") as session:
        output, _ = session.communicate("", timeout=60)
    assert session.returncode
    assert "is 5.2.0, bootmap needs 6.2 or newer" in output


def test_two_terminals():
    with debug("ARGS=loglevel=4 poweroff", target="debug-server") as server:
        assert "debug-attach" in server.stdout.readline()
        socket = ROOT / "build/aarch64/gdb.sock"
        while not socket.is_socket():
            assert server.poll() is None
        with debug(target="debug-attach") as session:
            output, _ = session.communicate("hbreak start_kernel\ncontinue\nquit\n", timeout=60)
        assert "start_kernel (firmware=" in output
        server.communicate(timeout=60)


def test_an_editor_can_drive_gdb_as_the_document_says():
    """What VS Code's extension sends for the configuration in docs/debugging.md, through GDB's machine interface."""
    page = (ROOT / "docs/debugging.md").read_text(encoding="utf-8")
    [settings] = json.loads(re.search(r"^```json\n(.*?)^```", page, re.M | re.S)[1])["configurations"]
    program = settings["program"].replace("${workspaceFolder}", str(ROOT))
    address = settings["miDebuggerServerAddress"]
    commands = [f'file-exec-and-symbols "{program}"', f"target-select remote {address}",
                *[f'interpreter-exec console "{command["text"]}"' for command in settings["setupCommands"]],
                "exec-continue"]
    with debug("ARGS=poweroff", target="debug-server") as server:
        assert "debug-attach" in server.stdout.readline()
        while not (ROOT / address).is_socket():
            assert server.poll() is None
        editor = pexpect.spawn(settings["miDebuggerPath"], ["-nx", "-q", "--interpreter=mi"], cwd=str(ROOT), timeout=60,
                               encoding="utf-8")
        try:
            for number, command in enumerate(commands, 1):
                editor.sendline(f"{number}-{command}")
                editor.expect(rf"{number}\^(done|connected|running)")
            editor.expect(r'\*stopped.*func="start_kernel"')
            editor.sendline('9-interpreter-exec console "bm walk FIXADDR_TOP"')
            editor.expect(r"FIX_HOLE.*9\^done")
            editor.sendline("10-target-detach")
            editor.expect(r"10\^done")
        finally:
            editor.close(force=True)
        # The machine runs on. QEMU may not end when it is switched off while GDB leaves, so that is not waited for.
        late = threading.Timer(60, os.killpg, (server.pid, signal.SIGKILL))
        late.start()
        try:
            assert any("the end of boot" in line for line in server.stdout)
        finally:
            late.cancel()


@contextmanager
def debugged_by_a_person(environment):
    """`make debug` in a terminal, at GDB's prompt."""
    terminal = pexpect.spawn("make", ["-s", "debug"], cwd=str(ROOT), timeout=60, encoding="utf-8",
                             env={**os.environ, **environment}, dimensions=(40, 200))
    try:
        terminal.expect_exact("(gdb) ")
        yield terminal
    finally:
        terminal.sendline("quit")
        terminal.close(force=True)


@pytest.mark.parametrize("setting, coloured", [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
                         ids=["terminal", "NO_COLOR", "dumb"])
def test_colours_are_for_terminals(setting, coloured):
    with debugged_by_a_person({"TERM": "xterm", **setting}) as person:
        person.sendline("bm walk 0")
        person.expect("level 0.*\n.*\n")
        assert ("\x1b[33minvalid\x1b[m" in person.after + person.before) == coloured
        assert "invalid" in person.after + person.before
