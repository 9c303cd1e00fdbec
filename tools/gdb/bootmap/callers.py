# SPDX-License-Identifier: MIT
"""The call chain at the present instruction."""
import gdb

# The kernel's call chains are shorter. A damaged stack may look like an endless one.
FRAMES = 32


def frames():
    """The call chain, innermost first: (function, file, line)."""
    chain, frame = [], gdb.newest_frame()
    while frame is not None and frame.pc() and len(chain) < FRAMES:
        chain.append((frame.name() or "?", *source_line(frame)))
        frame = frame.older()
    return chain


def source_line(frame):
    """The file and line of a frame, None and 0 if unknown. The line is one of the frame's function: for a
    call after inlined code, some compilers' line tables still name the inlined function's file."""
    sal, function = frame.find_sal(), frame.function()
    file = sal.symtab.filename if sal.symtab else None
    # An inlined function's symbol has the file that calls it. Without pc the line is that of such a call.
    if not file or not function or not sal.pc or frame.type() == gdb.INLINE_FRAME \
            or file == function.symtab.filename:
        return file, sal.line
    block = frame.block()
    while block.function is None:
        block = block.superblock
    before = [entry for entry in function.symtab.linetable() if block.start <= entry.pc <= sal.pc]
    return function.symtab.filename, max(before, key=lambda entry: entry.pc).line if before else function.line


def culprit(chain):
    """The innermost function that is not an inline helper from a header."""
    return next((place for place in chain if place[1] and "include/" not in place[1]), chain[0])


def place_words(place):
    function, file, line = place
    return f"{function}(), {file}:{line}" if file else f"{function}()"
