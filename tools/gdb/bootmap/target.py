# SPDX-License-Identifier: MIT
"""What there is to look at: a machine under QEMU's GDB stub, or the core that QEMU's
dump-guest-memory wrote of one. Registers, physical memory, and where the image was loaded."""
import re
import struct
from contextlib import contextmanager

import gdb

from .elf import address, constant, image_offset
from .vmsa import Registers, bits

# The arm64 Image header: image_size at 16, a magic number at 56.
HEADER_SIZE_AT, HEADER_MAGIC_AT, HEADER_MAGIC = 16, 56, b"ARM\x64"


def connection():
    found = gdb.selected_inferior().connection
    if found is None or gdb.selected_thread() is None:
        raise gdb.GdbError("there is no machine to look at: 'make debug', or core-file FILE")
    return found


def is_core():
    return connection().type == "core"


@contextmanager
def _physical_mode():
    """QEMU's stub takes addresses as physical ones. A core's addresses are physical anyway."""
    if is_core():
        yield
        return
    link = connection()
    if not hasattr(link, "send_packet") or link.send_packet("Qqemu.PhyMemMode:1") != b"OK":
        raise gdb.GdbError("this GDB stub does not read physical memory; QEMU's does")
    try:
        yield
    finally:
        link.send_packet("Qqemu.PhyMemMode:0")


def read_physical(pa, size):
    """Bytes of physical memory."""
    try:
        with _physical_mode():
            return bytes(gdb.selected_inferior().read_memory(pa, size))
    except gdb.MemoryError:
        raise gdb.GdbError(f"nothing answers at physical address {pa:#x}") from None


def write_physical(pa, data):
    with _physical_mode():
        gdb.selected_inferior().write_memory(pa, data)


def read_entry(pa):
    return struct.unpack("<Q", read_physical(pa, 8))[0]


def read_table(pa, count=512):
    return struct.unpack(f"<{count}Q", read_physical(pa, 8 * count))


def register(name):
    """A system register. QEMU 7 calls some $SCTLR that later ones call $SCTLR_EL1."""
    frame = gdb.newest_frame()
    for candidate in (name, name.removesuffix("_EL1")):
        try:
            return int(frame.read_register(candidate)) & 2**64 - 1
        except ValueError:
            pass
    raise gdb.GdbError(f"this target has no register {name}")


def general_register(name):
    return int(gdb.newest_frame().read_register(name)) & 2**64 - 1


def program_counter():
    return general_register("pc")


def exception_level():
    return bits(general_register("cpsr"), constant("CURRENT_EL_SHIFT"), 2)


def registers():
    """The registers of translation. A core has none: there it is what head.S programs, and
    whether the MMU is on shows in PC, because the image is linked high and loaded low."""
    if is_core():
        return programmed_registers(program_counter() >= address("_head"))
    return Registers(sctlr=register("SCTLR_EL1"), tcr=register("TCR_EL1"), mair=register("MAIR_EL1"),
                     ttbr0=register("TTBR0_EL1"), ttbr1=register("TTBR1_EL1"), el=exception_level())


def programmed_registers(mmu_on=True):
    """What head.S writes, or is about to."""
    return Registers(sctlr=constant("SCTLR_MMU_ON" if mmu_on else "SCTLR_MMU_OFF"),
                     tcr=constant("TCR_VALUE"), mair=constant("MAIR_VALUE"),
                     ttbr0=load_address() + image_offset("idmap_l0"),
                     ttbr1=load_address() + image_offset("init_top_pgt"))


def table_registers():
    """What to read the tables with: as the MMU does, or as it will once head.S turns it on."""
    regs = registers()
    return regs if regs.mmu_on else programmed_registers()


def _is_image(pa):
    """Is there an Image header for an image of this size? Once boot is over, it is given back."""
    try:
        header = read_physical(pa, 64)
    except gdb.GdbError:
        return False
    size = struct.unpack_from("<Q", header, HEADER_SIZE_AT)[0]
    return header[HEADER_MAGIC_AT:HEADER_MAGIC_AT + 4] == HEADER_MAGIC and \
        size == address("kernel_image_size")


def _ram_of_core():
    listing = gdb.execute("info files", to_string=True)
    for start, end in re.findall(r"^\t0x([0-9a-f]+) - 0x([0-9a-f]+) is load", listing, re.M):
        yield int(start, 16), int(end, 16)


def _candidates():
    """Where the image might be. It begins on a 2 MiB line and is no longer than that."""
    step = constant("PMD_SIZE")
    if is_core():
        for start, end in _ram_of_core():
            yield from range(-(-start // step) * step, end, step)
        return
    if register("SCTLR_EL1") & constant("SCTLR_M"):
        yield (register("TTBR1_EL1") & ~1) - image_offset("init_top_pgt")
    else:
        yield program_counter() // step * step
    yield address("elf_entry")


def _knows_itself(pa):
    """Has the image at `pa` noted that it runs there? A copy that a loader left behind has not."""
    try:
        return read_entry(pa + image_offset("kimage_voffset")) == address("_head") - pa
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


def instruction_count():
    """How many instructions were executed, if this is a recorded run; else None."""
    if is_core():
        return None
    found = re.search(r"instruction count = (\d+)", gdb.execute("monitor info replay", to_string=True))
    return int(found[1]) if found else None
