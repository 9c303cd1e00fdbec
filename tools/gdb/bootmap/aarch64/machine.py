# SPDX-License-Identifier: MIT
"""Where an AArch64 machine keeps what is asked for, and the names that its head.S gives to things."""
import struct

from ..elf import address, at_load_address, constant, function_at, image_offset
from ..paging import bits
from ..stub import register
from .paging import Registers

# The arm64 Image header: image_size at 16, a magic number at 56.
HEADER_SIZE, HEADER_SIZE_AT, HEADER_MAGIC_AT, HEADER_MAGIC = 64, 16, 56, b"ARM\x64"

# In head.S: the function that turns the MMU on, and the one that comes when all tables are built.
SWITCH, TABLES_BUILT = "enable_mmu", "publish_tables"
# Who zeroed the tables before.
CLEARED_BY = "clear_tables()"

# As QEMU's stub numbers them: PC; frame record, link register, stack pointer.
PC_NUMBER, FRAME_NUMBERS = 32, (29, 30, 31)

# Where QEMU's stub stops at a watchpoint.
STOPS_BEHIND_STORE = False

PC, SP = "pc", "sp"
PRESERVED = tuple(f"x{number}" for number in range(31))
BRANCHED_TO = {"primary_entry": "image_header", "enable_mmu": "primary_entry"}


def system_register(name):
    """QEMU 7 calls some $SCTLR that later ones call $SCTLR_EL1."""
    return register(name, name.removesuffix("_EL1"))


def exception_level():
    return bits(register("cpsr"), constant("CURRENT_EL_SHIFT"), 2)


def registers():
    """Those of translation, now."""
    sctlr, tcr, mair, ttbr0, ttbr1 = (system_register(f"{name}_EL1") for name in
                                      ("SCTLR", "TCR", "MAIR", "TTBR0", "TTBR1"))
    return Registers(sctlr=sctlr, tcr=tcr, mair=mair, ttbr0=ttbr0, ttbr1=ttbr1, el=exception_level())


def programmed_registers(base, mmu_on):
    """What head.S makes of them for an image at `base`."""
    return Registers(sctlr=constant("SCTLR_MMU_ON" if mmu_on else "SCTLR_MMU_OFF"),
                     tcr=constant("TCR_VALUE"), mair=constant("MAIR_VALUE"),
                     ttbr0=base + image_offset("idmap_l0"), ttbr1=base + image_offset("init_top_pgt"))


def kernel_root():
    """Where the MMU finds init_top_pgt; None while it is off."""
    if system_register("SCTLR_EL1") & constant("SCTLR_M"):
        return system_register("TTBR1_EL1") & ~1
    return None


def is_header(header):
    """Is this the beginning of an image of this size?"""
    size = struct.unpack_from("<Q", header, HEADER_SIZE_AT)[0]
    return header[HEADER_MAGIC_AT:HEADER_MAGIC_AT + 4] == HEADER_MAGIC and \
        size == address("kernel_memory_size")


def argument(number):
    """Of the function at whose first instruction the CPU stands."""
    return register(f"x{number}")


def return_address():
    """Of the function at whose first instruction the CPU stands."""
    return register("x30")


def callers_trace(_):
    """Nothing but FRAME_NUMBERS tells one caller from another."""
    return ()


def head_caller(function, read):
    """The registers that differ in the caller of code in head.S; None if it has none. There is no
    stack yet: who called stands in lr, or in x10 where a function of tables.S keeps it while it
    calls others."""
    if function == "image_header":
        return None
    if function in BRANCHED_TO:  # and never goes back
        return {PC: address(BRANCHED_TO[function]) - address("_head") + address("elf_entry") + 4}
    return {PC: next((place for place in (read("x30"), read("x10"))
                      if at_load_address(place) and function_at(place) != function), 0)}
