# SPDX-License-Identifier: MIT
"""Walks and descriptors as the architecture has them (Arm ARM DDI 0487J.a, chapter D8): geometry
from TCR_EL1, never assumed; any granule, 48 or 52 bits. Bits that the kernel names come from its
debug information; the others, which it does not use, stand here with their source."""
from dataclasses import dataclass, field

from .elf import constant

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
DEVICE_TYPES = {0x00: "device nGnRnE", 0x04: "device nGnRE", 0x08: "device nGRE", 0x0c: "device GRE"}
NORMAL_TYPES = {0x44: "normal non-cacheable", 0xbb: "normal write-through",
                0xff: "normal write-back", 0xf0: "normal write-back, tagged"}


def bits(value, low, width):
    return value >> low & (1 << width) - 1


def ones(low, high):
    """A mask of the bits low…high."""
    return (1 << high + 1) - (1 << low)


def memory_type(mair, index):
    """What a descriptor's attribute index means, in words."""
    attribute = bits(mair, 8 * index, 8)
    words = DEVICE_TYPES.get(attribute) or NORMAL_TYPES.get(attribute)
    if words:
        return words
    return f"{'normal' if attribute >> 4 else 'device'} {attribute:#04x}"


@dataclass(frozen=True)
class Region:
    """One of the two halves of the address space."""
    high: bool
    root: int
    size_bits: int
    granule: int  # log2 of a page
    wide: bool    # descriptors carry 52-bit addresses, as TCR_EL1.DS says
    enabled: bool
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
        return cls(high, root, size_bits, granule or 12, wide,
                   valid and not bits(tcr, TCR_EPD[high], 1), bool(bits(tcr, TCR_TBI[high], 1)),
                   not bits(tcr, TCR_HPD[high], 1))

    @property
    def stride(self):
        """How many bits of an address one level resolves."""
        return self.granule - 3

    @property
    def first_level(self):
        return 4 - -(-(self.size_bits - self.granule) // self.stride)

    @property
    def base(self):
        return 2**64 - (1 << self.size_bits) if self.high else 0

    def shift(self, level):
        return self.granule + self.stride * (3 - level)

    def index(self, va, level):
        return bits(va, self.shift(level), min(self.stride, self.size_bits - self.shift(level)))

    def entries(self, level):
        return 1 << min(self.stride, self.size_bits - self.shift(level))

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


@dataclass(frozen=True)
class Entry:
    """One descriptor, and where it was met. `inherited` are the restrictions from above."""
    region: Region
    level: int
    table: int
    index: int
    value: int
    va: int
    inherited: int = 0

    @property
    def size(self):
        return 1 << self.region.shift(self.level)

    @property
    def address(self):
        """Where the entry itself lies in physical memory."""
        return self.table + 8 * self.index

    @property
    def kind(self):
        two_bits = self.value & constant("PTE_TYPE_TABLE")
        if not two_bits & constant("PTE_VALID"):
            return "invalid"
        if two_bits & constant("PTE_TABLE"):
            return "page" if self.level == 3 else "table"
        return "block" if self.region.has_blocks(self.level) else "reserved"

    @property
    def leaf(self):
        return self.kind in ("page", "block")

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

    def executable(self, wxn=False):
        """By EL1. What EL0 may write, EL1 never executes (D8.4.1)."""
        return not (self.pxn or self.writable and (wxn or self.user))

    def shareability(self, tcr):
        """With 52-bit addresses it moves from the descriptor to TCR_EL1."""
        if self.region.wide:
            return SHAREABILITY[bits(tcr, 28 if self.region.high else 12, 2)]
        return SHAREABILITY[bits(self.value, 8, 2)]

    def words(self, regs):
        """The entry in words: first those that the kernel's own reports use, then the details."""
        if self.kind == "invalid":
            return "invalid" if not self.value else "invalid (bits left in it)"
        if self.kind == "reserved":
            return "reserved encoding"
        if self.kind == "table":
            limits = [word for bit, word in ((TABLE_RDONLY, "RO"), (TABLE_NO_EL0, "no EL0"),
                                             (TABLE_PXN, "PXN"), (TABLE_UXN, "UXN"))
                      if self.value & bit]
            return f"table at {self.output:#x}" + (f"  below it {' '.join(limits)}" if limits else "")
        return f"{self.kind} at {self.output:#x}  {self.attributes(regs)}"

    def summary(self, regs):
        """The attributes as short as a table of many wants them: what is usual goes unsaid."""
        words = [f"{'RW' if self.writable else 'RO'} {'X ' if self.executable(regs.wxn) else 'NX'}",
                 memory_type(regs.mair, self.attribute_index)]
        shareability = self.shareability(regs.tcr)
        unusual = ((self.user, "user"), (not self.value & constant("PTE_AF"), "AF=0"),
                   (self.value & constant("PTE_NG"), "nG"), (not self.uxn, "EL0 may execute"),
                   (words[1].startswith("normal") and shareability != SHAREABILITY[3], shareability),
                   (self.contiguous, "contiguous"))
        return " ".join(words + [word for is_so, word in unusual if is_so])

    def attributes(self, regs):
        """All of them."""
        access = f"{'RW' if self.writable else 'RO'} {'X ' if self.executable(regs.wxn) else 'NX'}"
        details = [memory_type(regs.mair, self.attribute_index)]
        if self.user:
            details.append("user")
        if details[0].startswith("normal"):  # devices are outer shareable, whatever is written
            details.append(self.shareability(regs.tcr))
        details.append("AF" if self.value & constant("PTE_AF") else "AF=0")
        details.append("nG" if self.value & constant("PTE_NG") else "global")
        details += [name for name, is_set in (("PXN", self.pxn), ("UXN", self.uxn),
                                              ("contiguous", self.contiguous)) if is_set]
        return f"{access} {', '.join(details)}"


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
    def regions(self):
        return [Region.of(self.tcr, ttbr, high)
                for high, ttbr in ((False, self.ttbr0), (True, self.ttbr1))]

    def region(self, va):
        """The half that translates `va`; None between the halves."""
        return next((region for region in self.regions if region.covers(va)), None)


def walk(region, va, read_entry):
    """The entries on the way to `va`; read_entry(pa) returns one. The last one decides."""
    entries, table, restrictions = [], region.root, 0
    for level in range(region.first_level, 4):
        index = region.index(va, level)
        here = region.base | va & ones(region.shift(level), region.size_bits - 1)
        entry = Entry(region, level, table, index, read_entry(table + 8 * index), here, restrictions)
        entries.append(entry)
        if entry.kind != "table":
            break
        table, restrictions = entry.output, entry.restrictions
    return entries


def leaf_address(entries, va):
    """Where a walk leads; None if nowhere."""
    last = entries[-1]
    return last.output + va % last.size if last.leaf else None


def each_entry(region, read_table, start=0, end=2**64, _table=None, _level=None, _va=None, _limits=0):
    """Every entry that is not zero, tables before what they hold, in ascending order of addresses;
    read_table(pa, count) returns the entries of a table."""
    if not region.enabled:
        return
    level = region.first_level if _level is None else _level
    table = region.root if _table is None else _table
    base = region.base if _va is None else _va
    size = 1 << region.shift(level)
    for index, value in enumerate(read_table(table, region.entries(level))):
        va = base + index * size
        if not value or va + size <= start or va >= end:
            continue
        entry = Entry(region, level, table, index, value, va, _limits)
        yield entry
        if entry.kind == "table":
            yield from each_entry(region, read_table, start, end, entry.output, level + 1, va,
                                  entry.restrictions)
