# SPDX-License-Identifier: MIT
"""The prefix `bm` and the commands about translation: walk, tables, esr, sysregs."""
import re
from dataclasses import replace

import gdb

from . import kernel, target
from .elf import address, constant, has, linked_address
from .vmsa import GRANULES, IPS_BITS, TCR_DS, TCR_EPD, TCR_TBI, TCR_TG, bits, each_entry, \
    leaf_address, memory_type, walk


class Prefix(gdb.Command):
    """Page tables and mappings of bootmap, read from the machine's physical memory.

They work at every moment: before the MMU is on, in head.S, in a fault, and on a core."""

    def __init__(self):
        super().__init__("bm", gdb.COMMAND_DATA, prefix=True)


class Command(gdb.Command):
    """A command below the prefix; its subclass's name is its own, its docstring the help."""

    def __init__(self):
        super().__init__(f"bm {type(self).__name__.lower()}", gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        # One write: GDB's pager sees one text.
        try:
            gdb.write("".join(f"{line}\n" for line in self.lines(argument.strip())))
        except gdb.error as error:
            raise gdb.GdbError(str(error)) from None

    def lines(self, argument):
        raise NotImplementedError

    def usage(self):
        return gdb.GdbError(f"usage: {self.__doc__.splitlines()[0]}")


NAME = re.compile(r"(?<![\w$])[A-Za-z_]\w*")


def address_of(expression):
    """An address from what a person types: a number, a register, a name, an expression. Names mean
    link addresses, also where GDB would take them for the copy at the load address."""
    if has(expression):
        return address(expression)
    value = gdb.parse_and_eval(expression)
    if value.type.strip_typedefs().code in (gdb.TYPE_CODE_FUNC, gdb.TYPE_CODE_ARRAY,
                                            gdb.TYPE_CODE_STRUCT):
        value = value.address
    va = int(value.cast(gdb.lookup_type("unsigned long")))
    return linked_address(va) if NAME.search(expression) else va


def human_size(size):
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 1024 or size % 1024:
            return f"{size} {unit}"
        size //= 1024
    return f"{size} TiB"


def regs_and_note():
    """The registers to read tables with, and what to say first if the MMU does not use them."""
    regs = target.registers()
    if not has("init_top_pgt"):
        raise gdb.GdbError("MMU off: identity. This image was built without one (MMU=n) and has no tables")
    if not regs.mmu_on:
        where = "MMU off: identity" if regs.el < 2 else f"EL{regs.el}, MMU off: identity"
        note = [f"{where}, every address is a physical one. Once head.S turns it on:"]
    elif target.is_core():
        note = ["core: no system registers in it; taken for what head.S programs"]
    else:
        note = []
    return target.table_registers(), note


def region_words(region):
    half = "TTBR1_EL1" if region.high else "TTBR0_EL1"
    if not region.enabled:
        return f"{half}: no walks"
    wide = ", 52-bit descriptors" if region.wide else ""
    return f"{half} = {region.root:#x}: {region.size_bits}-bit addresses, " \
           f"{human_size(1 << region.granule)} pages, from level {region.first_level}{wide}"


def entry_line(entry, regs):
    return f"  level {entry.level}  {kernel.table_name(entry.table):<18} at {entry.table:#x} " \
           f"[{entry.index:3}] = {entry.value:#018x}  {entry.words(regs)}"


class Walk(Command):
    """bm walk VA

Follow the tables to an address, entry by entry, as the MMU would.
Levels are numbered as the architecture does: 0 is the root of 48-bit addresses, 3 holds pages.
Example: bm walk 0xffffffffff5fe000"""

    def lines(self, argument):
        if not argument:
            raise self.usage()
        va = address_of(argument)
        regs, note = regs_and_note()
        yield from note
        region = regs.region(va)
        if region is None:
            yield f"{va:#018x}: between the two halves that the MMU translates"
            return
        yield f"{va:#018x}: {region_words(region)}"
        entries = walk(region, va, target.read_entry)
        for entry in entries:
            yield entry_line(entry, regs)
        pa = leaf_address(entries, va)
        result = "not mapped" if pa is None else f"physical {pa:#x}"
        yield f"  {result}: {kernel.owner(va)}"


class Run:
    """Neighbouring pages or blocks that one line of `bm tables` shows."""

    def __init__(self, entry, regs):
        self.first = self.last = entry
        self.count, self.look = 1, entry.summary(regs)
        self.owner = kernel.owner(entry.va)

    def joins(self, entry, regs):
        last = self.last
        return entry.va == last.va + last.size and entry.output == last.output + last.size \
            and entry.level == last.level and entry.summary(regs) == self.look \
            and kernel.owner(entry.va) == self.owner

    def add(self, entry):
        self.last = entry
        self.count += 1

    @property
    def end(self):
        return self.last.va + self.last.size

    def line(self):
        what = f"{self.count} {self.first.kind}{'s' if self.count > 1 else ''}"
        return f"{self.first.va:#018x}-{self.end - 1:#018x} {human_size(self.end - self.first.va):>9}" \
               f"  {what:<10} {self.first.output:#12x}  {self.look:<40} {self.owner}"


def runs(regs, regions, start=0, end=2**64):
    """What is mapped, neighbours of one kind joined."""
    run = None
    for region in regions:
        for entry in each_entry(region, target.read_table, start, end):
            if not entry.leaf:
                continue
            if run and run.joins(entry, regs):
                run.add(entry)
                continue
            if run:
                yield run
            run = Run(entry, regs)
    if run:
        yield run


class Tables(Command):
    """bm tables [root=TABLE] [FIRST [LAST]]

What is mapped, all of it or between two addresses: neighbours with equal attributes in one line.
With root=, what a table would map if TTBR1_EL1 pointed to it: a physical address.
Example: bm tables 0xffffffff80000000"""

    def lines(self, argument):
        words = gdb.string_to_argv(argument)
        roots = [address_of(word[5:]) for word in words if word.startswith("root=")]
        bounds = [address_of(word) for word in words if not word.startswith("root=")]
        if len(bounds) > 2 or len(roots) > 1:
            raise self.usage()
        first, last = bounds + [0, 2**64 - 1][len(bounds):]
        regs, note = regs_and_note()
        yield from note
        regions = [replace(regs.regions[1], root=root) for root in roots] or regs.regions
        area = None
        for run in runs(regs, regions, first, last + 1):
            here = kernel.area_of(run.first.va)
            if here != area:
                yield f"---[ {here} ]---"
                area = here
            yield run.line()
        if area is None:
            yield "nothing is mapped there"


class Sysregs(Command):
    """bm sysregs

TCR_EL1, MAIR_EL1, SCTLR_EL1, TTBR0_EL1 and TTBR1_EL1 in words."""

    SCTLR = {"SCTLR_M": "MMU on", "SCTLR_C": "data cache on", "SCTLR_I": "instruction cache on",
             "SCTLR_SA": "SP alignment checked", "SCTLR_WXN": "writable is never executable"}
    CACHED = ("non-cacheable", "write-back", "write-through", "write-back, no write-allocate")

    def lines(self, argument):
        regs = target.registers()
        if target.is_core():
            yield "core: no system registers in it; these are what head.S programs"
        yield f"EL{regs.el}, MMU {'on' if regs.mmu_on else 'off: identity'}"
        yield f"SCTLR_EL1 {regs.sctlr:#018x}"
        for name, words in self.SCTLR.items():
            yield f"  {name.removeprefix('SCTLR_'):<5} {int(bool(regs.sctlr & constant(name)))}  {words}"
        yield f"TCR_EL1   {regs.tcr:#018x}"
        yield from self.tcr_lines(regs.tcr)
        yield f"MAIR_EL1  {regs.mair:#018x}"
        used = {constant(name): name for name in ("MT_DEVICE_nGnRnE", "MT_DEVICE_nGnRE",
                                                  "MT_NORMAL_NC", "MT_NORMAL")}
        for index in range(8):
            yield f"  {index}  {bits(regs.mair, 8 * index, 8):#04x}  {memory_type(regs.mair, index):<20}" \
                  f"  {used.get(index, '(unused)')}"
        for region, value in zip(regs.regions, (regs.ttbr0, regs.ttbr1)):
            yield f"TTBR{int(region.high)}_EL1 {value:#018x}  {kernel.table_name(region.root)}" \
                  f"{'' if region.enabled else ', walks disabled'}"

    def tcr_lines(self, tcr):
        for high, shift in ((0, constant("TCR_T0SZ_SHIFT")), (1, constant("TCR_T1SZ_SHIFT"))):
            size = bits(tcr, shift, 6)
            granule = GRANULES[high].get(bits(tcr, TCR_TG[high], 2))
            yield f"  T{high}SZ  {size}: {64 - size}-bit addresses, " \
                  f"{human_size(1 << granule) if granule else 'reserved'} pages, walks inner " \
                  f"{self.CACHED[bits(tcr, shift + 8, 2)]}, outer {self.CACHED[bits(tcr, shift + 10, 2)]}"
            yield f"  EPD{high}  {bits(tcr, TCR_EPD[high], 1)}, TBI{high} {bits(tcr, TCR_TBI[high], 1)}"
        ips = bits(tcr, constant("TCR_IPS_SHIFT"), 3)
        yield f"  IPS   {ips}: {IPS_BITS[ips]}-bit physical addresses"
        yield f"  DS    {bits(tcr, TCR_DS, 1)}"


class Esr(Command):
    """bm esr [VALUE]

An exception syndrome in words; without a value that of the last exception, with its address.
Example: bm esr 0x96000007"""

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

    @staticmethod
    def field(esr, name):
        mask = constant(name)
        return (esr & mask) // (mask & -mask)

    def lines(self, argument):
        if argument:
            yield self.words(address_of(argument))
            return
        if target.is_core():
            raise gdb.GdbError("a core holds no ESR_EL1: give the value that the report shows")
        esr, far, elr = (target.register(name) for name in ("ESR_EL1", "FAR_EL1", "ELR_EL1"))
        if not esr:
            yield "ESR_EL1 is 0: no exception was taken to EL1 yet"
            return
        yield self.words(esr)
        yield f"  at     {elr:#018x}  {kernel.caller(elr)}"
        if "abort" in self.words(esr):
            yield f"  about  {far:#018x}  {kernel.owner(far)}"

    def words(self, esr):
        ec, fsc = self.field(esr, "ESR_EC"), self.field(esr, "ISS_FSC")
        name = next((n for n in self.CLASSES if constant(n) == ec), None)
        words = f"ESR {esr:#x}: {self.CLASSES.get(name, 'another exception class')} " \
                f"(EC {ec:#04x}{', ' + name if name else ''})"
        if name not in ("EC_IABT_LOWER", "EC_IABT_SAME", "EC_DABT_LOWER", "EC_DABT_SAME"):
            return f"{words}, ISS {self.field(esr, 'ESR_ISS'):#x}"
        access = "execute" if "IABT" in name else "write" if esr & constant("ISS_WNR") else "read"
        if fsc >> 2 in self.WITH_LEVEL:
            why = f"{self.WITH_LEVEL[fsc >> 2]} at level {fsc & 3}"
        else:
            why = self.WITHOUT_LEVEL.get(fsc, "another fault status")
        unknown = ", address unknown" if esr & constant("ISS_FNV") else ""
        return f"{words} on {access}: {why} (FSC {fsc:#04x}){unknown}"


def run_command(words):
    """The lines of another command."""
    name, _, argument = words.partition(" ")
    return list(installed[name].lines(argument))


installed = {}


def install():
    """Defines the prefix and every command below it."""
    from . import explorer, picture, tour, views, who
    Prefix()
    others = (command for module in (views, who, tour, picture, explorer) for command in module.COMMANDS)
    for make in (Walk, Tables, Sysregs, Esr, *others):
        installed[make.__name__.lower()] = make()
