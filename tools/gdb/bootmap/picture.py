# SPDX-License-Identifier: MIT
"""`bm picture`: the live tables as an SVG: the address map as a ruler, each table as a box, the way
from a link to its table as a line. Columns never overlap: a table's column is its level."""
from pathlib import Path

import gdb
from svg import CHARACTER, Svg

from . import kernel, stub, target
from .command import Command
from .look import KINDS, kind_of, rows, run_to, runs, tables
from .wording import human_size, region_words

ROW, HEAD, GAP, TOP = 17, 40, 26, 118
RULER_X, RULER_WIDTH = 20, 440
COLUMN_X, COLUMN_WIDTH, COLUMN_STEP = 500, 296, 340
MOST_ROWS = 28


def draw_ruler(svg, regs):
    """The address map: every area in order, in it what is mapped."""
    y = TOP
    mapped = list(runs(regs, regs.regions))
    for first, end, name in kernel.areas():
        inside = [run for run in mapped if first <= run.first.va < end]
        height = HEAD - 14 + ROW * max(1, len(inside)) + 6
        svg.box(RULER_X, y, RULER_WIDTH, height)
        svg.text(RULER_X + 10, y + 17, f"{first:#018x}", "faint")
        svg.text(RULER_X + 160, y + 17, name, "head")
        line = y + HEAD - 14
        if not inside:
            svg.text(RULER_X + 160, line + 12, "nothing mapped", "faint")
        for run in inside:
            svg.box(RULER_X + 4, line + 1, 5, ROW - 2, "", KINDS[kind_of(run.first, regs)][0])
            access = run.look.split("  ")[0] if "  " in run.look else " ".join(run.look.split()[:2])
            owner = "" if run.owner == name else run.owner
            svg.text(RULER_X + 16, line + 12, f"{run.first.va:#018x} {human_size(run.end - run.first.va):>9} "
                     f"{access:<5}  {owner}"[:58])
            line += ROW
        y += height + 8


def row_words(row, regs):
    first = row.first
    index = f"[{first.index}]" if row.count == 1 else f"[{first.index}…{row.last.index}]"
    if first.kind == "table":
        name = kernel.table_name(first.output)
        return f"{index:<9} → {name if name != 'table' else f'table {first.output:#x}'}"
    if not first.leaf:
        return f"{index:<9} {first.kind}"
    many = f"{row.count} {first.kind}{'s' if row.count > 1 else ''}"
    return f"{index:<9} {many:<10} {first.output:#x} {first.access(regs)}".rstrip()


class Layout:
    """Where each table's box goes: in its level's column, beside its parent if there is room."""

    def __init__(self, svg, regs):
        self.svg, self.regs, self.tables = svg, regs, tables(regs)
        self.free = [TOP] * 5
        self.done = set()

    def draw(self):
        for region in self.regs.regions:
            if region.enabled:
                self.draw_table(region.root, region.first_level, TOP, region.name)

    def draw_table(self, pa, level, wanted, by=None):
        """Returns where a line to the table ends."""
        column = level + 1 if level < 0 else level
        x, y = COLUMN_X + COLUMN_STEP * column, max(self.free[column], wanted)
        lines = rows(self.tables[pa])
        shown = lines if len(lines) <= MOST_ROWS else lines[:MOST_ROWS - 1]
        height = HEAD + ROW * max(1, len(shown) + (len(shown) < len(lines))) + 4
        self.free[column] = y + height + GAP
        self.svg.box(x, y, COLUMN_WIDTH, height)
        self.svg.text(x + 10, y + 17, kernel.table_name(pa), "head")
        used = sum(row.count for row in lines)
        self.svg.text(x + 10, y + 32, f"{by + ' = ' if by else ''}{pa:#x}, {used} of 512 used", "faint")
        self.done.add(pa)
        self.draw_rows(x, y + HEAD, shown, len(lines))
        return x, y + 13

    def draw_rows(self, x, y, shown, count):
        if not shown:
            self.svg.text(x + 14, y + 12, "empty", "faint")
        for row in shown:
            kind = kind_of(row.first, self.regs)
            self.svg.box(x + 1, y + 1, 5, ROW - 2, "", KINDS[kind][0] if kind else "#d0d5dd")
            self.svg.text(x + 14, y + 12, row_words(row, self.regs)[:39])
            if row.first.kind == "table" and row.first.output not in self.done:
                end = self.draw_table(row.first.output, row.first.level + 1, y - HEAD // 2)
                self.svg.curve(x + COLUMN_WIDTH, y + ROW // 2, *end)
            y += ROW
        if len(shown) < count:
            self.svg.text(x + 14, y + 12, f"… and {count - len(shown)} more", "faint")


def draw_legend(svg):
    x = RULER_X
    for colour, words in KINDS.values():
        svg.box(x, 62, 12, 12, "", colour)
        svg.text(x + 18, 72, words)
        x += 38 + int(CHARACTER * len(words))


def picture(title):
    """The whole SVG."""
    regs, svg = target.table_registers(), Svg(title)
    svg.text(RULER_X, 36, title, "title")
    draw_legend(svg)
    svg.text(RULER_X, 104, "address map", "head")
    for level in range(4):
        svg.text(COLUMN_X + COLUMN_STEP * level, 104, f"level {level}", "head")
    draw_ruler(svg, regs)
    Layout(svg, regs).draw()
    return svg.whole(COLUMN_X + 3 * COLUMN_STEP + COLUMN_WIDTH + 20)


def title_now():
    regs = target.registers()
    where = kernel.caller(stub.program_counter()) or "?"
    regions = "; ".join(region_words(region) for region in target.table_registers().regions[-1:])
    return f"Page tables at {where}, MMU {'on' if regs.mmu_on else 'off'} ({regions})"


class Picture(Command):
    """Draw the page tables as an SVG

usage: bm picture FILE [STAGE]
With STAGE, the machine first runs to that function, or stage of boot such as paging.
Example: bm picture tables.svg early_iounmap"""

    def lines(self, argument):
        words = gdb.string_to_argv(argument)
        if len(words) not in (1, 2):
            raise self.usage()
        if len(words) == 2:
            run_to(words[1])
        Path(words[0]).write_text(picture(title_now()), encoding="utf-8")
        yield f"wrote {words[0]}: the tables at {kernel.caller(stub.program_counter())}"


COMMANDS = (Picture,)
