# SPDX-License-Identifier: MIT
"""The call chain at the present instruction."""
import gdb

# The kernel's call chains are shorter. A damaged stack may look like an endless one.
FRAMES = 32


def frames():
    """The call chain, innermost first: (function, file, line)."""
    chain, frame = [], gdb.newest_frame()
    while frame is not None and frame.pc() and len(chain) < FRAMES:
        sal = frame.find_sal()
        file = sal.symtab.filename if sal.symtab else None
        chain.append((frame.name() or "?", file, sal.line))
        frame = frame.older()
    return chain


def culprit(chain):
    """The innermost function that is not an inline helper from a header."""
    return next((place for place in chain if place[1] and "include/" not in place[1]), chain[0])


def place_words(place):
    function, file, line = place
    return f"{function}(), {file}:{line}" if file else f"{function}()"
