# SPDX-License-Identifier: MIT
"""`make run` as a person uses it in a terminal, and as a script asks: it ends, and its status says
whether what was asked for was done and passed."""
import os
import signal
import subprocess
from pathlib import Path

import pexpect
import pytest
from debugger import gone, running
from machine import ROOT
from target import ARCH

TIMEOUT = 120


def make(*words, typed=""):
    return subprocess.run(["make", "-s", "-C", ROOT, f"ARCH={ARCH}", *words], check=False, input=typed,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                          timeout=TIMEOUT)


@pytest.mark.parametrize("words", [
    "poweroff", "demo", "selftest=pitfall_*", "bench=ioremap", "reboot", "echo", "break=null", "break=leak",
    "break=bus", "break=handler", "break=report", "break=console", "loglevel=0", "",
    "loglevel=0 selftest", "loglevel=6 selftest", "loglevel=0 bench=ioremap", "loglevel=0 break=console"])
def test_what_is_done_and_passes_has_status_0(words):
    ended = make("run", f"ARGS={words}")
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize("words, why", [
    ("selftest=nosuch", "no test fits"), ("bench=nosuch", "no group fits"), ("break=nosuch", "there is no 'nosuch'"),
    ("loglevel=0 selftest=nosuch", "run:   # no test fits"), ("loglevel=4 selftest=nosuch", "fits the pattern nosuch\nHalted."),
    ("break", "there is no ''"), ("demo break=nosuch", "there is no 'nosuch'")])
def test_what_is_not_done_has_another(words, why):
    ended = make("run", f"ARGS={words}")
    assert ended.returncode != 0
    assert why in ended.stdout and "run: not every requested job ran" in ended.stdout


def test_what_is_typed_by_a_script_is_done():
    ended = make("run", typed="help walk\nmemblock")  # and no newline at the end
    assert ended.returncode == 0
    assert "usage: walk" in ended.stdout and "memblock: memory" in ended.stdout.split("bootmap> ")[-2]
    ended = make("run", typed="break handler\nmemblock\n")
    assert ended.returncode == 0 and "as the experiment intends" in ended.stdout


def test_echo_gets_a_whole_file():
    text = "".join(f"line {number} of a file that is longer than any ring\n" for number in range(200))
    ended = make("run", "ARGS=echo", typed=text)
    assert ended.returncode == 0
    assert f"echo: {len(text)} characters" in ended.stdout


def test_a_qemu_that_does_not_start_is_a_failure():
    ended = make("run", "MACHINE=nosuch")
    assert ended.returncode != 0 and "run: QEMU ended with status 1" in ended.stdout


def test_a_machine_that_is_not_the_kernels_is_not_waited_for():
    other = {"aarch64": ["CPU=cortex-a15"], "x86_64": ["MEM=1M"]}[ARCH]
    ended = make("run", *other)
    assert ended.returncode != 0
    assert "run: there was no output" in ended.stdout and "troubleshooting" in ended.stdout


def test_the_prompt_restarts_the_machine():
    ended = make("run", typed="reboot\n")  # and the second machine, too, gets the end of the input
    assert ended.returncode == 0
    assert ended.stdout.count("monitor: type help") >= 2


class Terminal:
    """make run in a terminal of its own."""

    def __init__(self, *words):
        self.child = pexpect.spawn("make", ["-s", "-C", str(ROOT), f"ARCH={ARCH}", "run", *words],
                                   timeout=TIMEOUT, encoding="utf-8", codec_errors="replace")

    def __enter__(self):
        self.child.expect("bootmap> ")
        return self.child

    def __exit__(self, *_):
        self.child.close(force=True)


def test_keys_go_to_the_kernel_and_ctrl_a_to_qemu():
    with Terminal() as child:
        child.send("nonsense\x03")              # Ctrl-C gives the line up
        child.expect(r"\^C")
        child.send("help wa\tx\x7f\r")
        child.expect("usage: walk")
        child.send("\x01c")
        child.expect(r"\(qemu\)")
        child.send("\x01c\r")
        child.expect("bootmap> ")
        child.send("\x01x")
        child.expect("QEMU: Terminated")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0


def test_ctrl_d_on_an_empty_line_is_the_end():
    with Terminal() as child:
        child.send("abc\x04")
        child.send("\x15\x04")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0


def test_the_terminal_is_left_as_it_was():
    shell = pexpect.spawn("sh", ["-c", f"stty -g; make -s -C '{ROOT}' ARCH={ARCH} run; stty -g"],
                          timeout=TIMEOUT, encoding="utf-8", codec_errors="replace")
    shell.expect(r"([0-9a-f]+(:[0-9a-f]+)+)\r\n")
    before = shell.match[1]
    shell.expect("bootmap> ")
    shell.send("poweroff\r")
    shell.expect(r"([0-9a-f]+(:[0-9a-f]+){8,})\r\n")
    assert shell.match[1] == before
    shell.expect(pexpect.EOF)


def test_a_closed_terminal_leaves_no_machine():
    """make leads the session: it waits for its children and tells them nothing."""
    with Terminal("ARGS=marker-of-a-closed-terminal") as child:
        assert running("marker-of-a-closed-terminal")
        child.ptyproc.fileobj.close()
        child.closed = child.ptyproc.closed = True
        assert gone("marker-of-a-closed-terminal")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_leaves_no_machine(number):
    with Terminal("ARGS=marker-of-a-signal") as child:
        runner = [int(file.parent.name) for file in Path("/proc").glob("[0-9]*/cmdline")
                  if b"marker-of-a-signal" in file.read_bytes() and b"run.py" in file.read_bytes()]
        os.kill(runner[-1], number)
        assert gone("marker-of-a-signal")
