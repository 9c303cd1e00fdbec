#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Types the README's first commands, word for word, in a terminal inside a folder that holds a bare
Debian with the project in /root/bootmap. For another architecture, make gets an ARCH= as well.

usage: first_commands.py FOLDER ARCH
"""
import os
import re
import sys
import time
from pathlib import Path

import pexpect

README = Path(__file__).parents[1] / "README.md"
# Packages come through a network, and everything is built.
TIMEOUT = 900
ENTER = ('mount -t proc proc "$0/proc" && mount -t devpts -o newinstance,ptmxmode=0666 devpts "$0/dev/pts" && '
         'mount --bind "$0/dev/pts/ptmx" "$0/dev/ptmx" && exec chroot "$0" "$@"')
PASSED_ON = ("TESTS", "http_proxy", "https_proxy", "CI")


def commands(arch):
    """The lines of the block under the heading "Two commands"."""
    block = re.search(r"^## Two commands\n.*?^```\n(.*?)^```", README.read_text(), re.M | re.S)[1]
    lines = [line.split("#")[0].strip() for line in block.splitlines()]
    assert len(lines) == 2 and all(line.startswith("make setup ") for line in lines), lines
    return [line if arch == "aarch64" else line.replace("make ", f"make ARCH={arch} ") for line in lines]


def terminal(folder, command):
    """The command in a terminal, in name spaces in which its mounts and processes end with it."""
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    words = ["--mount", "--pid", "--fork", "--kill-child", "sh", "-c", ENTER, folder, "env", "-i",
             "HOME=/root", "TERM=dumb", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
             *(f"{name}={value}" for name, value in environment.items()),
             "sh", "-c", f"cd /root/bootmap && exec {command}"]
    return pexpect.spawn("unshare", words, timeout=TIMEOUT, encoding="utf-8", codec_errors="replace")


def run(folder, command):
    """Does what a person does: waits for the prompt, if there is one, and says poweroff."""
    start = time.monotonic()
    print(f"bare: $ {command}", flush=True)
    typed = terminal(folder, command)
    typed.logfile_read = sys.stdout
    try:
        if typed.expect(["bootmap> ", pexpect.EOF]) == 0:
            typed.send("poweroff\r")
            typed.expect(pexpect.EOF)
        elif command.endswith(" run"):
            sys.exit(f"bare: '{command}' ended without a prompt")
    except pexpect.TIMEOUT:
        sys.exit(f"bare: '{command}' is still running after {TIMEOUT} seconds")
    finally:
        typed.close(force=True)
    if typed.exitstatus != 0:
        sys.exit(f"bare: '{command}' ended with status {typed.exitstatus}")
    print(f"bare: this took {time.monotonic() - start:.0f} seconds", flush=True)


def main():
    folder, arch = sys.argv[1:]
    for command in commands(arch):
        run(folder, command)


main()
