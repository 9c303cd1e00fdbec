# SPDX-License-Identifier: MIT
"""Flat device trees, read as chapter 5 of the Devicetree Specification (0.4) describes them. Nothing here comes from
the kernel's code, with which the result is compared."""
import struct

MAGIC = 0xd00dfeed
BEGIN_NODE, END_NODE, PROP, NOP, END = 1, 2, 3, 4, 9


class Damaged(Exception):
    """The bytes are not a tree."""


class Node:
    """A node: its name with the unit address, and its properties, {name: bytes}."""

    def __init__(self, name, parent):
        self.name, self.parent = name, parent
        self.properties, self.children = {}, []
        if parent:
            parent.children.append(self)

    @property
    def path(self):
        if not self.parent:
            return "/"
        return self.parent.path.rstrip("/") + "/" + self.name

    def walk(self):
        """This node and all below it, in the order of the tree."""
        yield self
        for child in self.children:
            yield from child.walk()

    def cells(self, name):
        """A property as numbers of 32 bits, without what is left over at its end; None: there is no such property."""
        value = self.properties.get(name)
        return None if value is None else list(struct.unpack_from(f">{len(value) // 4}I", value))

    def cell(self, name, otherwise=None):
        """The first of these numbers."""
        return (self.cells(name) or [otherwise])[0]

    def strings(self, name):
        """A property as a list of strings; one without an end is none."""
        return [text.decode("latin-1") for text in self.properties.get(name, b"").split(b"\0")[:-1]]

    def string(self, name):
        return (self.strings(name) or [None])[0]

    def is_available(self):
        return self.string("status") in (None, "okay", "ok")


class Tree:
    """A tree: `root`, the node of each `phandle`, and `reserved`, the list of (address, size) of its header."""

    def __init__(self, blob):
        self.blob = blob
        self.read_header()
        self.reserved = list(self.read_reserved())
        self.root = self.read_structure()
        self.nodes = list(self.root.walk())
        self.phandles = {}
        for node in self.nodes:
            self.phandles.setdefault(node.cell("phandle"), node)
        self.phandles.pop(None, None)

    def read_header(self):
        if len(self.blob) < 40:
            raise Damaged("shorter than its header")
        (magic, size, self.structure, strings, self.reservations, version, compatible, _, strings_size,
         structure_size) = struct.unpack_from(">10I", self.blob)
        if magic != MAGIC:
            raise Damaged("no magic number")
        if not compatible <= 17 <= version and version != 16:
            raise Damaged(f"version {version}, which is compatible with {compatible}")
        if size > len(self.blob):
            raise Damaged("shorter than its header says")
        self.blob = self.blob[:size]
        self.structure_end = self.structure + structure_size if version >= 17 else size
        self.strings = self.blob[strings:strings + strings_size]
        if self.structure % 4 or self.structure_end > size or strings + strings_size > size:
            raise Damaged("a block is outside the tree, or not aligned")

    def read_reserved(self):
        at = self.reservations
        while at + 16 <= len(self.blob):
            entry = struct.unpack_from(">2Q", self.blob, at)
            if entry == (0, 0):
                return
            yield entry
            at += 16
        raise Damaged("the list of reserved memory has no end")

    def take(self, size):
        """The next bytes of the structure; what follows them is aligned."""
        begin, end = self.at, self.at + size
        if end > self.structure_end:
            raise Damaged("the structure has no end")
        self.at = (end + 3) & ~3
        return self.blob[begin:end]

    def take_cell(self):
        return int.from_bytes(self.take(4), "big")

    def text_at(self, block, at):
        end = block.find(b"\0", at)
        if end < 0:
            raise Damaged("a name has no end")
        return block[at:end]

    def read_structure(self):
        self.at, node, root = self.structure, None, None
        while (tag := self.take_cell()) != END:
            if tag == BEGIN_NODE:
                if root and not node:
                    raise Damaged("two roots")
                name = self.text_at(self.blob[:self.structure_end], self.at)
                self.take(len(name) + 1)
                node = Node(name.decode("latin-1"), node)
                root = root or node
            elif tag == END_NODE and node:
                node = node.parent
            elif tag == PROP and node:
                size, name = self.take_cell(), self.take_cell()
                value = self.take(size)
                if node.children:
                    raise Damaged("a property behind a child")
                node.properties.setdefault(self.text_at(self.strings, name).decode("latin-1"), value)
            elif tag != NOP:
                raise Damaged(f"the tag {tag:#x}")
        if node or not root:
            raise Damaged("a node has no end")
        return root

    def find(self, path):
        """The node of a full path. Unit addresses may be omitted where a name is unique without (2.2.3)."""
        node = self.root
        for name in filter(None, path.split("/")):
            named = [child for child in node.children if child.name == name] or [
                child for child in node.children if child.name.split("@")[0] == name]
            if not named:
                return None
            node = named[0]
        return node
