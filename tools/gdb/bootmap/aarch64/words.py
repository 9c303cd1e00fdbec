# SPDX-License-Identifier: MIT
"""AArch64's registers of translation, and exception syndromes, in words."""
import gdb

from .. import kernel, stub
from ..elf import constant
from ..owners import Owners
from ..paging import bits
from ..wording import human_size
from .machine import system_register
from .paging import GRANULES, IPS_BITS, TCR_DS, TCR_EPD, TCR_TBI, TCR_TG, memory_type

ALIASES = {"esr": "fault"}

SCTLR = {"SCTLR_M": "MMU on", "SCTLR_C": "data cache on", "SCTLR_I": "instruction cache on",
         "SCTLR_SA": "SP alignment checked", "SCTLR_WXN": "writable is never executable"}
CACHED = ("non-cacheable", "write-back", "write-through", "write-back, no write-allocate")

CLASSES = {
    "EC_UNKNOWN": "undefined instruction",
    "EC_FP_ASIMD": "floating point or SIMD instruction while these are off",
    "EC_ILLEGAL_STATE": "illegal execution state",
    "EC_SVC64": "system call",
    "EC_MSR_MRS": "trapped access to a system register",
    "EC_IABT_LOWER": "instruction abort from EL0",
    "EC_IABT_SAME": "instruction abort",
    "EC_PC_ALIGNMENT": "misaligned PC",
    "EC_DABT_LOWER": "data abort from EL0",
    "EC_DABT_SAME": "data abort",
    "EC_SP_ALIGNMENT": "misaligned SP",
    "EC_SERROR": "SError",
    "EC_WATCHPOINT": "watchpoint",
    "EC_BRK": "BRK instruction",
}
# Fault status codes (D19.2.37), whose low two bits are a level, and those that have none.
WITH_LEVEL = {0: "address size fault", 1: "translation fault", 2: "access flag fault",
              3: "permission fault", 5: "external abort on a table walk"}
WITHOUT_LEVEL = {0x10: "external abort", 0x21: "alignment fault", 0x30: "TLB conflict abort"}


def sysregs(regs):
    """SCTLR_EL1, TCR_EL1, MAIR_EL1, TTBR0_EL1 and TTBR1_EL1."""
    yield f"EL{regs.el}, MMU {'on' if regs.mmu_on else 'off: identity'}"
    yield f"SCTLR_EL1 {regs.sctlr:#018x}"
    for name, words in SCTLR.items():
        yield f"  {name.removeprefix('SCTLR_'):<5} {int(bool(regs.sctlr & constant(name)))}  {words}"
    yield f"TCR_EL1   {regs.tcr:#018x}"
    yield from tcr_lines(regs.tcr)
    yield f"MAIR_EL1  {regs.mair:#018x}"
    used = {constant(name): name for name in ("MT_DEVICE_nGnRnE", "MT_DEVICE_nGnRE",
                                              "MT_NORMAL_NC", "MT_NORMAL")}
    for index in range(8):
        yield f"  {index}  {bits(regs.mair, 8 * index, 8):#04x}  {memory_type(regs.mair, index):<20}" \
              f"  {used.get(index, '(unused)')}"
    for region, value in zip(regs.regions, (regs.ttbr0, regs.ttbr1)):
        yield f"{region.name} {value:#018x}  {kernel.table_name(region.root)}" \
              f"{'' if region.enabled else ', walks disabled'}"


def tcr_lines(tcr):
    for high, shift in ((0, constant("TCR_T0SZ_SHIFT")), (1, constant("TCR_T1SZ_SHIFT"))):
        size = bits(tcr, shift, 6)
        granule = GRANULES[high].get(bits(tcr, TCR_TG[high], 2))
        yield f"  T{high}SZ  {size}: {64 - size}-bit addresses, " \
              f"{human_size(1 << granule) if granule else 'reserved'} pages, walks inner " \
              f"{CACHED[bits(tcr, shift + 8, 2)]}, outer {CACHED[bits(tcr, shift + 10, 2)]}"
        yield f"  EPD{high}  {bits(tcr, TCR_EPD[high], 1)}, TBI{high} {bits(tcr, TCR_TBI[high], 1)}"
    ips = bits(tcr, constant("TCR_IPS_SHIFT"), 3)
    yield f"  IPS   {ips}: {IPS_BITS[ips]}-bit physical addresses"
    yield f"  DS    {bits(tcr, TCR_DS, 1)}"


def last_fault():
    """The last exception that was taken to EL1."""
    if stub.is_core():
        raise gdb.GdbError("a core holds no ESR_EL1: give the value that the report shows")
    esr, far, elr = (system_register(name) for name in ("ESR_EL1", "FAR_EL1", "ELR_EL1"))
    if not esr:
        yield "ESR_EL1 is 0: no exception was taken to EL1 yet"
        return
    yield describe(esr)
    yield f"  at     {elr:#018x}  {kernel.caller(elr)}"
    if "abort" in describe(esr):
        yield f"  about  {far:#018x}  {Owners().describe(far)}"


def field(esr, name):
    mask = constant(name)
    return (esr & mask) // (mask & -mask)


def describe(esr):
    """An exception syndrome."""
    ec, fsc = field(esr, "ESR_EC"), field(esr, "ISS_FSC")
    name = next((n for n in CLASSES if constant(n) == ec), None)
    comment = f" {field(esr, 'ISS_BRK_COMMENT'):#x}" if name == "EC_BRK" else ""
    words = f"ESR {esr:#x}: {CLASSES.get(name, 'another exception class')}{comment} " \
            f"(EC {ec:#04x}{', ' + name if name else ''})"
    if name not in ("EC_IABT_LOWER", "EC_IABT_SAME", "EC_DABT_LOWER", "EC_DABT_SAME"):
        return f"{words}, ISS {field(esr, 'ESR_ISS'):#x}"
    access = "execute" if "IABT" in name else "write" if esr & constant("ISS_WNR") else "read"
    if fsc >> 2 in WITH_LEVEL:
        why = f"{WITH_LEVEL[fsc >> 2]} at level {fsc & 3}"
    else:
        why = WITHOUT_LEVEL.get(fsc, "another fault status")
    unknown = ", address unknown" if esr & constant("ISS_FNV") else ""
    return f"{words} on {access}: {why} (FSC {fsc:#04x}){unknown}"
