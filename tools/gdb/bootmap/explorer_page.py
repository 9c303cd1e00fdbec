# SPDX-License-Identifier: MIT
"""The page itself: HTML, style and scripts of tools/gdb/explorer_page, and the data, in one file that
needs nothing else. Knows nothing of GDB, so that tests can make pages, too."""
import json
from itertools import accumulate
from pathlib import Path

PARTS = Path(__file__).resolve().parents[1] / "explorer_page"
STYLES = ("page.css", "panels.css", "tables.css", "small.css")
# In the order in which each may use what stands before.
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
