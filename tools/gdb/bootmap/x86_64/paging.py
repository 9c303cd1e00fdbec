# SPDX-License-Identifier: MIT
"""Walks and entries as the architecture has them (Intel SDM volume 3, 4.5 and 4.7): four levels, or
five as CR4.LA57 says. Bits that the kernel names come from its debug information; the others, which
it does not use, stand here with their source."""
from dataclasses import dataclass

from ..elf import constant
from ..paging import Descriptor, Geometry, bits, ones

CR4_LA57 = 1 << 12  # 2.5
EFER_LMA = 1 << 10  # 2.2.1

# Which words of memory_type() mean device registers, and which memory as it should be.
DEVICE, CACHED = ("uncached",), ("write-back",)
TYPES = {"PAT_WB": "write-back", "PAT_WT": "write-through", "PAT_WC": "write-combining",
         "PAT_UC_MINUS": "uncached UC-", "PAT_UC": "uncached UC"}


def memory_type(pat, index):
    """What a byte of the PAT means, in words."""
    found = {constant(name): words for name, words in TYPES.items()}
    return found.get(bits(pat, 8 * index, 8), "memory type unknown")


@dataclass(frozen=True)
class Region(Geometry):
    """The whole address space: both halves have one root."""
    reserved: int  # bits that must be clear in whatever is present

    name = "CR3"
    base = 0
    note = ""

    def entry(self, *fields):
        return Entry(self, *fields)

    def extend(self, offset):
        """An address is canonical: its last bit that counts is copied upwards."""
        return offset | ones(self.size_bits, 63) if bits(offset, self.size_bits - 1, 1) else offset

    def covers(self, va):
        return self.enabled and va == self.extend(va & ones(0, self.size_bits - 1))


class Entry(Descriptor):
    """An entry of a table of any level."""

    @property
    def large(self):
        return self.level < 3 and bool(self.value & constant("PTE_PS"))

    @property
    def kind(self):
        if not self.value & constant("PTE_PRESENT"):
            return "invalid"
        if self.value & self.must_be_clear:
            return "reserved"
        return "page" if self.level == 3 else "block" if self.large else "table"

    @property
    def must_be_clear(self):
        """A larger page has no address bits below its size, but one of its memory type."""
        if not self.large:
            return self.region.reserved
        if self.level < 1:
            return constant("PTE_PS")
        within = ones(self.region.granule, self.region.shift(self.level) - 1)
        return self.region.reserved | within & ~constant("PTE_PAT_LARGE")

    @property
    def output(self):
        return self.value & constant("PTE_ADDR_MASK") & \
            ~(ones(0, self.region.shift(self.level) - 1) if self.large else 0)

    @property
    def restrictions(self):
        """What this entry and those above forbid to what lies below: RW and USER as bits that are
        clear somewhere, NX as one that is set."""
        granted = constant("PTE_RW") | constant("PTE_USER")
        return self.inherited | ~self.value & granted | self.value & constant("PTE_NX")

    @property
    def writable(self):
        """For the kernel, too, as long as CR0.WP is set."""
        return not self.restrictions & constant("PTE_RW")

    @property
    def user(self):
        return not self.restrictions & constant("PTE_USER")

    def executable(self, _):
        return not self.restrictions & constant("PTE_NX")

    @property
    def type_bits(self):
        """PAT, PCD and PWT: the index into the PAT."""
        pat = constant("PTE_PAT_LARGE" if self.large else "PTE_PAT")
        return bool(self.value & pat) << 2 | bool(self.value & constant("PTE_PCD")) << 1 | \
            bool(self.value & constant("PTE_PWT"))

    def memory_type(self, regs):
        return memory_type(regs.pat, self.type_bits)

    def limits(self):
        """What a table forbids to all below it, of what is usually left to the leaf."""
        return [word for is_so, word in ((not self.value & constant("PTE_RW"), "RO"),
                                         (self.value & constant("PTE_NX"), "NX")) if is_so]

    def unusual(self, _):
        return ((self.user, "user"), (not self.value & constant("PTE_ACCESSED"), "A=0"),
                (self.writable and not self.value & constant("PTE_DIRTY"), "D=0"),
                (not self.value & constant("PTE_GLOBAL"), "not global"))

    def details(self, regs):
        """All attributes but access."""
        details = [self.memory_type(regs)] + (["user"] if self.user else [])
        details += ["A" if self.value & constant("PTE_ACCESSED") else "A=0",
                    "D" if self.value & constant("PTE_DIRTY") else "D=0",
                    "global" if self.value & constant("PTE_GLOBAL") else "not global"]
        return details + [name for bit, name in ((4, "PAT"), (2, "PCD"), (1, "PWT")) if self.type_bits & bit]


def entry_of_unknown_level(region, value):
    """An entry of which only the value is known. Larger pages bear the kernel's mark; what leads to a
    table has nothing but its address and PROT_TABLE."""
    flags = value & ~constant("PTE_ADDR_MASK")
    above = value & constant("PTE_LARGE") or flags == constant("PROT_TABLE")
    return region.entry(2 if above else 3, 0, 0, value)


@dataclass(frozen=True)
class Registers:
    """What decides a translation. `phys_bits` is how many bits of an address the CPU has, 0 if that
    is not known yet."""
    cr0: int
    cr3: int
    cr4: int
    efer: int
    pat: int
    phys_bits: int = 0

    @property
    def mmu_on(self):
        return bool(self.cr0 & constant("CR0_PG"))

    @property
    def long_mode(self):
        return bool(self.efer & EFER_LMA)

    @property
    def mode(self):
        """Where the CPU is, unless it is where it usually is."""
        if self.long_mode:
            return ""
        return "32-bit protected mode, " if self.cr0 & constant("CR0_PE") else "real mode, "

    @property
    def regions(self):
        reserved = ones(self.phys_bits, 51) if self.phys_bits else 0
        reserved |= 0 if self.efer & constant("EFER_NXE") else constant("PTE_NX")
        return [Region(root=self.cr3 & constant("PTE_ADDR_MASK"), granule=constant("PAGE_SHIFT"),
                       size_bits=57 if self.cr4 & CR4_LA57 else 48, enabled=self.long_mode,
                       reserved=reserved)]

    def region(self, va):
        """The root that translates `va`; None if it is not canonical."""
        return next((region for region in self.regions if region.covers(va)), None)
