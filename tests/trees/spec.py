# SPDX-License-Identifier: MIT
"""What a device tree says about memory, registers, interrupts and the console, by the text of the Devicetree
Specification (0.4). Sections are named. Where the specification leaves something open, the words "left open" say what
is assumed. Nothing here comes from the kernel's code, with which the result is compared."""
from itertools import takewhile

ADDRESS_BITS = 48  # of physical addresses; RAM behind them cannot be used


class Refused(Exception):
    """There is no answer; the text says why."""


def number(cells):
    value = 0
    for cell in cells:
        value = value << 32 | cell
    return value


# Registers

NO_RANGES = "a bus above has no ranges: its addresses are not the CPU's (2.3.8)"
NO_RANGE = "no entry of a bus's ranges holds the address (2.3.8)"
WIDE = "addresses or sizes of another length than 1 or 2 cells: the bus has a binding of its own, as PCI"
BEYOND = "the translated address has more than 64 bits"
PARTIAL = "reg is empty, or ends inside an entry (2.3.6)"


def address_cells(bus):
    return bus.cell("#address-cells", 2)  # 2.3.5


def size_cells(bus):
    return bus.cell("#size-cells", 1)


def entries(cells, *lengths):
    """A list of cells as entries, each of numbers with these lengths; the complete ones."""
    total = sum(lengths)
    if total > len(cells):
        return
    for begin in range(0, len(cells) - total + 1, total):
        entry, at = [], begin
        for length in lengths:
            entry.append(number(cells[at:at + length]))
            at += length
        yield entry


def to_parent(bus, address):
    """An address on a bus as one on the parent's (2.3.8)."""
    if "ranges" not in bus.properties:
        raise Refused(NO_RANGES)
    if not bus.properties["ranges"]:
        return address
    own, above, size = address_cells(bus), address_cells(bus.parent), size_cells(bus)
    if own > 2 or above > 2 or size > 2 or not own + above + size:
        raise Refused(WIDE)
    for child, parent, length in entries(bus.cells("ranges"), own, above, size):
        if child <= address < child + length:
            if address - child + parent >> 64:
                raise Refused(BEYOND)
            return address - child + parent
    raise Refused(NO_RANGE)


def translate(bus, address):
    """An address on a bus as one of the CPU: addresses of the root's children are the CPU's (2.3.6)."""
    while bus.parent:
        address = to_parent(bus, address)
        bus = bus.parent
    return address


def raw_registers(node):
    """The (address, size) pairs of a node's reg as they are there, and whether reg is whole (2.3.6)."""
    if "reg" not in node.properties:
        return [], True
    bus = node.parent
    if not bus or not 0 < address_cells(bus) <= 2 or size_cells(bus) > 2:
        raise Refused(WIDE)
    pairs = list(entries(node.cells("reg"), address_cells(bus), size_cells(bus)))
    length = 4 * (address_cells(bus) + size_cells(bus)) * len(pairs)
    return pairs, length == len(node.properties["reg"]) > 0


def registers(node):
    """Each entry of a node's reg: (address of the CPU, size), or Refused."""
    for address, size in raw_registers(node)[0]:
        try:
            yield translate(node.parent, address), size
        except Refused as refused:
            yield refused


# Interrupts

NO_PARENT = "no interrupt parent with a #interrupt-cells (2.4)"
NO_DOMAIN = "the interrupt parent is neither a controller nor a nexus (2.4)"
SHORT = "the property ends inside a specifier (2.4.1)"
NO_ROW = "no row of interrupt-map matches (2.4.3)"
BAD_ROW = "a row of interrupt-map names no interrupt parent with a #interrupt-cells (2.4.3)"
CIRCLE = "the interrupt maps lead in a circle"
LONG = "a specifier of more cells than any controller's driver decodes"
MOST_CELLS = 4


def interrupt_parent(tree, node):
    """The root of the node's interrupt domain (2.4). A parent that is none, such as a bus, hands the question on."""
    seen = []
    while node and node not in seen:
        seen.append(node)
        explicit = node.cell("interrupt-parent")
        node = node.parent if explicit is None else tree.phandles.get(explicit)
        if node and node.cell("#interrupt-cells"):
            return node
        if node and node.cell("#interrupt-cells") == 0:
            break
    raise Refused(NO_PARENT)


def unit_address(node):
    """The cells of the node's address on its bus."""
    return (node.cells("reg") or [])[:address_cells(node.parent)] if node.parent else []


def same_length(cells, length):
    """Left open: an address that is shorter than the nexus' addresses. It goes on with zeros."""
    return (cells + [0] * length)[:length]


def rows(tree, nexus, own):
    """The rows of an interrupt-map: (child's address and specifier, parent, its address, its specifier)."""
    cells = nexus.cells("interrupt-map")
    at = 0
    while len(cells) > at + own:
        parent = tree.phandles.get(cells[at + own])
        if not parent or not parent.cell("#interrupt-cells"):
            raise Refused(BAD_ROW)
        # The specification requires #address-cells here. Left open: without, there are no such cells.
        address = at + own + 1
        specifier = address + parent.cell("#address-cells", 0)
        end = specifier + parent.cell("#interrupt-cells")
        if end > len(cells):
            raise Refused(SHORT)
        yield cells[at:at + own], parent, cells[address:specifier], cells[specifier:end]
        at = end


def through_map(tree, nexus, address, specifier):
    """One step through a nexus (2.4.3): the next (interrupt parent, address, specifier)."""
    length = address_cells(nexus)
    if length > len(nexus.cells("interrupt-map")):
        raise Refused(NO_ROW)  # not even one has room
    incoming = same_length(address, length) + specifier
    mask = nexus.cells("interrupt-map-mask")
    # Left open: without a mask, or behind its end, all bits count.
    mask = ((mask or []) + [0xffffffff] * len(incoming))[:len(incoming)]
    for child, *parent in rows(tree, nexus, len(incoming)):
        # Left open: a row with bits that the mask hides. They do not count, as in Linux.
        if not any((own ^ row) & bits for own, row, bits in zip(incoming, child, mask)):
            return parent
    raise Refused(NO_ROW)


def route(tree, parent, address, specifier):
    """The controller that the interrupt arrives at, and its specifier there."""
    met = []
    # Left open: a node that is both a controller and a nexus. It is the controller.
    while "interrupt-controller" not in parent.properties:
        if "interrupt-map" not in parent.properties:
            raise Refused(NO_DOMAIN)
        parent, address, specifier = through_map(tree, parent, address, specifier)
        if (parent, address, specifier) in met:
            raise Refused(CIRCLE)
        met.append((parent, address, specifier))
    if len(specifier) > MOST_CELLS:
        raise Refused(LONG)
    return parent, specifier


def specifiers(tree, node):
    """The node's (interrupt parent, specifier) pairs. interrupts-extended comes first (2.4.1). Ends with Refused where
    the rest cannot be read."""
    extended = node.cells("interrupts-extended")
    cells = extended if extended is not None else node.cells("interrupts") or []
    while cells:
        try:
            parent = tree.phandles.get(cells[0]) if extended is not None else interrupt_parent(tree, node)
            if not parent or not parent.cell("#interrupt-cells"):
                raise Refused(NO_PARENT)
            if extended is not None:
                cells = cells[1:]
            length = parent.cell("#interrupt-cells")
            if len(cells) < length:
                raise Refused(SHORT)
        except Refused as refused:
            yield refused
            return
        yield parent, cells[:length]
        cells = cells[length:]


def interrupts(tree, node):
    """Each interrupt of the node: (controller, specifier), or Refused."""
    for pair in specifiers(tree, node):
        try:
            yield pair if isinstance(pair, Refused) else route(tree, pair[0], unit_address(node), pair[1])
        except Refused as refused:
            yield refused


# Memory

EMPTY = "a range of memory of size 0"
HIGH = f"it is behind the {ADDRESS_BITS} bits of this CPU's addresses"


class Ranges:
    """A set of addresses, as ascending (begin, end) pairs that do not touch."""

    def __init__(self):
        self.pairs = []

    def add(self, begin, end):
        apart = [pair for pair in self.pairs if pair[1] < begin or pair[0] > end]
        touched = [pair for pair in self.pairs if pair not in apart]
        merged = min([begin] + [pair[0] for pair in touched]), max([end] + [pair[1] for pair in touched])
        self.pairs = sorted(apart + [merged])

    def remove(self, begin, end):
        parts = [part for low, high in self.pairs for part in ((low, min(high, begin)), (max(low, end), high))]
        self.pairs = sorted(pair for pair in parts if pair[0] < pair[1])

    def overlap(self, begin, end):
        return any(low < end and begin < high for low, high in self.pairs)


LAST = 1 << ADDRESS_BITS


def add_memory(ranges, name, address, size):
    """Left open: what has no size, or lies behind the CPU's addresses, is not used."""
    if not size:
        yield name, EMPTY
        return
    if address + size > LAST:
        yield name, HIGH
    if address < LAST:
        ranges.add(address, min(address + size, LAST))


def reserve(name, pairs, action):
    """Static ranges of /reserved-memory (3.5), or of the header. Their addresses are the CPU's: `ranges` should be
    empty."""
    for address, size in pairs:
        if not size:
            yield name, EMPTY
        elif address >= LAST:
            yield name, HIGH
        else:
            action(address, min(address + size, (1 << 64) - 1))


def ram_of(tree):
    """(node, its ranges of RAM) of each memory node (3.4), up to the first that cannot be read."""
    for node in tree.nodes:
        if node.string("device_type") == "memory" and node.is_available():
            try:
                yield node, list(takewhile(lambda found: not isinstance(found, Refused), registers(node)))
            except Refused:
                yield node, []


def reserved_ranges(tree, parent, node):
    """The ranges of a child of /reserved-memory. Cell counts should be the root's (3.5), and are if none are given."""
    lengths = [parent.cell(name, tree.root.cell(name, otherwise))
               for name, otherwise in (("#address-cells", 2), ("#size-cells", 1))]
    if not all(1 <= length <= 2 for length in lengths):
        return []
    return entries(node.cells("reg") or [], *lengths)


def memory(tree):
    """RAM and what is reserved, two Ranges, and what was left out, (name, reason) pairs."""
    ram, reserved, reasons = Ranges(), Ranges(), []
    for node, pairs in ram_of(tree):
        for address, size in pairs:
            reasons += add_memory(ram, node.name, address, size)
    parent = tree.find("/reserved-memory")
    for node in parent.children if parent else []:
        if node.is_available():
            action = ram.remove if "no-map" in node.properties else reserved.add
            reasons += reserve(node.name, reserved_ranges(tree, parent, node), action)
    return ram, reserved, reasons + list(reserve("/memreserve/", tree.reserved, reserved.add))  # 5.3


# The console

NO_STDOUT = "there is no stdout-path (3.6)"
NO_CONSOLE = "stdout-path names no node (3.6)"
NOT_DRIVEN = "the kernel has no driver for it"
NOT_ENABLED = "it, or a bus above it, is disabled (2.3.4)"
NO_ADDRESS = "it has no usable address"
IN_RAM = "its address is in RAM"


def resolve(tree, path):
    """The node of a path that may begin with an alias (3.3)."""
    if not path.startswith("/"):
        alias, slash, rest = path.partition("/")
        aliases = tree.find("/aliases")
        target = aliases.string(alias) if aliases and 1 <= len(alias) <= 31 else None
        if not target or not target.startswith("/"):
            return None
        path = target + slash + rest
    return tree.find(path)


def console_path(tree):
    """The path in stdout-path, up to the ':' (3.6); linux,stdout-path is its name in old trees."""
    chosen = tree.find("/chosen")
    path = chosen and (chosen.string("stdout-path") or chosen.string("linux,stdout-path"))
    return path and path.partition(":")[0]


def console_objection(tree, node, drivers):
    """Why a node cannot be the console, or None. `drivers`: the compatible strings that have one."""
    if drivers.isdisjoint(node.strings("compatible")):
        return NOT_DRIVEN
    if not all(above.is_available() for above in ancestors(node)):
        return NOT_ENABLED
    try:
        found = next(registers(node), Refused(NO_ADDRESS))
    except Refused as refused:
        found = refused
    if isinstance(found, Refused) or node.cell("reg-shift", 0) > 3:
        return NO_ADDRESS
    if console_address(node) >= LAST:
        return HIGH
    return IN_RAM if is_ram(tree, console_address(node)) else None


def ancestors(node):
    while node:
        yield node
        node = node.parent


def console_address(node):
    return next(registers(node))[0] + node.cell("reg-offset", 0)


def is_ram(tree, address):
    return any(begin <= address < begin + size for _, pairs in ram_of(tree) for begin, size in pairs)
