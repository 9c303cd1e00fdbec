# SPDX-License-Identifier: MIT
"""The picture of memory on a display: its pixels, by QEMU's screendump, compared with what is mapped."""
import re
import struct
import sys
import zlib
from itertools import product

import pytest
from machine import LINK_BASE, ROOT, Machine, symbols
from target import ARCH
from test_monitor import DEVICE, Monitor

sys.path.insert(0, str(ROOT / "tools"))
import screenshot  # noqa: E402

DISPLAY = ("-vga", "none", "-device", "bochs-display,romfile=")
WIDTH, HEIGHT = 1024, 768

# As drivers/video has them: the size of a cell, how many are in a row, where the columns of panels begin.
CELL_WIDTH, CELL_HEIGHT, COLUMNS, LEFT, RAM_LEFT = 7, 16, 64, 16, 568
GROUND, FRAME = (0x16, 0x1a, 0x21), (0xff, 0xff, 0xff)
EMPTY, TEXT, RODATA, DATA = (0x2f, 0x37, 0x43), (0x2e, 0x9e, 0x5b), (0x3b, 0x7d, 0xd8), (0xe0, 0xa0, 0x30)
REGISTERS, UNCACHED, VMALLOC = (0x9b, 0x5d, 0xe5), (0x18, 0xa0, 0xa8), (0xff, 0x7f, 0x50)


class Picture:
    """A screendump."""

    def __init__(self, machine):
        file = f"{machine.folder.name}/screen.ppm"
        machine.qmp("screendump", filename=file)
        with open(file, "rb") as dump:
            assert dump.readline() == b"P6\n"
            self.width, self.height = map(int, dump.readline().split())
            assert dump.readline() == b"255\n"
            self.pixels = dump.read()
        assert len(self.pixels) == 3 * self.width * self.height

    def __eq__(self, other):
        return self.pixels == other.pixels

    def pixel(self, x, y):
        at = 3 * (y * self.width + x)
        return tuple(self.pixels[at:at + 3])

    def cell(self, left, y, column):
        """(colour of the edge, colour inside) of a cell in the row at height y."""
        x = left + column * CELL_WIDTH
        return self.pixel(x, y), self.pixel(x + 2, y + CELL_HEIGHT // 2)

    def row(self, left, y):
        return [self.cell(left, y, column) for column in range(COLUMNS)]

    def rows(self, left):
        """(y, cells) of all rows, from top to bottom."""
        y = 0
        while y < self.height - CELL_HEIGHT:
            # An edge of a first cell: as high as a cell, with the gap between two cells below.
            if all(self.pixel(left, y + i) == self.pixel(left, y) != GROUND for i in range(CELL_HEIGHT - 2)) and \
                    self.pixel(left + CELL_WIDTH, y) != GROUND:
                yield y, self.row(left, y)
                y += CELL_HEIGHT
            else:
                y += 1

    def cells(self, left):
        return [cell for _, cells in self.rows(left) for cell in cells]


def new(colour):
    return FRAME, colour


def gone(colour):
    return colour, GROUND


def plain(colour):
    return colour, colour


class Viewer(Monitor):
    """Somebody who types, and looks at the display."""

    def see(self, command):
        self.ask(command)
        return Picture(self.machine)


@pytest.fixture(scope="module", name="viewer")
def viewer_fixture():
    with Machine("", extra=DISPLAY) as machine:
        yield Viewer(machine)


@pytest.fixture(name="before")
def before_fixture(viewer):
    """The picture before a test, in which nothing is new."""
    viewer.see("show")
    picture = viewer.see("date")
    yield picture
    viewer.see("show off")


def test_the_display_has_its_size_and_is_cleared_in_the_end(viewer, before):
    assert (before.width, before.height) == (WIDTH, HEIGHT)
    assert set(product(before.pixel(0, 0))) == set(product(GROUND))
    off = viewer.see("show off")
    assert set(off.pixels[channel::3] for channel in range(3)) == {bytes([c]) * (WIDTH * HEIGHT) for c in GROUND}
    assert viewer.see("date") == off


def test_a_picture_of_nothing_new_is_the_same(viewer, before):
    assert viewer.see("date") == before
    assert viewer.see("show") == before


def image_colours():
    """The colour of each page of the image, by its symbols."""
    names = symbols()

    def page(name):
        return (names[name] - LINK_BASE) >> 12
    colours = {}
    for first, last, colour in (("_einittext", "_etext", TEXT), ("_rodata", "_erodata", RODATA),
                                ("_data", "boot_stack_guard", DATA), ("boot_stack", "boot_stack_top", DATA),
                                ("emergency_stack", "emergency_stack_top", DATA)):
        colours.update({each: colour for each in range(page(first), page(last))})
    for each in ("boot_stack_guard", "emergency_stack_guard", "_head"):
        colours[page(each)] = EMPTY
    return colours


def test_the_image_has_the_colours_of_its_permissions(before):
    expected = image_colours()
    assert len(expected) > 60
    shown = before.cells(LEFT)
    first = next(i for i, cell in enumerate(shown) if cell == plain(TEXT)) // COLUMNS * COLUMNS
    for page, colour in expected.items():
        assert shown[first + page] == plain(colour), (page, shown[first + page], colour)
    # The same pages, where they are in RAM.
    in_ram = before.cells(RAM_LEFT)
    first = next(i for i, cell in enumerate(in_ram) if cell == plain(TEXT)) - min(
        page for page, colour in expected.items() if colour == TEXT)
    for page, colour in expected.items():
        if colour != EMPTY:
            assert in_ram[first + page] == plain(colour), page


@pytest.mark.parametrize("kind, colour", [("device", REGISTERS), ("wc", UNCACHED)])
def test_a_mapping_appears_and_goes(viewer, before, kind, colour):
    # An address where nothing is: of the frame buffer's own page there would be a second type.
    said = viewer.ask(f"ioremap {0x8000000000 if kind == 'wc' else DEVICE:#x} 0x3000 {kind}")
    mapped = Picture(viewer.machine)
    assert mapped.cells(LEFT).count(new(colour)) - before.cells(LEFT).count(new(colour)) == 3
    assert viewer.see("date").cells(LEFT).count(plain(colour)) == before.cells(LEFT).count(plain(colour)) + 3
    after = viewer.see("iounmap " + re.search(r"0xffffc[0-9a-f]+", said)[0])
    assert after.cells(LEFT).count(gone(colour)) - before.cells(LEFT).count(gone(colour)) == 3
    assert viewer.see("date").cells(LEFT) == before.cells(LEFT)


def test_allocated_pages_appear_and_go_on_both_sides(viewer, before):
    said = viewer.ask("vmalloc 0x5000")
    allocated = Picture(viewer.machine)
    assert allocated.cells(LEFT).count(new(VMALLOC)) - before.cells(LEFT).count(new(VMALLOC)) == 5
    assert allocated.cells(RAM_LEFT).count(new(VMALLOC)) == 5
    both = [picture.cells(side).count(plain(VMALLOC)) for picture in (before, viewer.see("date"))
            for side in (LEFT, RAM_LEFT)]
    assert [both[2] - both[0], both[3] - both[1]] == [5, 5]
    freed = viewer.see("vfree " + re.search(r"0xffffc[0-9a-f]+", said)[0])
    assert freed.cells(LEFT).count(gone(VMALLOC)) - before.cells(LEFT).count(gone(VMALLOC)) == 5
    again = viewer.see("date")
    assert [again.cells(side).count(plain(VMALLOC)) for side in (LEFT, RAM_LEFT)] == both[:2]


def test_as_many_pages_are_in_use_as_are_not_free(viewer, before):
    total = sum(map(int, re.findall(r"^memblock: memory .* (\d+) KiB", viewer.ask("memblock"), re.M))) // 4
    free = int(re.search(r"^buddy: (\d+) pages free", viewer.ask("buddy"), re.M)[1])
    in_use = [cell for cell in before.cells(RAM_LEFT) if cell[0] not in (EMPTY, GROUND)]
    assert len(in_use) == total - free


def test_a_leaked_slot_was_there(viewer, before):
    """It is released after the experiment; that it was there is seen by what is left of it."""
    after = viewer.see("break leak")
    rows = [[i for i, cell in enumerate(cells) if cell == gone(REGISTERS)] for _, cells in after.rows(LEFT)]
    assert [row for row in rows if row] == [[0, 1, 2]]
    # In RAM these pages belong to the image again.
    assert viewer.see("date") == before


def test_without_a_display_there_is_a_sentence():
    with Machine("show", extra=("-vga", "none")) as machine:
        viewer = Viewer(machine)
        assert machine.seen.count("make FB=1 run") == 1
        assert "make FB=1 run" in viewer.ask("show")
        viewer.ask("show off")


def test_the_command_line_begins_a_picture():
    with Machine("show", extra=DISPLAY) as machine:
        viewer = Viewer(machine)
        assert plain(TEXT) in Picture(machine).cells(LEFT)
        viewer.ask("date")
        assert viewer.see("show") == viewer.see("date")


def test_much_memory_is_shown_in_larger_cells():
    """The descriptors of 64 GiB alone would be more rows than there is room for."""
    size = "size=64G,reserve=off"
    with Machine("", mem="64G", extra=(*DISPLAY, "-object", f"memory-backend-ram,id=ram,{size}",
                                       "-machine", "memory-backend=ram")) as machine:
        viewer = Viewer(machine)
        rows = list(viewer.see("show").rows(RAM_LEFT))
        assert 2 < len(rows) <= 46
        text = [page for page, colour in image_colours().items() if colour == TEXT]
        assert 0 < viewer.see("date").cells(RAM_LEFT).count(plain(TEXT)) < len(text)


@pytest.mark.skipif(ARCH != "x86_64", reason="a PC has this card without being asked")
def test_the_standard_card_of_a_pc_is_a_display():
    with Machine("") as machine:
        viewer = Viewer(machine)
        assert plain(TEXT) in viewer.see("show").cells(LEFT)


RASPBERRY_PI = ROOT / "build/trees/broadcom/bcm2837-rpi-3-b.dtb"


@pytest.mark.skipif(ARCH != "aarch64" or not RASPBERRY_PI.exists(), reason="make BOARD=raspi3b setup fetches its tree")
def test_a_raspberry_pi_has_a_display():
    """Its frame buffer is the GPU's: the firmware gives it, with red and blue where they shall be."""
    with Machine("earlycon=pl011,0x3f201000 show", machine="raspi3b", cpu="cortex-a53",
                 extra=("-dtb", RASPBERRY_PI), serial=("stdio", "null")) as machine:
        viewer = Viewer(machine)
        assert "1024 x 768 x 32, stride 4096" in machine.seen
        picture = viewer.see("date")
        assert picture.pixel(0, 0) == GROUND
        shown = picture.cells(LEFT)
        assert all(plain(colour) in shown for colour in (TEXT, RODATA, DATA, REGISTERS, UNCACHED))


def test_the_types_cost_the_same_instructions():
    with Machine("bench=fb", extra=(*DISPLAY, "-icount", "shift=0,sleep=off")) as machine:
        medians = dict(re.findall(r"^bench (fb_\w+) 101 \d+ (\d+) \d+$", machine.finish(), re.M))
    types = ["fb_ioremap", "fb_ioremap_wc"] + (["fb_ioremap_wt"] if ARCH == "x86_64" else [])
    assert list(medians) == types and len(set(medians.values())) == 1


def test_the_types_need_a_display():
    with Machine("bench=fb", extra=("-vga", "none", "-icount", "shift=0,sleep=off")) as machine:
        assert "needs a display (make FB=1)" in machine.finish()


def pixels_of_docs():
    """(width, height, pixel(x, y)) of the picture in the documents, as tools/screenshot.py writes it."""
    data = screenshot.FILE.read_bytes()
    chunks, at = {}, 8
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        chunks[kind] = data[at + 8:at + 8 + size]
        at += size + 12
    width, height = struct.unpack_from(">II", chunks[b"IHDR"])
    numbers, palette = zlib.decompress(chunks[b"IDAT"]), chunks[b"PLTE"]

    def pixel(x, y):
        number = numbers[y * (width + 1) + x + 1]
        return tuple(palette[3 * number:3 * number + 3])
    return width, height, pixel


@pytest.mark.skipif(ARCH != "aarch64", reason="the picture in the documents is of AArch64")
def test_the_picture_in_the_documents_is_what_its_commands_show():
    """From the slots down to the legend nothing depends on the build."""
    width, height, pixel = pixels_of_docs()
    with Machine("", extra=DISPLAY) as machine:
        viewer = Viewer(machine)
        for command in screenshot.steps()[1]:
            picture = viewer.see(command)
    assert (width, height) == (picture.width, picture.height)
    rows = [(y, cells) for y, cells in picture.rows(LEFT) if gone(REGISTERS) in cells]
    assert len(rows) == 1 and rows[0][1].count(gone(REGISTERS)) == 3
    for y, x in product(range(rows[0][0] - CELL_HEIGHT, height), range(LEFT + COLUMNS * CELL_WIDTH)):
        assert pixel(x, y) == picture.pixel(x, y), f"pixel {x}, {y}: make docs-update"
