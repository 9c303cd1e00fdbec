# SPDX-License-Identifier: MIT
"""The properties of the machine under test, for the ARCH that make was called with."""
import os
from dataclasses import dataclass
from pathlib import Path

ARCH = os.environ.get("ARCH", "aarch64")
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Target:
    """machine, cpu   what QEMU emulates unless a test says otherwise
    ram, load         where RAM and the ELF file's image begin
    status            how the kernel hands over its exit status
    stop              offsets from boot_stop at which a core that rests there may stand
    """
    machine: str
    cpu: str
    ram: int
    load: int
    status: tuple
    stop: range

    @property
    def qemu(self):
        """The program that make was called with as QEMU=…, whatever the working directory."""
        named = os.environ.get("QEMU") or f"qemu-system-{ARCH}"
        return str(ROOT / named) if "/" in named else named

    @staticmethod
    def tool(name):
        """A program of the cross compiler's."""
        return os.environ.get("CROSS_COMPILE", f"{ARCH}-linux-gnu-") + name


TARGET = {
    "aarch64": Target(machine="virt", cpu="cortex-a72", ram=0x40000000, load=0x40200000,
                      status=("-semihosting-config", "enable=on,target=native"),
                      stop=range(0, 5, 4)),
    "x86_64": Target(machine="q35", cpu="max", ram=0, load=0x200000,
                     status=("-device", "isa-debug-exit,iobase=0xf4,iosize=4"),
                     stop=range(3)),
}[ARCH]
