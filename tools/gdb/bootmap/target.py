# SPDX-License-Identifier: MIT
"""The registers that control translation, and where in physical memory the image is."""
import gdb

from . import core, stub
from .arch import machine
from .elf import address, constant, image_offset


def registers():
    """The registers that control translation. A core has none: the values that head.S programs are assumed.
    PC shows whether the MMU is on, because the image is linked at a high address and loaded at a low one."""
    if stub.is_core():
        return programmed_registers(stub.program_counter() >= address("_head"))
    return machine.registers()


def programmed_registers(mmu_on=True):
    """The values that head.S writes."""
    return machine.programmed_registers(load_address(), mmu_on)


def table_registers():
    """The registers for reading the tables: those of now, or, before the MMU is on, those that head.S will
    write."""
    regs = registers()
    return regs if regs.mmu_on else programmed_registers()


def _is_image(pa):
    """Does an image begin there? After boot this says no, because the first page is freed."""
    try:
        return machine.is_header(stub.read_physical(pa, machine.HEADER_SIZE))
    except gdb.GdbError:
        return False


def _candidates():
    """Where the image might be. It begins at a multiple of 2 MiB and is not longer than that."""
    step = constant("PMD_SIZE")
    if stub.is_core():
        for start, end in core.ram():
            yield from range(-(-start // step) * step, end, step)
        return
    root = machine.kernel_root()
    if root is None:
        yield stub.program_counter() // step * step
    else:
        yield root - image_offset("init_top_pgt")
    yield address("elf_entry")


def _knows_itself(pa):
    """Does the variable kimage_voffset of an image at `pa` say that it runs there? In a copy that a loader left
    in memory it does not."""
    try:
        return stub.read_entry(pa + image_offset("kimage_voffset")) == address("_head") - pa
    except gdb.GdbError:  # nothing is there, or the image was built without an MMU
        return False


def load_address():
    """The physical address of the image's first byte. Before its first instruction: where QEMU
    will enter it."""
    candidates = list(_candidates())
    for test in (_knows_itself, _is_image):
        for pa in candidates:
            if test(pa):
                return pa
    return address("elf_entry")


def physical_of_image(va):
    """The physical address of something that the linker placed."""
    return load_address() + va - address("_head")
