# SPDX-License-Identifier: MIT
"""The owner of an address, in the words of the kernel's own reports in mm/fault.c and monitor/dump.c. Words
that the kernel keeps in tables are read from them."""
from . import kernel, stub, vmareas
from .elf import constant
from .paging import leaf_address, walk
from .target import table_registers


class Owners:
    """Owners at one moment. The kernel's records are read only once."""

    def __init__(self):
        self._areas = None

    def area(self, va):
        """The area of the vmalloc area that `va` is in, or whose guard page it is in; None if none."""
        if self._areas is None:
            self._areas = vmareas.areas()
        return next((area for area in self._areas if area.start <= va < area.slot_end), None)

    def describe(self, va):
        """As describe_region() does."""
        if in_fixmap(va):
            return fixmap_words(va)
        for first, end, what in kernel.image_parts():
            if first <= va < end:
                return what
        if va < constant("PAGE_SIZE"):
            return "the page at address 0, to which NULL pointers point"
        if not va >> constant("FIRST_EQUAL_BIT"):
            return "lower half: not the kernel's since paging_init()" if int(kernel.variable("linear_map_ready")) \
                else "lower half: only the identity page of the boot code is mapped"
        if (~va & 2**64 - 1) >> constant("FIRST_EQUAL_BIT"):
            return f"not a valid address: bits {constant('FIRST_EQUAL_BIT')} to 63 must be equal"
        if constant("PAGE_OFFSET") <= va < constant("VMALLOC_START"):
            return f"linear map, physical {va - constant('PAGE_OFFSET'):#x}"
        if constant("VMALLOC_START") <= va < constant("VMALLOC_END"):
            return self.vmalloc_words(va)
        return "kernel half, not allocated"

    def vmalloc_words(self, va):
        area = self.area(va)
        if area is None:
            return "vmalloc area, not allocated"
        where = "in" if va - area.start < area.size else "guard page of"
        return f"{where} the {area.kind} area of {area.owner}, {area.size:#x} bytes"

    def short(self, va):
        """As the monitor's dump names it: without what the line and its title say."""
        if constant("VMALLOC_START") <= va < constant("VMALLOC_END"):
            area = self.area(va)
            return self.area_name(area) if area else ""
        if in_fixmap(va) and va >= constant("BTMAP_VADDR"):
            return self.describe(va).removeprefix("fixmap slot ").split(",")[0]
        if constant("KIMAGE_VADDR") <= va < constant("FIX_FDT_VADDR"):
            return self.describe(va)
        return ""

    @staticmethod
    def area_name(area):
        if area.kind == "ioremap" and not area.name:
            return claimant(area.phys, area.phys + area.size - 1) or area.owner
        return area.owner


def claimant(first, last):
    """Who requested a range of physical addresses; None if nobody did."""
    resource, name = kernel.variable("iomem_resource"), None
    while True:
        inside = next((child for child in kernel.siblings(resource["children"])
                       if int(child["start"]) <= last and first <= int(child["end"])), None)
        if inside is None:
            return name
        resource, name = inside, kernel.string(inside["name"])


def in_fixmap(va):
    return constant("FIX_FDT_VADDR") <= va < constant("FIXADDR_TOP") + constant("PAGE_SIZE")


def fixmap_words(va):
    """As fixmap_describe() does."""
    index = (constant("FIXADDR_TOP") - (va & constant("PAGE_MASK"))) >> constant("PAGE_SHIFT")
    if index < constant("__end_of_permanent_fixed_addresses"):
        names = kernel.image_constant("permanent_slot_names", "fixmap.c")
        return f"fixmap slot {kernel.image_string(names[index])}"
    if constant("FIX_BTMAP_END") <= index <= constant("FIX_BTMAP_BEGIN"):
        return slot_words((va - constant("BTMAP_VADDR")) // kernel.slot_size())
    if constant("FIX_FDT_END") <= index <= constant("FIX_FDT"):
        return f"device tree window FIX_FDT, page {constant('FIX_FDT') - index} of " \
               f"{int(kernel.variable('fix_fdt_mapped'))}"
    return "fixmap, but not a slot"


def slot_words(slot):
    """As early_ioremap_describe() does."""
    lent, size = (int(kernel.variable(name)[slot]) for name in ("prev_map", "prev_size"))
    who = kernel.caller(int(kernel.variable("prev_caller", "early_ioremap.c")[slot])) or "nobody"
    if not lent:
        return f"early_ioremap slot {slot}, free; last used by {who}"
    regs = table_registers()
    pa = leaf_address(walk(regs.region(lent), lent, stub.read_entry), lent) or 0
    return f"early_ioremap slot {slot}, used by {who} for {pa:#x}+{size:#x}"
