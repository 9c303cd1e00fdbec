# SPDX-License-Identifier: MIT
"""Builds the page from the HTML, style and scripts in tools/gdb/explorer_page and from the data: one file
that needs no other. This module does not import gdb, so that tests can build pages, too."""
import json
from itertools import accumulate
from pathlib import Path

PARTS = Path(__file__).resolve().parents[1] / "explorer_page"
STYLES = ("page.css", "panels.css", "tables.css", "small.css")
# Each uses only those before it.
SCRIPTS = ("data.js", "state.js", "words.js", "steps.js", "source.js", "tables.js", "arrows.js", "entry.js",
           "walk.js", "map.js", "show.js", "controls.js")


def packed(rows, columns):
    """{column: numbers, each as its difference to the one before}: small, and quick to read."""
    lists = zip(*rows) if rows else ([] for _ in columns)
    return {column: differences(list(values)) for column, values in zip(columns, lists)}


def differences(values):
    return [value - before for value, before in zip(values, [0, *values])]


def unpacked(numbers):
    """What differences() was made of."""
    return list(accumulate(numbers))


def whole(data):
    """The HTML of a page with this data."""
    def joined(names):
        return "".join((PARTS / name).read_text(encoding="utf-8") for name in names)

    text = json.dumps(data, separators=(",", ":")).replace("</", "<\\/")
    page = (PARTS / "page.html").read_text(encoding="utf-8")
    for mark, part in (("/*STYLE*/", joined(STYLES)), ("/*SCRIPT*/", joined(SCRIPTS)), ("/*DATA*/null", text)):
        page = page.replace(mark, part, 1)
    return page
