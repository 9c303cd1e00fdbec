# SPDX-License-Identifier: MIT
"""Makes wrong trees of good ones. Each kind of change is a mistake that a tree can have; seeds make it repeatable."""
import struct

from flat import BEGIN_NODE, END, END_NODE, MAGIC, PROP, Tree

# What can be wrong about addresses, interrupts, memory and the console.
CHANGED = ("reg", "ranges", "#address-cells", "#size-cells", "#interrupt-cells", "interrupts", "interrupts-extended",
           "interrupt-parent", "interrupt-map", "interrupt-map-mask", "interrupt-controller", "phandle", "status",
           "device_type", "no-map", "stdout-path", "serial0", "serial1", "compatible", "reg-shift", "reg-offset")
ODD_NUMBERS = (0, 1, 2, 3, 4, 5, 7, 16, 0x1000, 0x7fffffff, 0x80000000, 0xfffff000, 0xffffffff)


def flatten(tree):
    """The tree as bytes again (chapter 5)."""
    structure, strings = bytearray(), bytearray(b"\0")

    def pad():
        structure.extend(bytes(-len(structure) % 4))

    def add(node):
        structure.extend(struct.pack(">I", BEGIN_NODE) + node.name.encode("latin-1") + b"\0")
        pad()
        for name, value in node.properties.items():
            at = strings.find(b"\0" + name.encode("latin-1") + b"\0") + 1
            if not at:
                at = len(strings)
                strings.extend(name.encode("latin-1") + b"\0")
            structure.extend(struct.pack(">3I", PROP, len(value), at) + value)
            pad()
        for child in node.children:
            add(child)
        structure.extend(struct.pack(">I", END_NODE))

    add(tree.root)
    structure.extend(struct.pack(">I", END))
    reserved = b"".join(struct.pack(">2Q", *entry) for entry in [*tree.reserved, (0, 0)])
    begin = 40 + len(reserved)
    end = begin + len(structure)
    header = struct.pack(">10I", MAGIC, end + len(strings), begin, end, 40, 17, 16, 0, len(strings), len(structure))
    return header + reserved + bytes(structure) + bytes(strings)


def change_cell(value, dice, tree):
    """One number becomes another: an odd one, a phandle, or the same with one bit changed."""
    if len(value) < 4:
        return value + b"\0\0\0\1"
    at = dice.randrange(len(value) // 4) * 4
    old = int.from_bytes(value[at:at + 4], "big")
    other = dice.choice(list(tree.phandles) or [1])
    new = dice.choice([dice.choice(ODD_NUMBERS), other, old ^ 1 << dice.randrange(32)])
    return value[:at] + struct.pack(">I", new) + value[at + 4:]


def change_value(node, name, dice, tree):
    value = node.properties[name]
    action = dice.randrange(6)
    if action == 0:
        del node.properties[name]
    elif action == 1:
        node.properties[name] = value[:dice.randrange(len(value) + 1)]
    elif action == 2:
        other = dice.choice([other for other in tree.nodes if name in other.properties])
        node.properties[name] = other.properties[name]
    elif action == 3:
        node.properties[name] = value + value
    else:
        node.properties[name] = change_cell(value, dice, tree)


def change(blob, dice):
    """A few properties changed: a tree that can be read, and says something else."""
    tree = Tree(blob)
    for _ in range(dice.randrange(1, 4)):
        node, name = dice.choice([(node, name) for node in tree.nodes for name in node.properties if name in CHANGED])
        change_value(node, name, dice, tree)
    return flatten(tree)


def damage(blob, dice):
    """Bytes overwritten, or the end cut off: perhaps no tree any more."""
    damaged = bytearray(blob)
    for _ in range(dice.randrange(1, 4)):
        at = dice.choice([dice.randrange(40), dice.randrange(len(damaged))])
        damaged[at] = dice.choice([0, 1, 2, 3, 4, 9, 0x7f, 0x80, 0xff, damaged[at] ^ 1 << dice.randrange(8)])
    return bytes(damaged[:dice.randrange(len(damaged))] if dice.randrange(4) == 0 else damaged)
