# SPDX-License-Identifier: MIT
"""What decides a translation now, and where in physical memory the image lies."""
import gdb

from . import core, stub
from .arch import machine
from .elf import address, constant, image_offset


def registers():
    """The registers of translation. A core has none: there it is what head.S programs, and
    whether the MMU is on shows in PC, because the image is linked high and loaded low."""
    if stub.is_core():
        return programmed_registers(stub.program_counter() >= address("_head"))
    return machine.registers()


def programmed_registers(mmu_on=True):
    """What head.S writes, or is about to."""
    return machine.programmed_registers(load_address(), mmu_on)


def table_registers():
    """What to read the tables with: as the MMU does, or as it will once head.S turns it on."""
    regs = registers()
    return regs if regs.mmu_on else programmed_registers()


def _is_image(pa):
    """Does an image begin there? Once boot is over, its first page is given back."""
    try:
        return machine.is_header(stub.read_physical(pa, machine.HEADER_SIZE))
    except gdb.GdbError:
        return False


def _candidates():
    """Where the image might be. It begins on a 2 MiB line and is no longer than that."""
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
    """Has the image at `pa` noted that it runs there? A copy that a loader left behind has not."""
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
