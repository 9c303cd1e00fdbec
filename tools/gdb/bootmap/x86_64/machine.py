# SPDX-License-Identifier: MIT
"""Where an x86-64 machine keeps what is asked for, and the names that its head.S gives to things."""
import struct

import gdb

from ..elf import address, at_load_address, constant, function_at, image_offset
from ..stub import register
from .paging import EFER_LMA, Registers

# What a Multiboot2 image begins with (Multiboot2 Specification, 3.1.1).
HEADER_SIZE, HEADER_MAGIC = 4, struct.pack("<I", 0xe85250d6)

# In head.S: the function that turns paging on, and the one that comes when all tables are built.
SWITCH, TABLES_BUILT = "enable_paging", "check_tables"
# Who zeroed the tables before.
CLEARED_BY = "the loader"

# As QEMU's stub numbers them: RIP; RBP and RSP.
PC_NUMBER, FRAME_NUMBERS = 16, (6, 7)

# Where QEMU's stub stops at a watchpoint.
STOPS_BEHIND_STORE = True

PC, SP = "rip", "rsp"
PRESERVED = ("rbp", "rbx", *(f"r{number}" for number in range(12, 16)))
BRANCHED_TO = {"enable_paging": "primary_entry"}
ARGUMENTS = ("rdi", "rsi", "rdx", "rcx", "r8", "r9")
CALL = 0xe8  # opcode, before four bytes of displacement


def registers():
    """Those of translation, now. The PAT is an MSR, which QEMU's stub does not show: it is taken for
    what head.S programs."""
    cr0, cr3, cr4, efer = (register(name) for name in ("cr0", "cr3", "cr4", "efer"))
    return Registers(cr0=cr0, cr3=cr3, cr4=cr4, efer=efer, pat=constant("PAT_VALUE"))


def programmed_registers(base, mmu_on):
    """What head.S makes of them for an image at `base`, on a CPU that has NX and global pages."""
    cr0, efer = constant("CR0_VALUE"), constant("EFER_LME") | constant("EFER_NXE") | EFER_LMA
    if not mmu_on:
        cr0, efer = constant("CR0_PE") | constant("CR0_ET"), 0
    cr4 = constant("CR4_PAE") | constant("CR4_OSFXSR") | constant("CR4_PGE")
    return Registers(cr0=cr0, cr3=base + image_offset("init_top_pgt"), cr4=cr4 if mmu_on else 0, efer=efer,
                     pat=constant("PAT_VALUE"))


def kernel_root():
    """Where the MMU finds init_top_pgt; None while it is off."""
    if register("cr0") & constant("CR0_PG"):
        return register("cr3") & constant("PTE_ADDR_MASK")
    return None


def is_header(header):
    """Is this the beginning of an image?"""
    return header == HEADER_MAGIC


def argument(number):
    """Of the function at whose first instruction the CPU stands."""
    return register(ARGUMENTS[number])


def return_address():
    """Of the function at whose first instruction the CPU stands."""
    size = 8 if register("efer") & EFER_LMA else 4
    return int.from_bytes(gdb.selected_inferior().read_memory(register(SP), size), "little")


def callers_trace(packet):
    """What tells one caller from another: return addresses in the upper part of the stack."""
    rsp = int.from_bytes(bytes.fromhex(packet(f"p{FRAME_NUMBERS[1]:x}")), "little")
    size = min(256, -rsp % constant("PAGE_SIZE")) & ~7
    top = bytes.fromhex(packet(f"m{rsp:x},{size:x}")) if size else b""
    return [word for word, in struct.iter_unpack("<Q", top) if word >= address("_head")]


def head_caller(function, read):
    """The registers that differ in the caller of code in head.S; None if it has none. Such code is
    called, and pushes a word here and there: the first word of its stack that points behind a call
    is where it goes back to."""
    if function in BRANCHED_TO:  # and never goes back
        return {PC: address(BRANCHED_TO[function]) - address("_head") + address("elf_entry") + 4}
    if function in ("multiboot2_header", "pvh_entry", "multiboot2_entry", "primary_entry"):
        return None
    base = address("elf_entry") - address("_head")
    sp, end = read(SP), address("boot_stack_top") + base
    if not address("boot_stack") + base <= sp <= end:
        return None
    memory = gdb.selected_inferior().read_memory  # without paging an address is a physical one
    for offset, (word,) in enumerate(struct.iter_unpack("<I", memory(sp, (end - sp) // 4 * 4))):
        if at_load_address(word - 5) and function_at(word) and memory(word - 5, 1)[0][0] == CALL:
            return {PC: word, SP: sp + 4 * offset + 4}
    return None
