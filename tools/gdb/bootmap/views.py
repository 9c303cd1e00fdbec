# SPDX-License-Identifier: MIT
"""The commands about what the kernel keeps: fixmap, slots, memblock."""
from . import kernel, target
from .commands import Command, human_size, regs_and_note
from .elf import constant
from .vmsa import each_entry, leaf_address, walk


def entry_at(regs, va):
    """The entry that decides where `va` leads."""
    return walk(regs.region(va), va, target.read_entry)[-1]


class Fixmap(Command):
    """bm fixmap

Every slot of the fixmap and what it shows, from the live tables."""

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
        pages = [entry for entry in each_entry(regs.region(start), target.read_table, start, after)
                 if entry.leaf]
        where = f", from {pages[0].output:#x} on" if pages else ""
        return f"[{first:4}] {begin:<22} {start:#018x}  " \
               f"{len(pages)} of {first - last + 1} pages mapped{where}"


class Slots(Command):
    """bm slots

The early_ioremap slots: lent or free, to whom, and what they map."""

    def lines(self, argument):
        starts, maps = kernel.variable("slot_virt"), kernel.variable("prev_map")
        sizes, callers = kernel.variable("prev_size"), kernel.variable("prev_caller", "early_ioremap.c")
        regs, note = regs_and_note()
        yield from note
        if not int(starts[0]):
            yield "early_ioremap_setup() has not run yet"
            return
        for slot in range(constant("FIX_BTMAPS_SLOTS")):
            va, lent = int(starts[slot]), int(maps[slot])
            who = kernel.caller(int(callers[slot]))
            if not lent:
                yield f"slot {slot}  {va:#018x}  free, " + (f"last lent to {who}" if who else "never lent")
                continue
            pa = leaf_address(walk(regs.region(lent), lent, target.read_entry), lent)
            where = "NOTHING" if pa is None else f"{pa:#x}"
            yield f"slot {slot}  {va:#018x}  lent to {who}: {where}, {int(sizes[slot]):#x} bytes at {lent:#x}"


class Memblock(Command):
    """bm memblock

RAM, and who holds parts of it, as memblock knows it."""

    def lines(self, argument):
        memblock = kernel.variable("memblock")
        for kind in ("memory", "reserved"):
            count = int(memblock[kind]["cnt"])
            if not count:
                yield f"{kind:<8} nothing yet"
            for i in range(count):
                region = memblock[kind]["regions"][i]
                base, size = int(region["base"]), int(region["size"])
                yield f"{kind:<8} {base:#014x}-{base + size - 1:#014x} {human_size(size):>10}  " \
                      f"{kernel.string(region['name'])}"


class Log(Command):
    """bm log

What the kernel has logged so far, also before it has a console, or when that is gone."""

    def lines(self, argument):
        start, kind = kernel.place("log_buf", "printk.c")
        end, size = int(kernel.variable("log_end", "printk.c")), kind.sizeof
        ring = kernel.read(start, size)
        text = ring[:end] if end <= size else (ring[end % size:] + ring[:end % size])
        if end > size:
            text = text[text.index(b"\n") + 1:]
        for line in text.decode(errors="replace").splitlines():
            yield line[1:]  # the first character is its level


COMMANDS = (Fixmap, Slots, Memblock, Log)
