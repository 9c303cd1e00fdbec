# SPDX-License-Identifier: MIT
"""Collects every store to a page table, from the first of head.S to the end of a replayed run.

If GDB had watchpoints on whole tables, it would read and compare all of them at each stop. So the packets
are sent to QEMU's stub directly. It says which watchpoint was hit, and only that table is read."""
import struct
from contextlib import contextmanager
from dataclasses import dataclass

import gdb

from . import kernel, moments, stub, target
from .arch import machine
from .elf import address, constant
from .paging import each_entry
from .quiet import quietly
from .run import go_to

TRIES = 5


@dataclass(frozen=True)
class Store:
    """One instruction that changed entries of a table. Without changes: the one that turns the MMU on."""
    table: int | None  # physical address
    changes: tuple     # (index, old, new)
    chain: tuple       # the calls that led here, innermost first: (function, file, line)
    count: int         # instructions executed before it
    mmu_on: bool
    heard: int         # how much the console has shown


def packet(words):
    return gdb.selected_inferior().connection.send_packet(words).decode()


def run_on():
    """Runs to a watchpoint or a breakpoint. Returns the watched address; None for a breakpoint."""
    answer = packet("vCont;c")
    if not answer.startswith("T05"):
        raise gdb.GdbError(f"the machine ended while it was watched: {answer[:20]}")
    fields = dict(field.split(":") for field in answer[3:].split(";") if ":" in field)
    return int(fields["watch"], 16) if "watch" in fields else None


@contextmanager
def direct():
    """In here packets are sent without GDB's knowledge, so it forgets what it knew of the machine."""
    before = gdb.parameter("remotetimeout")
    gdb.execute("set remotetimeout 60")
    gdb.execute("set stack-cache off")
    try:
        yield
    except KeyboardInterrupt:
        stop_machine()
        raise
    finally:
        gdb.execute(f"set remotetimeout {before}")
        with quietly():
            gdb.execute("maintenance flush register-cache")


def stop_machine():
    """After Ctrl-C the machine may still run, and an answer may still be on its way. Any packet stops the
    machine, but QEMU then ignores the packet itself; GDB sends it again after the time-out."""
    gdb.execute("set remotetimeout 1")
    for _ in range(TRIES):
        if packet("?").startswith("T"):
            return


def program_counter():
    return struct.unpack("<Q", bytes.fromhex(packet(f"p{machine.PC_NUMBER:x}")))[0]


def set_program_counter(pc):
    packet(f"P{machine.PC_NUMBER:x}={struct.pack('<Q', pc).hex()}")


class Watcher:
    """Collects stores to tables. A table is known by its physical address, and watched at virtual ones."""

    def __init__(self, frames, heard):
        self.content, self.watched, self.stores = {}, {}, []
        self.frames, self.chains, self.heard = frames, {}, heard

    def know(self, tables):
        for table in tables:
            self.content[table] = stub.read_physical(table, constant("PAGE_SIZE"))

    def watch(self, pages):
        """pages: {virtual page: the table there, or a function that returns the table there now}."""
        for page in pages:
            packet(f"Z2,{page:x},{constant('PAGE_SIZE'):x}")
        self.watched.update(pages)

    def forget(self):
        for page in self.watched:
            packet(f"z2,{page:x},{constant('PAGE_SIZE'):x}")
        self.watched.clear()

    def run_until(self, stop):
        """Notes every store to a watched page on the way to an instruction; then watches none any more."""
        packet(f"Z1,{stop:x},4")
        try:
            with direct():
                while (page := run_on()) is not None:
                    self.look(page)
        finally:
            packet(f"z1,{stop:x},4")
            self.forget()

    def look(self, page):
        """Handles a store to a watched page. Some processors stop before the store: they execute it without
        the watchpoint. Others stop behind it."""
        table = self.watched[page]
        table = table() if callable(table) else table
        moment = self.moment(machine.STOPS_BEHIND_STORE)
        if not machine.STOPS_BEHIND_STORE:
            watchpoint = f"2,{page:x},{constant('PAGE_SIZE'):x}"
            packet(f"z{watchpoint}")
            packet("vCont;s")
            packet(f"Z{watchpoint}")
        changes = self.difference(table) if table in self.content else ()
        if changes:
            self.stores.append(Store(table, changes, *moment))

    def note(self):
        """Adds the present instruction to the stores, without changes."""
        self.stores.append(Store(None, (), *self.moment()))

    def moment(self, behind=False):
        """The call chain, the instruction count and so on; `behind`: of the instruction before."""
        pc = program_counter()
        if not behind:
            return self.chain(pc), stub.instruction_count(), pc >= address("_head"), self.heard()
        set_program_counter(pc - 1)  # an address within that instruction, so that GDB finds its line
        chain = self.chain(pc - 1)
        set_program_counter(pc)
        return chain, stub.instruction_count() - 1, pc >= address("_head"), self.heard()

    def difference(self, table):
        old, new = self.content[table], stub.read_physical(table, constant("PAGE_SIZE"))
        self.content[table] = new
        if old == new:
            return ()
        pairs = zip(struct.iter_unpack("<Q", old), struct.iter_unpack("<Q", new))
        return tuple((index, a, b) for index, ((a,), (b,)) in enumerate(pairs) if a != b)

    def chain(self, pc):
        """The call chain. In a loop, where these registers do not change, GDB is asked only once."""
        frame = [packet(f"p{number:x}") for number in machine.FRAME_NUMBERS]
        key = (pc, *frame, *machine.callers_trace(packet))
        if key not in self.chains:
            gdb.execute("maintenance flush register-cache", to_string=True)
            self.chains[key] = tuple(self.frames())
        return self.chains[key]


def boot_tables():
    """The physical addresses of the tables between boot_tables and boot_tables_end."""
    return range(target.physical_of_image(address("boot_tables")),
                 target.physical_of_image(address("boot_tables_end")), constant("PAGE_SIZE"))


def tables_now():
    """Every table that the roots lead to at this moment."""
    found = set()
    for region in target.table_registers().regions:
        for entry in each_entry(region, stub.read_table):
            found.add(entry.table)
            if entry.kind == "table":
                found.add(entry.output)
    return found


def aliases(tables):
    """The virtual pages through which the kernel writes to tables once the MMU is on."""
    base, found = target.load_address(), {}
    for table in tables:
        va = table - base + address("_head")
        if kernel.in_image(va):
            found[va] = table
        found[constant("PAGE_OFFSET") + table] = table
    for slot in kernel.table_slots():
        found[slot] = lambda slot=slot: kernel.physical(slot)
    return found


def all_tables(end):
    """Runs to the end once, to find which pages become tables; then goes back to the beginning."""
    if stub.instruction_count():
        moments.seek(0)
    seen = set(boot_tables())
    go_to(end)
    seen |= tables_now()
    moments.seek(0)
    return sorted(seen)


def record(end, frames, heard, rewound):
    """The tables, and all stores up to the instruction `end` in order. frames() returns the call chain,
    heard() how many bytes the console has shown. rewound() is called before the second run, in which the
    stores are collected."""
    tables, early = all_tables(end), list(boot_tables())
    rewound()
    before = heard()
    watcher = Watcher(frames, lambda: heard() - before)
    go_to(target.physical_of_image(address("build_idmap")))
    watcher.know(tables)
    watcher.watch({table: table for table in early})
    watcher.run_until(target.physical_of_image(address(machine.TABLES_BUILT)))
    go_to(target.physical_of_image(address(machine.SWITCH)))
    watcher.note()
    go_to(address("start_kernel"))
    if any(watcher.difference(table) for table in early):
        raise gdb.GdbError(f"a table changed between {machine.TABLES_BUILT} and start_kernel")
    watcher.know(tables)  # .bss has been cleared
    watcher.watch(aliases(tables))
    watcher.run_until(end)
    if any(watcher.difference(table) for table in tables):
        raise gdb.GdbError("a table was changed through an address that was not watched")
    return tables, watcher.stores
