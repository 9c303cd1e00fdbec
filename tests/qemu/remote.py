# SPDX-License-Identifier: MIT
"""QEMU's GDB stub, spoken to directly: breakpoints, registers, and writes to physical addresses."""
import re
import socket


class Stub:
    """The remote serial protocol, as far as checks need it. The machine is stopped when this connects."""

    def __init__(self, path, timeout):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(timeout)
        self.socket.connect(str(path))
        self.buffer = b""
        self.numbers = {}  # of registers, by name
        self.features("target.xml")  # who has not read it may not read registers

    def close(self):
        self.socket.close()

    def send(self, words):
        data = words.encode()
        self.socket.sendall(b"$%s#%02x" % (data, sum(data) & 0xFF))

    def receive(self):
        """The next packet; None: the stub is silent until its time-out, or gone."""
        try:
            while not (found := re.search(rb"\$([^#]*)#..", self.buffer, re.S)):
                more = self.socket.recv(65536)
                if not more:
                    return None
                self.buffer += more
            self.buffer = self.buffer[found.end():]
            self.socket.sendall(b"+")
        except OSError:
            return None
        return re.sub(rb"}(.)", lambda pair: bytes([pair[1][0] ^ 0x20]), found[1], flags=re.S).decode("latin-1")

    def ask(self, words):
        self.send(words)
        return self.receive()

    def set_breakpoint(self, address):
        assert self.ask(f"Z1,{address:x},4") == "OK"

    def clear_breakpoint(self, address):
        assert self.ask(f"z1,{address:x},4") == "OK"

    def interrupt(self):
        self.socket.sendall(b"\x03")

    def stopped(self, seconds):
        """Did the machine report within these seconds that it stopped?"""
        self.socket.settimeout(seconds)
        return (self.receive() or "")[:1] in ("T", "S")

    def write_physical(self, address, data):
        """Memory, or a device's registers, in one access."""
        assert self.ask("Qqemu.PhyMemMode:1") == "OK"
        answer = self.ask(f"M{address:x},{len(data):x}:{data.hex()}")
        assert self.ask("Qqemu.PhyMemMode:0") == "OK"
        assert answer == "OK", f"nothing takes a write to {address:#x}"

    def features(self, document):
        """A part of the description of the CPU's registers."""
        text = ""
        while True:
            answer = self.ask(f"qXfer:features:read:{document}:{len(text):x},ffb")
            text += answer[1:]
            if answer[:1] != "m":
                return text

    def register(self, name):
        """A system register of AArch64 by its name, as TTBR1_EL1."""
        if not self.numbers:
            text = self.features("system-registers.xml")
            for words in re.findall(r"<reg ([^>]*)/>", text):
                values = dict(re.findall(r'(\w+)="([^"]*)"', words))
                self.numbers[values["name"]] = int(values["regnum"])
        return self.numbered_register(self.numbers[name])

    def numbered_register(self, number):
        return int.from_bytes(bytes.fromhex(self.ask(f"p{number:x}")), "little")
