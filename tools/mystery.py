#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Records a run of experiments/mystery.c with a new seed, or checks who was found in the recording. The
seed stands in the image that the recording keeps, and nowhere else.

usage: mystery.py FOLDER IMAGE ELF QEMU-COMMAND…     record into FOLDER
       mystery.py --answer FUNCTION FOLDER           exit status 0 if that function did it
environment: SEED, to repeat a riddle
"""
import os
import re
import secrets
import struct
import subprocess
import sys
from pathlib import Path

from runner.image import Image

SEED, SUSPECTS = "mystery_seed", "suspects"  # the names of experiments/mystery.c
ELF_MAGIC = b"\x7fELF"
PROGRAM_HEADERS, PROGRAM_COUNT = 0x20, 0x38  # where the ELF header holds these
PT_LOAD = 1


def offset_of(symbol, image, elf):
    """Where a variable lies in the file that a machine loads: an ELF file, or the bytes from _head on."""
    addresses = Image(elf).addresses
    address = addresses[symbol]
    if not image.startswith(ELF_MAGIC):
        return address - addresses["_head"]
    start, = struct.unpack_from("<Q", image, PROGRAM_HEADERS)
    count, = struct.unpack_from("<H", image, PROGRAM_COUNT)
    for index in range(count):
        kind, _, offset, first, _, size = struct.unpack_from("<IIQQQQ", image, start + 56 * index)
        if kind == PT_LOAD and first <= address < first + size:
            return address - first + offset
    raise LookupError(symbol)


def record_with(values, folder, image, elf, command):
    """Records a run of the image with these values, {variable: number}, in it. Returns the exit status."""
    changed = Path(folder).with_suffix(".kernel")
    data = bytearray(Path(image).read_bytes())
    for symbol, value in values.items():
        struct.pack_into("<I", data, offset_of(symbol, data, elf), value)
    changed.parent.mkdir(parents=True, exist_ok=True)
    changed.write_bytes(data)
    command = [str(changed) if word == str(image) else word for word in command]
    done = subprocess.run(["tools/record.sh", folder, changed, elf, *command], check=False, stdin=subprocess.DEVNULL)
    changed.unlink()
    return done.returncode


def record(folder, image, elf, *command):
    """Records a run of the image with a seed in it."""
    seed = int(os.environ.get("SEED") or secrets.randbits(31))
    return record_with({SEED: seed}, folder, image, elf, command)


def suspects(folder):
    """The name of the function that did it, and those of all that could have done it."""
    elf, kernel = Path(folder, "bootmap.elf"), Path(folder, "kernel").read_bytes()
    seed, = struct.unpack_from("<I", kernel, offset_of(SEED, kernel, elf))
    gdb = [os.environ.get("GDB") or "gdb-multiarch", "-nx", "-batch", "-ex", f"output {SUSPECTS}", elf]
    told = subprocess.run(gdb, check=True, capture_output=True, text=True).stdout
    names = re.findall(r"<(\w+)>", told)
    return names[seed % len(names)], names


def check(answer, folder):
    if not Path(folder, "bootmap.elf").exists():
        return f"mystery: there is no recording in {folder}: 'make mystery' makes one"
    culprit, names = suspects(folder)
    answer = answer.strip().removesuffix("()")
    if answer not in names:
        return f"mystery: {answer} is none of the functions in question: {', '.join(sorted(names))}"
    if answer != culprit:
        return f"mystery: no, {answer} works as it should"
    print(f"mystery: yes, {answer} did it")
    return 0


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "--answer":
        sys.exit(check(*sys.argv[2:]))
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    sys.exit(record(*sys.argv[1:]))
