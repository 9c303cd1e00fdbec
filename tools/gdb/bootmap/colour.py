# SPDX-License-Identifier: MIT
"""Colours in the output of the commands: on a terminal, unless GDB's styling is off or NO_COLOR is set
(no-color.org)."""
import os
import re

import gdb

RED, YELLOW, CYAN, FAINT = "31;1", "33", "36", "2"

# (pattern, colour). Of several that fit, the first counts.
RULES = [(r"\bRW X\b", RED), (r"\b(?:not mapped|invalid)\b", YELLOW),
         (r"\b(?:device nGn\w+|uncached\S*|write-combining|normal non-cacheable)", CYAN),
         (r"\b0x0{16}\b", FAINT)]
PATTERN = re.compile("|".join(f"({pattern})" for pattern, _ in RULES))


def wanted():
    return os.isatty(1) and os.environ.get("TERM", "dumb") != "dumb" and "NO_COLOR" not in os.environ \
        and bool(gdb.parameter("style enabled"))


def paint(text):
    """The text, with colours if the output shows them."""
    if not wanted():
        return text
    return PATTERN.sub(lambda found: f"\x1b[{RULES[found.lastindex - 1][1]}m{found[0]}\x1b[m", text)
