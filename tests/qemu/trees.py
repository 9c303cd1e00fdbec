# SPDX-License-Identifier: MIT
"""Device trees for the machine, good and bad, and a way to enter the image with any of them."""
import subprocess

from machine import IMAGE, LOAD_ADDRESS, RAM_BASE, Machine
from target import TARGET

STUB_ADDRESS = RAM_BASE + 0x10000000


def dump(folder, machine="virt", mem="1G", smp=1):
    """The tree that QEMU makes, as a file."""
    file = folder / "qemu.dtb"
    subprocess.run([TARGET.qemu, "-M", f"{machine},dumpdtb={file}", "-cpu", TARGET.cpu, "-m", mem,
                    "-smp", str(smp), "-nodefaults", "-display", "none"], check=True, capture_output=True)
    return file


def source(folder, **options):
    """QEMU's tree in source form. dtc 1.6 writes a list of strings as "one\\0two", 1.7 as "one", "two"."""
    text = subprocess.run(["dtc", "-q", "-I", "dtb", "-O", "dts", dump(folder, **options)],
                          check=True, capture_output=True, text=True).stdout
    return text.replace('", "', "\\0")


def patched(folder, *replacements, bootargs="poweroff", more="", **options):
    """QEMU's tree with text replaced in its source form, recompiled by dtc; every one must occur.
    `more` is added to what the root node has: dtc merges nodes that it names again."""
    text = source(folder, **options)
    for old, new in [*replacements, ("chosen {", f'chosen {{ bootargs = "{bootargs}";')]:
        assert old in text, f"QEMU's tree has no {old!r}"
        text = text.replace(old, new)
    text += f"\n/ {{ {more} }};\n"
    file = folder / "patched.dtb"
    subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", file], input=text, check=True,
                   capture_output=True, text=True)
    return file


def assemble(folder, text):
    """Machine code of a few lines of assembly."""
    subprocess.run(["aarch64-linux-gnu-gcc", "-c", "-x", "assembler", "-", "-o", folder / "stub.o"],
                   input=text, check=True, text=True)
    subprocess.run(["aarch64-linux-gnu-objcopy", "-O", "binary", "-j", ".text", folder / "stub.o",
                    folder / "stub"], check=True)
    return (folder / "stub").read_bytes()


# How a boot loader enters the kernel.
LOADER = "ldr x0, ={tree}\nldr x4, ={entry}\nbr x4\n"


def boot_with(folder, blob, dtb_address, *, load_address=LOAD_ADDRESS, image=IMAGE,
              pointer=None, stub=None, extra=(), **options):
    """A machine that enters `image` at `load_address` with x0 = `pointer` (or `dtb_address`),
    after `blob` was put at `dtb_address`."""
    pointer = dtb_address if pointer is None else pointer
    (folder / "tree").write_bytes(blob)
    stub = stub or assemble(folder, LOADER.format(tree=pointer, entry=load_address))
    (folder / "stub").write_bytes(stub)

    def loader(file, address):
        return ["-device", f"loader,file={file},addr={address:#x},force-raw=on"]

    return Machine(kernel=None, extra=[
        *loader(image, load_address), *loader(folder / "tree", dtb_address),
        *loader(folder / "stub", STUB_ADDRESS),
        "-device", f"loader,addr={STUB_ADDRESS:#x},cpu-num=0", *extra], **options)
