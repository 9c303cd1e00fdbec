# SPDX-License-Identifier: MIT
"""QEMU, its console, and questions to it by QMP. It ends with this program, whatever ends this."""
import ctypes
import json
import os
import re
import signal
import socket
import subprocess
import time

CHUNK = 65536
PATIENCE = 5  # seconds for a QEMU that was asked to end

PR_SET_PDEATHSIG = 1  # of prctl(2)

# A reset and a power-off leave the machine as it is then: so it can still be asked.
PAUSE = ["-action", "reboot=shutdown,shutdown=pause"]


def end_with_parent():
    """In the child: when this program dies, however it does, so does QEMU."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Machine:
    """pause: stop where it resets itself or switches itself off, and wait to be asked"""

    def __init__(self, loop, command, pause):
        self.loop, self.command, self.pauses = loop, command, pause
        self.heard = False      # something came out of it
        self.unheard = False    # nobody takes what comes out of it any more
        self.resets = 0         # that the kernel wanted
        self.ended = None       # why it paused for good, in QMP's words
        self.answers, self.rest = [], b""
        self.pending, self.typed = b"", None
        self.qmp, other = socket.socketpair()
        with other:
            talk = ["-chardev", f"socket,id=runner,fd={other.fileno()}", "-mon", "chardev=runner,mode=control"]
            self.qemu = subprocess.Popen(command + talk + (PAUSE if pause else []), pass_fds=[other.fileno()],
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         preexec_fn=end_with_parent)
        os.set_blocking(self.qemu.stdin.fileno(), False)
        loop.when_readable(self.qemu.stdout, self.show)
        loop.when_readable(self.qmp, self.listen)
        self.ask("qmp_capabilities")

    def runs(self):
        """Is there a QEMU, with output that may still come?"""
        return self.qemu.stdout is not None

    def show(self):
        data = os.read(self.qemu.stdout.fileno(), CHUNK)
        self.heard = self.heard or bool(data)
        if not data:
            self.loop.forget(self.qemu.stdout)
            self.qemu.stdout = None
        try:
            while data:
                data = data[os.write(1, data):]
        except OSError:
            self.unheard = True

    def type(self, data, then=None):
        """Types at the console; calls `then` once all is taken."""
        if not self.pending:
            self.loop.when_writable(self.qemu.stdin, self.write)
        self.pending, self.typed = self.pending + data, then

    def write(self):
        try:
            self.pending = self.pending[os.write(self.qemu.stdin.fileno(), self.pending):]
        except OSError:
            self.pending = b""  # it has ended
        if not self.pending:
            self.loop.forget(self.qemu.stdin)
            if self.typed:
                self.typed()

    def listen(self):
        """What QEMU says by QMP, line by line; None among the answers is the end."""
        try:
            data = self.qmp.recv(CHUNK)
        except OSError:
            data = b""
        if not data:
            self.loop.forget(self.qmp)
            self.answers.append(None)
        *lines, self.rest = (self.rest + data).split(b"\n")
        for message in map(json.loads, filter(bytes.strip, lines)):
            if message.get("event") == "SHUTDOWN":
                self.ended = message["data"]["reason"]
            elif "return" in message or "error" in message:
                self.answers.append(message)

    def tell(self, command, **arguments):
        """Sends one QMP command; False if nobody is there any more."""
        try:
            self.qmp.sendall(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
        except OSError:
            return False
        return True

    def ask(self, command, **arguments):
        """One QMP command; returns what it returns, None if QEMU cannot answer any more."""
        if None in self.answers or not self.tell(command, **arguments):
            return None
        while not self.answers:
            self.loop.pump(None)
        return (self.answers.pop(0) or {}).get("return")

    def monitor(self, line):
        """One line for QEMU's monitor; returns what it prints, "" if it cannot any more."""
        answer = self.ask("human-monitor-command", **{"command-line": line})
        return (answer or "").replace("\r", "")

    def program_counter(self):
        """Of the first CPU, which boots; None if QEMU does not tell."""
        registers = self.monitor("info registers")
        for name in ("PC", "[ER]IP", "R15"):  # the last one is 32-bit Arm's
            found = re.search(rf"\b{name}=([0-9a-f]+)", registers)
            if found:
                return int(found[1], 16)
        return None

    def memory(self, physical, size):
        """Physical memory as bytes; None if there is none."""
        digits = re.findall(r"0x([0-9a-f]{2})\b", self.monitor(f"xp /{size}xb {physical:#x}"))
        return bytes(int(each, 16) for each in digits) if len(digits) == size else None

    def load_address(self):
        """Where QEMU put the image that -kernel names; None if it did not."""
        if "-kernel" not in self.command:
            return None
        name = re.escape(self.command[self.command.index("-kernel") + 1])
        found = re.search(rf'^addr=([0-9a-f]+) .* name="{name}(?: ELF program header segment 0)?"$',
                          self.monitor("info roms"), re.M)
        return int(found[1], 16) if found else None

    def reset(self):
        """Begins again, after a reset that the kernel wanted."""
        self.ended, self.resets = None, self.resets + 1
        self.ask("set-action", reboot="reset")
        self.ask("system_reset")
        self.ask("set-action", reboot="shutdown")
        self.ask("cont")

    def status(self):
        """QEMU's own, once it has ended by itself."""
        return self.qemu.wait()

    def end(self):
        """Ends QEMU if it still runs; what it has said is shown."""
        self.tell("quit")
        deadline = time.monotonic() + PATIENCE
        while self.runs() and not self.unheard and time.monotonic() < deadline:
            self.loop.pump(PATIENCE)
        try:
            self.qemu.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.qemu.kill()
            self.qemu.wait()
