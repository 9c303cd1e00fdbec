# SPDX-License-Identifier: MIT
"""Walks and descriptors as the architecture has them (Arm ARM DDI 0487J.a, chapter D8): geometry
from TCR_EL1, never assumed; any granule, 48 or 52 bits. Bits that the kernel names come from its
debug information; the others, which it does not use, stand here with their source."""
from dataclasses import dataclass, field

from ..elf import constant
from ..paging import Descriptor, Geometry, bits, ones

# TCR_EL1 (D19.2.147): fields that this kernel leaves zero, as (low half's bit, high half's bit).
TCR_EPD = (7, 23)
TCR_TBI = (37, 38)
TCR_HPD = (41, 42)
TCR_DS = 59
TCR_TG = (14, 30)
GRANULES = ({0: 12, 1: 16, 2: 14}, {1: 14, 2: 12, 3: 16})
IPS_BITS = (32, 36, 40, 42, 44, 48, 52, 56)

# Table descriptors restrict what lies below them (D8.3.1): bits 59…63.
TABLE_PXN, TABLE_UXN, TABLE_NO_EL0, TABLE_RDONLY = 1 << 59, 1 << 60, 1 << 61, 1 << 62

SHAREABILITY = ("non-shareable", "reserved shareability", "outer shareable", "inner shareable")
# Which words of memory_type() mean device registers, and which memory as it should be.
DEVICE, CACHED = ("device",), ("normal write-back",)
DEVICE_TYPES = {0x00: "device nGnRnE", 0x04: "device nGnRE", 0x08: "device nGRE", 0x0c: "device GRE"}
NORMAL_TYPES = {0x44: "normal non-cacheable", 0xbb: "normal write-through",
                0xff: "normal write-back", 0xf0: "normal write-back, tagged"}


def memory_type(mair, index):
    """What a descriptor's attribute index means, in words."""
    attribute = bits(mair, 8 * index, 8)
    words = DEVICE_TYPES.get(attribute) or NORMAL_TYPES.get(attribute)
    if words:
        return words
    return f"{'normal' if attribute >> 4 else 'device'} {attribute:#04x}"


@dataclass(frozen=True)
class Region(Geometry):
    """One of the two halves of the address space."""
    high: bool
    wide: bool    # descriptors carry 52-bit addresses, as TCR_EL1.DS says
    tagged: bool  # the top byte of an address is ignored
    hierarchical: bool

    @classmethod
    def of(cls, tcr, ttbr, high):
        granule = GRANULES[high].get(bits(tcr, TCR_TG[high], 2))
        size_bits = 64 - bits(tcr, constant("TCR_T1SZ_SHIFT" if high else "TCR_T0SZ_SHIFT"), 6)
        wide = bool(bits(tcr, TCR_DS, 1)) and granule != 16
        root = ttbr & ones(1, 47)
        if wide or granule == 16 and IPS_BITS[bits(tcr, constant("TCR_IPS_SHIFT"), 3)] == 52:
            root = root & ~ones(0, 5) | bits(ttbr, 2, 4) << 48
        valid = granule is not None and granule + 3 < size_bits <= (52 if wide or granule == 16 else 48)
        return cls(root=root, size_bits=size_bits, granule=granule or 12, high=high, wide=wide,
                   enabled=valid and not bits(tcr, TCR_EPD[high], 1),
                   tagged=bool(bits(tcr, TCR_TBI[high], 1)), hierarchical=not bits(tcr, TCR_HPD[high], 1))

    @property
    def name(self):
        return "TTBR1_EL1" if self.high else "TTBR0_EL1"

    @property
    def note(self):
        """What is unusual about the walks."""
        return ", 52-bit descriptors" if self.wide else ""

    def entry(self, *fields):
        return Entry(self, *fields)

    @property
    def base(self):
        return 2**64 - (1 << self.size_bits) if self.high else 0

    def extend(self, offset):
        return self.base | offset

    def covers(self, va):
        upper = va >> self.size_bits & ones(0, (55 if self.tagged else 63) - self.size_bits)
        return self.enabled and upper == (ones(0, (55 if self.tagged else 63) - self.size_bits)
                                          if self.high else 0)

    def has_blocks(self, level):
        """Table D8-17: larger blocks came with 52-bit addresses."""
        smallest = {12: 0 if self.wide else 1, 14: 1 if self.wide else 2, 16: 1}
        return smallest[self.granule] <= level < 3

    def output(self, descriptor, shift):
        """The address in a descriptor that leads to something of 2^shift bytes."""
        if self.wide:
            return descriptor & ones(shift, 49) | bits(descriptor, 8, 2) << 50
        if self.granule == 16:
            return descriptor & ones(shift, 47) | bits(descriptor, 12, 4) << 48
        return descriptor & ones(shift, 47)


class Entry(Descriptor):
    """A descriptor of the VMSA."""

    @property
    def kind(self):
        two_bits = self.value & constant("PTE_TYPE_TABLE")
        if not two_bits & constant("PTE_VALID"):
            return "invalid"
        if two_bits & constant("PTE_TABLE"):
            return "page" if self.level == 3 else "table"
        return "block" if self.region.has_blocks(self.level) else "reserved"

    @property
    def output(self):
        shift = self.region.granule if self.kind == "table" else self.region.shift(self.level)
        return self.region.output(self.value, shift)

    @property
    def restrictions(self):
        """What this entry and those above forbid to what lies below."""
        if self.kind != "table" or not self.region.hierarchical:
            return self.inherited
        return self.inherited | self.value & (TABLE_PXN | TABLE_UXN | TABLE_NO_EL0 | TABLE_RDONLY)

    @property
    def writable(self):
        return not (self.value & constant("PTE_RDONLY") or self.inherited & TABLE_RDONLY)

    @property
    def user(self):
        return bool(self.value & constant("PTE_USER")) and not self.inherited & TABLE_NO_EL0

    @property
    def pxn(self):
        return bool(self.value & constant("PTE_PXN") or self.inherited & TABLE_PXN)

    @property
    def uxn(self):
        return bool(self.value & constant("PTE_UXN") or self.inherited & TABLE_UXN)

    @property
    def contiguous(self):
        return bool(self.value & constant("PTE_CONT"))

    @property
    def attribute_index(self):
        return bits(self.value, constant("PTE_ATTRINDX_SHIFT"), 3)

    def memory_type(self, regs):
        return memory_type(regs.mair, self.attribute_index)

    def executable(self, regs):
        """By EL1. What EL0 may write, EL1 never executes (D8.4.1)."""
        return not (self.pxn or self.writable and (regs.wxn or self.user))

    def shareability(self, tcr):
        """With 52-bit addresses it moves from the descriptor to TCR_EL1."""
        if self.region.wide:
            return SHAREABILITY[bits(tcr, 28 if self.region.high else 12, 2)]
        return SHAREABILITY[bits(self.value, 8, 2)]

    def limits(self):
        """What a table forbids to all below it."""
        return [word for bit, word in ((TABLE_RDONLY, "RO"), (TABLE_NO_EL0, "no EL0"),
                                       (TABLE_PXN, "PXN"), (TABLE_UXN, "UXN")) if self.value & bit]

    def unusual(self, regs):
        shareability = self.shareability(regs.tcr)
        return ((self.user, "user"), (not self.value & constant("PTE_AF"), "AF=0"),
                (self.value & constant("PTE_NG"), "nG"), (not self.uxn, "EL0 may execute"),
                (self.memory_type(regs).startswith("normal") and shareability != SHAREABILITY[3],
                 shareability),
                (self.contiguous, "contiguous"))

    def details(self, regs):
        """All attributes but access."""
        details = [self.memory_type(regs)]
        if self.user:
            details.append("user")
        if details[0].startswith("normal"):  # devices are outer shareable, whatever is written
            details.append(self.shareability(regs.tcr))
        details.append("AF" if self.value & constant("PTE_AF") else "AF=0")
        details.append("nG" if self.value & constant("PTE_NG") else "global")
        details += [name for name, is_set in (("PXN", self.pxn), ("UXN", self.uxn),
                                              ("contiguous", self.contiguous)) if is_set]
        return details


def entry_of_unknown_level(region, value):
    """An entry of which only the value is known: bit 1 set is a table above level 3, a page in it."""
    as_page = region.entry(3, 0, 0, value)
    if as_page.leaf and bits(value, 2, 10):
        return as_page
    return region.entry(2, 0, 0, value)


@dataclass(frozen=True)
class Registers:
    """What decides a translation."""
    sctlr: int
    tcr: int
    mair: int
    ttbr0: int
    ttbr1: int
    el: int = 1
    wxn: bool = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "wxn", bool(self.sctlr & constant("SCTLR_WXN")))

    @property
    def mmu_on(self):
        return self.el < 2 and bool(self.sctlr & constant("SCTLR_M"))

    @property
    def mode(self):
        """Where the CPU is, unless it is where it usually is."""
        return f"EL{self.el}, " if self.el > 1 else ""

    @property
    def regions(self):
        return [Region.of(self.tcr, ttbr, high)
                for high, ttbr in ((False, self.ttbr0), (True, self.ttbr1))]

    def region(self, va):
        """The half that translates `va`; None between the halves."""
        return next((region for region in self.regions if region.covers(va)), None)
