# SPDX-License-Identifier: MIT
"""The commands that show the kernel's own records: fixmap, slots, memblock, resources, areas, devices, log."""
from . import kernel, platform, stub, vmareas
from .command import Command, regs_and_note
from .elf import constant
from .paging import each_entry, leaf_address, walk
from .wording import human_size, short_size


def entry_at(regs, va):
    """The entry that decides where `va` leads."""
    return walk(regs.region(va), va, stub.read_entry)[-1]


class Fixmap(Command):
    """Show every slot of the fixmap, and what it maps

usage: bm fixmap"""

    def lines(self, argument):
        regs, note = regs_and_note()
        yield from note
        for name, index in kernel.permanent_slots().items():
            va = constant("FIXADDR_TOP") - (index << constant("PAGE_SHIFT"))
            yield f"[{index:4}] {name:<22} {va:#018x}  {entry_at(regs, va).words(regs)}"
        yield self.window("FIX_BTMAP_BEGIN", "FIX_BTMAP_END", regs) + "; see bm slots"
        yield self.window("FIX_FDT", "FIX_FDT_END", regs)

    @staticmethod
    def window(begin, end, regs):
        """A group of slots in one line; `begin` is its lowest address."""
        first, last = constant(begin), constant(end)
        start, after = (constant("FIXADDR_TOP") - (index << constant("PAGE_SHIFT"))
                        for index in (first, last - 1))
        pages = [entry for entry in each_entry(regs.region(start), stub.read_table, start, after)
                 if entry.leaf]
        where = f", from {pages[0].output:#x} on" if pages else ""
        return f"[{first:4}] {begin:<22} {start:#018x}  " \
               f"{len(pages)} of {first - last + 1} pages mapped{where}"


class Slots(Command):
    """Show the early_ioremap slots: in use or free, who uses them, and what they map

usage: bm slots"""

    def lines(self, argument):
        regs, note = regs_and_note()
        yield from note
        starts, maps = kernel.variable("slot_virt"), kernel.variable("prev_map")
        sizes, callers = kernel.variable("prev_size"), kernel.variable("prev_caller", "early_ioremap.c")
        if not int(starts[0]):
            yield "early_ioremap_setup() has not run yet"
            return
        for slot in range(constant("FIX_BTMAPS_SLOTS")):
            va, lent = int(starts[slot]), int(maps[slot])
            who = kernel.caller(int(callers[slot]))
            if not lent:
                yield f"slot {slot}  {va:#018x}  free, " + (f"last used by {who}" if who else "never used")
                continue
            pa = leaf_address(walk(regs.region(lent), lent, stub.read_entry), lent)
            where = "NOTHING" if pa is None else f"{pa:#x}"
            yield f"slot {slot}  {va:#018x}  used by {who}: {where}, {int(sizes[slot]):#x} bytes at {lent:#x}"


class Memblock(Command):
    """Show RAM and its reserved ranges, from memblock

usage: bm memblock"""

    def lines(self, argument):
        memblock = kernel.variable("memblock")
        for kind in ("memory", "reserved"):
            count = int(memblock[kind]["cnt"])
            if not count:
                yield f"{kind:<8} nothing yet"
            for i in range(count):
                region = kernel.follow(memblock[kind]["regions"] + i)
                base, size = int(region["base"]), int(region["size"])
                yield f"{kind:<8} {base:#014x}-{base + size - 1:#014x} {human_size(size):>10}  " \
                      f"{kernel.string(region['name'])}"


def device_kind(name):
    """What is equal in the names of devices that differ only in their addresses: "ADDRESS.KIND"."""
    return name[max(name.find("."), 0):]


def more_alike(count, step=0):
    """The line that stands for others like the one before, as show_more_alike() writes it."""
    further = f", each {step:#x} further on" if step else ""
    return [f"  … and {count} more like it{further}"] if count else []


def are_alike(a, b):
    """Two devices that differ in nothing but their addresses."""
    names = [kernel.string(each["name"]) for each in (a, b)]
    kinds = {device_kind(name) for name in names}
    sizes = {int(each["end"]) - int(each["start"]) for each in (a, b)}
    parents = any(int(each["children"]) for each in (a, b))
    return names[0] != names[1] and len(kinds) == len(sizes) == 1 and not parents


def grouped(resources):
    """(resource, how many more like it follow, how far each is from the one before), as
    show_resources() in drivers/base/resource_show.c groups them."""
    first, more, step = None, 0, 0
    for resource in resources:
        distance = int(resource["start"]) - int(first["start"]) if first else 0
        if first and are_alike(first, resource) and (not more or distance == (more + 1) * step):
            more, step = more + 1, distance // (more + 1)
            continue
        if first:
            yield first, more, step
        first, more = resource, 0
    if first:
        yield first, more, step


class Iomem(Command):
    """Show who owns which physical addresses, like /proc/iomem

usage: bm iomem"""

    ROOT, DIGITS = "iomem_resource", 8

    def lines(self, argument):
        found = list(self.below(kernel.variable(self.ROOT), 0))
        yield from found or ["no resource has been requested yet"]

    def below(self, resource, depth):
        for child, more, step in grouped(kernel.siblings(resource["children"])):
            first, last = (f"{int(child[end]):0{self.DIGITS}x}" for end in ("start", "end"))
            yield f"{'  ' * depth}{first}-{last} : {kernel.string(child['name'])}"
            yield from more_alike(more, step)
            yield from self.below(child, depth + 1)


class Ioports(Iomem):
    """Show who owns which I/O ports, like /proc/ioports

usage: bm ioports"""

    ROOT, DIGITS = "ioport_resource", 4


class Vmalloc(Command):
    """Show the areas of vmalloc(), vmap() and ioremap(), as the monitor's vmallocinfo does

usage: bm vmalloc [all]
Of neighbours that belong to devices of one kind, only the first is shown; with all, each of them."""

    def lines(self, argument):
        if argument not in ("", "all"):
            raise self.usage()
        regs_and_note()  # no tables, no areas
        drivers = {device.name: device.driver for device in platform.devices()}
        first, more = None, 0
        for area in vmareas.areas():
            if not argument and self.are_alike(first, area):
                more += 1
                continue
            yield from more_alike(more)
            first, more = area, 0
            yield self.words(area, drivers.get(area.name))
        yield from more_alike(more) if first else ["no area is in use"]

    @staticmethod
    def are_alike(first, area):
        """As in monitor/areas.c: two areas of devices that differ only in their addresses."""
        return first and first.name and area.name and first.size == area.size \
            and device_kind(first.name) == device_kind(area.name)

    @staticmethod
    def words(area, driver):
        phys = f"{area.phys:#x}" if area.phys is not None else ""
        return f"{area.start:#018x} {short_size(area.size):>5} {area.kind:<7} {phys:<12} " \
               f"{area.owner}{f' ({driver})' if driver else ''}"


class Devices(Command):
    """Show the devices that the kernel knows, and their drivers

usage: bm devices"""

    def lines(self, argument):
        found = [f"{device.name:<24}  {device.driver or '-'} {device.state}".rstrip()
                 for device in platform.devices()]
        yield from ["device                    driver", *found] if found else ["no device is known yet"]


class Log(Command):
    """Show what the kernel has logged so far, also before it has a console

usage: bm log"""

    def lines(self, argument):
        start, kind = kernel.place("log_buf", "printk.c")
        end, size = int(kernel.variable("log_end", "printk.c")), kind.sizeof
        ring = kernel.read(start, size)
        text = ring[:end] if end <= size else (ring[end % size:] + ring[:end % size])
        if end > size:
            text = text[text.index(b"\n") + 1:]
        for line in text.decode(errors="replace").splitlines():
            yield line[1:]  # the first character is its level


COMMANDS = (Fixmap, Slots, Memblock, Iomem, Ioports, Vmalloc, Devices, Log)
