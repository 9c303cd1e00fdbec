# SPDX-License-Identifier: MIT
"""`bm tour` leads through boot, stop by stop. It shows what will happen, the source lines that do it, and the
tables before and after, with the changes marked."""
import sys
import textwrap
from pathlib import Path

import gdb

from . import kernel, stub, target
from .arch import machine, tour_stops
from .callers import frames
from .command import Command, address_of, entry_line, run_command
from .elf import address, at_load_address, has
from .paging import each_entry, walk
from .phases import phase, why
from .progress import progress
from .run import go_to

WIDTH = 100
SOURCE_LINES = 70  # more than any function has, also of assembly


def places(function):
    """Where a function may start running: before the MMU is on that is at the load address."""
    return [address(function), target.physical_of_image(address(function))]


def entries():
    """{address: entry} of all tables that the roots lead to; in head.S: to which they will lead."""
    found = {}
    for region in target.table_registers().regions:
        for entry in each_entry(region, stub.read_table):
            found[entry.address] = entry
    return found


class Change:
    """Neighbouring entries that changed in the same way."""

    def __init__(self, mark, old, new):
        self.mark, self.first, self.old, self.count = mark, new or old, old, 1

    def continues(self, mark, old, new):
        now, first = new or old, self.first
        return mark == self.mark and now.table == first.table and now.leaf and \
            now.index == first.index + self.count and first.leaf and \
            now.value - first.value == self.count * first.size and \
            (mark != "~" or old.value - self.old.value == self.count * first.size)

    def line(self, regs):
        last = self.first.index + self.count - 1
        index = f"[{self.first.index}]" if self.count == 1 else f"[{self.first.index}…{last}]"
        words = self.first.words(regs)
        if self.mark == "~":
            words = f"{self.old.words(regs)}  →  {words}"
        name = kernel.table_name(self.first.table)
        name = f"table {self.first.table:#x}" if name == "table" else name
        return f"  {self.mark} {name + index:<28} {words}"


def changes(before, after):
    """The changes: + new, - gone, ~ different. An entry that no root leads to any more, but whose value is the
    same, is left out."""
    found = []
    for place in sorted(set(before) | set(after)):
        old, new = before.get(place), after.get(place)
        if old and old.value == (new.value if new else stub.read_entry(place)):
            continue
        mark = "~" if old and new else "+" if new else "-"
        if found and found[-1].continues(mark, old, new):
            found[-1].count += 1
        else:
            found.append(Change(mark, old, new))
    return found


def source(function):
    """The source lines of a function, at most SOURCE_LINES."""
    symbol = gdb.lookup_global_symbol(function)
    sal = gdb.find_pc_line(stub.program_counter())
    symtab, first = (symbol.symtab, symbol.line) if symbol and symbol.line else \
        (sal.symtab, sal.line)
    if not symtab or not Path(symtab.fullname()).exists():
        return
    text = Path(symtab.fullname()).read_text(encoding="utf-8").splitlines()
    while first > 1 and function not in text[first - 1]:
        first -= 1
    yield f"  {symtab.filename}"
    for number, line in enumerate(text[first - 1:], first):
        if number == first + SOURCE_LINES:
            yield "         … (the function continues: list shows more)"
            break
        yield f"  {number:5}  {line.expandtabs(8)}".rstrip()
        if line.startswith(("}", "endfunc")):
            break


def heading(title):
    where = "MMU on" if target.registers().mmu_on else "MMU off"
    return f"── {title} ── {where} ".ljust(WIDTH, "─")


class Tour(Command):
    """Walk through the boot, stop by stop, with explanations

usage: bm tour [all]
It goes from the first instruction on: bm tour begins it, Enter goes on.
Any other command can be given in between; bm tour then continues. bm tour all does not wait."""

    def __init__(self):
        super().__init__()
        self.steps, self.told, self.guides, self.phase = None, 0, False, None

    def invoke(self, argument, from_tty):
        """Writes each page before the machine runs on."""
        if argument.strip() not in ("", "all"):
            raise self.usage()
        if self.steps is None:
            self.steps, self.told, self.phase = self.play(), 0, None
        try:
            while page := self.next_page():
                gdb.write(page)
                gdb.flush()
                if argument.strip() != "all":
                    self.guide()
                    return
            gdb.write("This was the tour.\n")
            self.dont_repeat()
        except gdb.error as error:
            self.steps = None
            raise gdb.GdbError(f"the tour pauses here: {error}; bm tour continues from this place") from None
        self.steps = None

    def next_page(self):
        """Lets the machine run to the next page; None after the last one."""
        with progress("bm tour"):
            return next(self.steps, None)

    def guide(self):
        """Reads commands as GDB does. In GDB itself, Enter repeats `bm tour` only after it was typed once."""
        if self.guides or not sys.stdin.isatty():
            return
        self.guides = True
        try:
            while self.steps is not None:
                try:
                    gdb.execute(input("(gdb) ") or "bm tour", True)
                except (gdb.error, KeyboardInterrupt) as error:
                    gdb.write(f"{error}\n")
        except EOFError:
            gdb.execute("quit")
        finally:
            self.guides = False

    def play(self):
        stops = [stop for stop in tour_stops.STOPS if has(stop.where)]
        number = 0
        for index, stop in enumerate(stops):
            if not self.reach(stop, stops[index + 1:]):
                continue
            number += 1
            before, state = self.before(stop, f"{number} ── {stop.where}()")
            hint = "" if number > 1 else "; any command may come in between"
            yield f"{before}(Enter: let it happen{hint})\n"
            end = self.end_of(stop)
            if end != stub.program_counter():
                go_to(end)
            yield self.after(stop, state)

    @staticmethod
    def reach(stop, later):
        """Runs to a stop. False if a later stop came first, because this one is optional, or because a command
        in between went past it."""
        here = stub.program_counter()
        wanted = places(stop.where)
        others = [place for other in later for place in places(other.where)]
        if here in others:
            return False
        return here in wanted or go_to(*wanted, *others) in wanted

    @staticmethod
    def end_of(stop):
        if stop.until is None:
            return machine.return_address()
        low = at_load_address(stub.program_counter()) and stop.until != "primary_switched"
        return places(stop.until)[low]

    def before(self, stop, title):
        lines = ["", heading(title)]
        lines += textwrap.wrap(" ".join(f"{self.why()} {stop.text}".split()), WIDTH - 2, initial_indent="  ",
                               subsequent_indent="  ")
        lines += ["", *source(stop.where), ""]
        if stop.walk:
            lines += [f"before: bm walk {stop.walk}", *self.walk(stop.walk)]
        state = entries()
        return "\n".join(lines) + "\n", state

    def why(self):
        """At the first stop in a step of boot: why this step touches page tables. Else ""."""
        before, self.phase = self.phase, phase(frames())
        return "" if self.phase == before else why(self.phase)

    def after(self, stop, state):
        regs = target.table_registers()
        found = changes(state, entries())
        lines = ["", heading(f"after {stop.where}()")]
        lines += [change.line(regs) for change in found] or ["  no entry has changed"]
        if stop.walk:
            lines += [f"after: bm walk {stop.walk}", *self.walk(stop.walk)]
        for command in stop.show:
            lines += [f"bm {command}", *(f"  {line}" for line in run_command(command))]
        lines += self.new_log()
        lines.append("(Enter: go on)")
        return "\n".join(lines) + "\n"

    def new_log(self):
        """The lines of the kernel's log since the last page. Of many, those in the middle are left out."""
        log = run_command("log")
        new, self.told = log[self.told:], len(log)
        if len(new) > 8:
            new[4:-4] = ["…"]
        return ["the kernel says", *(f"  | {line}" for line in new)] if new else []

    @staticmethod
    def walk(expression):
        regs = target.table_registers()
        va = address_of(expression)
        region = regs.region(va)
        return [entry_line(entry, regs) for entry in walk(region, va, stub.read_entry)]


COMMANDS = (Tour,)
