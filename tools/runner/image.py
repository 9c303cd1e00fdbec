# SPDX-License-Identifier: MIT
"""The symbols of an ELF file. (System V ABI, chapters 4 and 5: object files of 64 bits.)"""
import bisect
import struct

SECTION_HEADERS, SECTION_COUNT = 0x28, 0x3c  # where the ELF header holds these
SHT_SYMTAB = 2
SYMBOL = struct.Struct("<IBBHQQ")  # name, info, other, section, value, size
STT_FUNC = 2


class Image:
    """What lies where in the image, as it was linked."""

    def __init__(self, file):
        with open(file, "rb") as elf:
            self.data = elf.read()
        self.addresses, functions = {}, []
        for name, kind, value, size in self.symbols():
            self.addresses[name] = value
            if kind == STT_FUNC:
                functions.append((value, size, name))
        self.functions = sorted(functions)

    def symbols(self):
        """Yields (name, kind, value, size)."""
        start, = struct.unpack_from("<Q", self.data, SECTION_HEADERS)
        count, = struct.unpack_from("<H", self.data, SECTION_COUNT)
        sections = [struct.unpack_from("<IIQQQQII", self.data, start + 64 * index) for index in range(count)]
        for _, kind, _, _, offset, size, link, _ in sections:
            if kind != SHT_SYMTAB:
                continue
            names = sections[link][4]
            for name, info, _, _, value, length in SYMBOL.iter_unpack(self.data[offset:offset + size]):
                end = self.data.index(b"\0", names + name)
                yield self.data[names + name:end].decode(), info & 15, value, length

    def contains(self, address):
        return self.addresses["_head"] <= address < self.addresses["_end"]

    def function_at(self, address):
        """The function there, and how far behind its start; "" if none is."""
        index = bisect.bisect(self.functions, (address, float("inf"))) - 1
        if index < 0:
            return ""
        start, size, name = self.functions[index]
        if address >= start + max(size, 1):
            return ""
        return name + (f"+{address - start:#x}" if address > start else "")
