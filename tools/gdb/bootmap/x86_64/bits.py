# SPDX-License-Identifier: MIT
"""What the bits of an entry mean (Intel SDM volume 3, 4.5.4)."""
from ..elf import constant
from ..entry_bits import Field, flag
from ..paging import ones


def fields(entry, regs):
    """Those that count in an entry of this kind."""
    found = [flag(entry, "PTE_PRESENT", "P: not present; an access faults, and the MMU ignores the other bits",
                  "P: present")]
    if entry.kind == "invalid":
        return found
    found += access_fields(entry)
    return found + (table_fields(entry) if entry.kind == "table" else leaf_fields(entry, regs))


def access_fields(entry):
    """What a table's entry says, too."""
    below = " to all below it" if entry.kind == "table" else ""
    return [
        flag(entry, "PTE_RW", f"R/W: forbids writing{below}; for the kernel, too, while CR0.WP is set",
             "R/W: writable, unless an entry above forbids it"),
        flag(entry, "PTE_USER", f"U/S: forbids user code any access{below}",
             "U/S: user code has access, unless an entry above forbids it"),
        flag(entry, "PTE_ACCESSED", "A: clear; the CPU sets it at the first use",
             "A: set, so that the CPU does not have to write it at the first use"),
        flag(entry, "PTE_NX", "XD: executable, unless an entry above forbids it",
             f"XD: forbids executing{below}; EFER.NXE makes it count"),
        Field(constant("PTE_SW"), "PTE_SW", "left to software: the CPU ignores these"),
        address_bits(entry)]


def address_bits(entry):
    words = "the next table" if entry.kind == "table" else f"the {entry.kind}"
    low = entry.region.shift(entry.level) if entry.large else entry.region.granule
    return Field(constant("PTE_ADDR_MASK") & ones(low, 51), "address",
                 f"where {words} begins")


def table_fields(entry):
    found = [flag(entry, name, "with PCD and PWT clear the table itself is read through the caches",
                  "changes how the table itself is cached") for name in ("PTE_PWT", "PTE_PCD")]
    if entry.level > 0:
        found.append(flag(entry, "PTE_PS", "PS: a table follows", "PS: a page, and no further table"))
    return found


def leaf_fields(entry, regs):
    kind = f"one of three bits that choose byte {entry.type_bits} of the PAT, where head.S put: " \
           f"{entry.memory_type(regs)}"
    pat = "PTE_PAT_LARGE" if entry.large else "PTE_PAT"
    found = [Field(constant(name), name, kind) for name in ("PTE_PWT", "PTE_PCD", pat)]
    if entry.large:
        found += [flag(entry, "PTE_PS", "PS: a table follows", "PS: a page, and no further table"),
                  flag(entry, "PTE_LARGE", "the kernel's own mark is missing: the CPU ignores it",
                       "the kernel's own mark of a page larger than 4 KiB: the CPU ignores it")]
    return found + [
        flag(entry, "PTE_DIRTY", "D: clear; the CPU sets it at the first write",
             "D: set, so that the CPU does not have to write it at the first write"),
        flag(entry, "PTE_GLOBAL", "G: a load of CR3 removes it from the TLB",
             "G: global; it stays in the TLB when CR3 is loaded")]
