# SPDX-License-Identifier: MIT
"""What the bits of a descriptor mean (Arm ARM DDI 0487J.a, D8.3)."""
from ..elf import constant
from ..entry_bits import Field, flag
from ..paging import ones
from .paging import TABLE_NO_EL0, TABLE_PXN, TABLE_RDONLY, TABLE_UXN

TABLE_LIMITS = ((TABLE_NO_EL0, "APTable[0]", "EL0 may access"), (TABLE_RDONLY, "APTable[1]", "anybody may write"),
                (TABLE_UXN, "UXNTable", "EL0 may execute"), (TABLE_PXN, "PXNTable", "EL1 may execute"))


def fields(entry, regs):
    """Those that count in an entry of this kind."""
    found = [flag(entry, "PTE_VALID", "invalid: an access faults, and the MMU ignores the other bits", "valid")]
    if entry.kind == "invalid":
        return found
    if entry.kind == "reserved":
        return [*found, type_bit(entry)]
    return found + [type_bit(entry), address_bits(entry)] + \
        (table_fields(entry) if entry.kind == "table" else leaf_fields(entry, regs))


def type_bit(entry):
    if entry.level == 3:
        return flag(entry, "PTE_TABLE", "reserved encoding at level 3", "at level 3: a page")
    return flag(entry, "PTE_TABLE", "a block: memory, and no further table", "the next table follows")


def address_bits(entry):
    shift = entry.region.granule if entry.kind == "table" else entry.region.shift(entry.level)
    words = "the next table" if entry.kind == "table" else f"the {entry.kind}"
    return Field(constant("PTE_ADDR_MASK") & ones(shift, 63), "output address", f"where {words} begins")


def table_fields(entry):
    """What a table forbids to all below it."""
    return [Field(bit, name, f"nothing below it that {words}" if entry.value & bit else "forbids nothing below it")
            for bit, name, words in TABLE_LIMITS]


def leaf_fields(entry, regs):
    index = entry.attribute_index
    return [
        Field(constant("PTE_ATTRINDX(7)"), "PTE_ATTRINDX",
              f"byte {index} of MAIR_EL1, where head.S put: {entry.memory_type(regs)}"),
        flag(entry, "PTE_USER", "AP[1]: EL0 has no access", "AP[1]: EL0 has access, too"),
        flag(entry, "PTE_RDONLY", "AP[2]: writable", "AP[2]: read-only"),
        Field(constant("PTE_SH_INNER"), "SH", f"{entry.shareability(regs.tcr)}; it counts for normal memory only"),
        flag(entry, "PTE_AF", "access flag clear: the first access faults",
             "access flag set: the first access does not fault"),
        flag(entry, "PTE_NG", "global: the same in every address space", "not global: of one address space, its ASID"),
        flag(entry, "PTE_CONT", "the TLB keeps this entry by itself",
             "one of a group of neighbours that the TLB may keep as one"),
        flag(entry, "PTE_PXN", "EL1 may execute it", "EL1 never executes it"),
        flag(entry, "PTE_UXN", "EL0 may execute it", "EL0 never executes it"),
        Field(constant("PTE_SW"), "PTE_SW", "left to software: the MMU ignores these")]
