# SPDX-License-Identifier: MIT
"""x86-64's registers of translation, and page faults, in words."""
import gdb

from .. import kernel
from ..elf import constant
from ..owners import Owners
from ..paging import bits
from .paging import CR4_LA57, EFER_LMA, memory_type

ALIASES = {}

CR0 = {"CR0_PE": "protected mode", "CR0_WP": "the kernel, too, obeys read-only entries",
       "CR0_PG": "paging on"}
CR4 = {"CR4_PAE": "entries of 64 bits", "CR4_PGE": "global pages", "CR4_OSFXSR": "SSE"}
EFER = {"EFER_LME": "long mode wanted", "EFER_NXE": "entries may forbid execution"}
ERROR = ("PF_PRESENT", "PF_WRITE", "PF_USER", "PF_RESERVED", "PF_FETCH")


def flags(value, names):
    for name, meaning in names.items():
        yield f"  {name.split('_')[1]:<6} {int(bool(value & constant(name)))}  {meaning}"


def sysregs(regs):
    """CR0, CR3, CR4, EFER and the PAT."""
    yield f"{regs.mode or '64-bit mode, '}MMU {'on' if regs.mmu_on else 'off: identity'}"
    yield f"CR0  {regs.cr0:#018x}"
    yield from flags(regs.cr0, CR0)
    root = kernel.table_name(regs.regions[0].root) if regs.mmu_on else "not used yet"
    yield f"CR3  {regs.cr3:#018x}  {root}"
    yield f"CR4  {regs.cr4:#018x}"
    yield from flags(regs.cr4, CR4)
    yield f"  LA57   {int(bool(regs.cr4 & CR4_LA57))}  five levels"
    yield f"EFER {regs.efer:#018x}"
    yield from flags(regs.efer, EFER)
    yield f"  LMA    {int(bool(regs.efer & EFER_LMA))}  long mode active"
    yield f"PAT  {regs.pat:#018x}  what head.S programs: QEMU's stub does not show this register"
    used = {constant(name): name for name in ("MT_WRITE_BACK", "MT_WRITE_COMBINING", "MT_UC_MINUS",
                                              "MT_UNCACHED", "MT_WRITE_THROUGH")}
    for index in range(8):
        yield f"  {index}  {bits(regs.pat, 8 * index, 8):#04x}  {memory_type(regs.pat, index):<16}" \
              f"  {used.get(index, '(unused)')}"


def interrupted():
    """The struct pt_regs of the exception that is being handled; None if there is none."""
    frame = gdb.newest_frame()
    while frame is not None:
        try:
            regs = frame.read_var("regs")
            if str(regs.type.unqualified().strip_typedefs().target().unqualified()) == "struct pt_regs" \
                    and not regs.is_optimized_out:
                return regs.dereference()
        except (ValueError, RuntimeError, gdb.error):
            pass  # this function has no such variable, or it is gone
        frame = frame.older()
    return None


def last_fault():
    """The exception that is being handled, or the one that ended the kernel."""
    regs = interrupted()
    if regs is None:
        yield from recorded_fault()
        return
    vector, error, rip, cr2 = (int(regs[name]) for name in ("vector", "error", "rip", "cr2"))
    if vector != constant("VECTOR_PF"):
        yield f"exception {vector}, error code {error:#x}: {exception_name(vector)}"
        yield f"  at     {rip:#018x}  {kernel.caller(rip)}"
        return
    yield describe(error)
    yield f"  at     {rip:#018x}  {kernel.caller(rip)}"
    yield f"  about  {cr2:#018x}  {Owners().describe(cr2)}"


def exception_name(vector):
    """As the kernel's exception_describe() names it."""
    names = kernel.image_constant("names", "x86_64/exception.c")
    if vector >= constant("NR_EXCEPTIONS"):
        return "interrupt"
    return kernel.image_string(names[vector]) if int(names[vector]) else f"exception {vector}, which is reserved"


def recorded_fault():
    """The CPU leaves an error code on the stack and nowhere else; the kernel notes it in words."""
    failure = kernel.variable("boot_failure")
    if int(failure["code"]) != constant("BOOT_FAIL_FAULT"):
        yield "no exception is being handled, and none has ended the kernel"
        return
    cr2 = int(failure["value"])
    yield f"the last exception: {failure['text'].string()}"
    yield f"  CR2    {cr2:#018x}  {Owners().describe(cr2)}"


def describe(error):
    """The error code of a page fault (SDM volume 3, 6.15)."""
    is_set = {name: bool(error & constant(name)) for name in ERROR}
    access = "execute" if is_set["PF_FETCH"] else "write" if is_set["PF_WRITE"] else "read"
    why = "an entry has a reserved bit set" if is_set["PF_RESERVED"] else \
        "the entry does not permit it" if is_set["PF_PRESENT"] else "no entry is present"
    who = ", from user mode" if is_set["PF_USER"] else ""
    named = " ".join(name for name in ERROR if is_set[name]) or "no bit set"
    return f"error code {error:#x}: #PF, page fault on {access}: {why}{who} ({named})"
