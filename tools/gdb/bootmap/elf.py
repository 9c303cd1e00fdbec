# SPDX-License-Identifier: MIT
"""Constants, symbols and types from the ELF file's debug information. No number of the kernel is copied
into these modules: they get each by its name, from here."""
import re
from functools import cache

import gdb

from . import segments
from .quiet import quietly

# GDB knows the macros that a function's file includes. Together these functions have all.
MACRO_SCOPES = ("fixmap_describe", "esr_describe", "exception_describe", "handle_exception",
                "handle_unexpected", "show_walk", "phys_addr_bits", "vmalloc_init", "memblock_add",
                "boot_stage_enter", "paging_init", "resource_format")

# Symbols whose values are numbers, not addresses in the image.
ABSOLUTE = ("elf_entry", "kernel_image_size", "kernel_memory_size")

DEFINITION = re.compile(r"^Defined at .*?/include/(?:aarch64|x86_64|bootmap|drivers)/.*\n"
                        r"(?:  included at .*\n)*#define (.*)$", re.M)


class Missing(gdb.GdbError):
    """The ELF file does not have a name. The text is for the user."""


# Where the linker put the image, and where it runs until the MMU is on.
linked = loaded = None


def add_symbols_at_load_address():
    """The image is linked at the top of the address space, and starts at a low physical address. GDB gets
    a second set of its symbols for that address, which is elf_entry."""
    global linked, loaded
    linked, loaded = (int(gdb.parse_and_eval(f"(unsigned long)&{name}")) for name in ("_head", "elf_entry"))
    for symbol in ABSOLUTE:
        address(symbol)  # now, while there is one set: GDB would add the offset of the second one
    if linked != loaded:
        add_symbols(loaded)
        gdb.events.stop.connect(after_stop)
        gdb.events.before_prompt.connect(before_prompt)


def quoted_elf():
    return '"' + gdb.current_progspace().filename.replace("\\", "\\\\").replace('"', '\\"') + '"'


def add_symbols(first_byte):
    """Adds a set of symbols for the copy of the image at an address. GDB takes no name for it."""
    gdb.execute(f"add-symbol-file {quoted_elf()} -o {(first_byte - linked) % 2**64:#x}", to_string=True)


def first_is_low():
    """Does GDB take a name for the copy at the load address?"""
    return int(gdb.parse_and_eval("(unsigned long)&_head")) < linked


# Has GDB shown a prompt? Scripts run without one. Does a change of the sets wait for the next prompt?
prompted = waiting = False


def after_stop(event):
    """The sets follow the program counter. If GDB stopped at a breakpoint, it remembers the location of the
    breakpoint, and a change of the sets replaces locations: GDB would complain before each command. So
    the change waits for the prompt, except where commands of the breakpoint come first."""
    global waiting
    if prompted and isinstance(event, gdb.BreakpointEvent) and wrong_set_first() \
            and not any(point.commands for point in event.breakpoints):
        waiting = True
    else:
        follow_program_counter()


def before_prompt():
    global prompted, waiting
    prompted = True
    if waiting:
        waiting = False
        forget_stop()


def forget_stop():
    """GDB forgets why it stopped, and reports a stop at the same place: so after_stop() is called."""
    if gdb.selected_thread() is not None:
        with quietly():
            gdb.execute("stepi 0", to_string=True)


def wrong_set_first():
    """Does the program run in one copy of the image while GDB takes names for the other one?"""
    return linked != loaded and (gdb.newest_frame().pc() < linked) != first_is_low()


def follow_program_counter():
    """Lets `print`, `x` and `watch` take names for the copy of the image that runs now."""
    if wrong_set_first():
        with quietly():
            if first_is_low():
                take_names_for(linked)
            else:
                take_names_for(loaded)
                add_symbols(linked)


def take_names_for(first_byte):
    """Leaves one set of symbols, that of the copy at an address. It is GDB's main set: GDB 14 and later take
    global variables from the main set only. All take functions and static variables from the set that
    they read first. So the main set is read again, and the set that was added before goes. While the MMU
    is on, the low set is needed only to go back: before_going_back() adds it."""
    added = linked if first_is_low() else loaded
    gdb.execute(f"symbol-file -o {(first_byte - linked) % 2**64:#x} {quoted_elf()}", to_string=True)
    if has_second_set():
        gdb.execute(f"remove-symbol-file -a {added:#x}", to_string=True)


def before_going_back():
    """Adds the low set of symbols, so that breakpoints by name hold in head.S, too."""
    if linked != loaded and not has_second_set():
        forget_stop()
        add_symbols(loaded)


def has_second_set():
    return len([file for file in gdb.objfiles() if file.is_valid()]) > 1


def define_macros():
    """GDB knows a macro only while the program is in a file that includes it. Here the kernel's macros are
    defined as macros of the user, so that GDB knows them everywhere, also in head.S and in a core."""
    definitions = set()
    for scope in MACRO_SCOPES:
        try:
            listing = gdb.execute(f"info macros {scope}", to_string=True)
        except gdb.error:
            continue  # a function that this image does not have
        definitions.update(DEFINITION.findall(listing))
    for definition in definitions:
        gdb.execute(f"macro define {definition}", to_string=True)


@cache
def constant(name):
    """The value of a macro or an enumerator."""
    try:
        return int(gdb.parse_and_eval(name))
    except gdb.error as error:
        raise Missing(f"the ELF file's debug information does not know {name} ({error}); "
                      "was it built with -g3?") from None


@cache
def enumerators(name):
    """{name: value} of an enumeration, in its order."""
    return {field.name: field.enumval for field in gdb.lookup_type(f"enum {name}").fields()}


@cache
def address(symbol):
    """Where the linker put a symbol, even while GDB takes names for the copy at the load address."""
    try:
        found = int(gdb.parse_and_eval(f"(unsigned long)&{symbol}"))
    except gdb.error:
        raise Missing(f"the ELF file has no symbol {symbol}") from None
    return found if symbol in ABSOLUTE else linked_address(found)


def linked_address(found):
    """The link address of what GDB found, possibly in the set of symbols for the load address."""
    offset = found - loaded
    return linked + offset if 0 <= offset <= address("kernel_image_size") else found  # _end, too


def has(symbol):
    """Is there such a symbol in this image?"""
    try:
        return bool(address(symbol))
    except Missing:
        return False


def symbol_at(va, exact=False):
    """The symbol at `va`, with an offset unless `exact`; None if there is none."""
    # "X in section .text of file", "X + 8 in section .text"
    words = gdb.execute(f"info symbol {va:#x}", to_string=True).split()
    if len(words) < 2 or words[0] == "No":
        return None
    if words[1] == "+":
        return None if exact else f"{words[0]}+{int(words[2]):#x}"
    return words[0]


def function_at(pc):
    """The name of the function that `pc` is in, "" if in none."""
    return (symbol_at(pc) or "").split("+")[0]


def at_load_address(pc):
    """Is this the copy of the image's code that runs until the MMU is on?"""
    return 0 <= pc - address("elf_entry") < address("kernel_image_size")


def image_bytes(va, size):
    """The bytes that the image has at a link address."""
    data = segments.read(gdb.current_progspace().filename, "virtual", va, size)
    if data is None:
        raise Missing(f"the ELF file has nothing at {va:#x}")
    return data


def image_offset(symbol):
    """The offset of a symbol from the image's first byte."""
    return address(symbol) - address("_head")
