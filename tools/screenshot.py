#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Draws memory on a display, as docs/monitor.md describes it, and stores what the display shows.

usage: screenshot.py      writes docs/show.png
"""
import json
import os
import re
import socket
import struct
import tempfile
import zlib
from pathlib import Path

import pexpect

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs/show.png"
# The first command after the title of that section begins its transcript.
SECTION = re.compile(r"^## Memory on a display\n.*?^```console\n\$ (?P<make>.*?)\n(?P<typed>.*?)^```", re.M | re.S)
PROMPT = r"bootmap> \x1b\[K"


def steps():
    """(words for make, what is typed) of the transcript."""
    found = SECTION.search((ROOT / "docs/monitor.md").read_text(encoding="utf-8"))
    return found["make"].split(), re.findall(r"^bootmap> (.*)$", found["typed"], re.M)


def screendump(path, file):
    """Asks QEMU for a picture of the display."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        with connection.makefile("rw") as qmp:
            qmp.readline()
            for command in ({"execute": "qmp_capabilities"},
                            {"execute": "screendump", "arguments": {"filename": file}}):
                qmp.write(json.dumps(command) + "\n")
                qmp.flush()
                while "return" not in json.loads(qmp.readline()):
                    pass
    return Path(file).read_bytes()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(ppm):
    """The same picture with a palette of at most 256 colours, which is much smaller."""
    width, height = map(int, ppm.split(None, 3)[1:3])
    raw = ppm[-3 * width * height:]
    pixels = [raw[at:at + 3] for at in range(0, len(raw), 3)]
    palette = {colour: number for number, colour in enumerate(sorted(set(pixels)))}
    lines = b"".join(b"\0" + bytes(palette[pixel] for pixel in pixels[line * width:(line + 1) * width])
                     for line in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)) +
            chunk(b"PLTE", b"".join(palette)) + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b""))


def main():
    words, typed = steps()
    nobody = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    with tempfile.TemporaryDirectory() as folder:
        terminal = pexpect.spawn("make", ["-s", *words[1:], f"QEMU_EXTRA=-qmp unix:{folder}/qmp,server=on,wait=off"],
                                 cwd=str(ROOT), env=nobody, timeout=120, encoding="utf-8")
        try:
            terminal.expect(PROMPT)
            for command in typed:
                terminal.send(command + "\r")
                terminal.expect(re.escape(command) + r"\r+\n")
                terminal.expect(PROMPT)
            FILE.write_bytes(png(screendump(f"{folder}/qmp", f"{folder}/screen.ppm")))
        finally:
            terminal.close(force=True)
    print(f"wrote {FILE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
