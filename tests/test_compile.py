# SPDX-License-Identifier: MIT
"""What must not compile, does not; and only because of what is wrong with it.

Each source in tests/compile names, in its first lines, which tool has to object and in which
words. The same source with -DLEGAL has to pass: so nothing else can be the reason.
"""
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

ARCH = os.environ.get("ARCH", "aarch64")
ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted([*(ROOT / "tests/compile").glob("*.c"),
                  *(ROOT / "tests/compile" / ARCH).glob("*.c")])


@cache
def make(target):
    return subprocess.run(["make", "-s", target], cwd=ROOT, check=True, capture_output=True,
                          text=True).stdout.split()


def command(tool):
    """The kernel's compiler and flags, and the two checkers with those flags they know."""
    gcc = make("print-cflags")
    headers = [flag for flag in gcc if re.match(r"-[ID]", flag)]
    # -isystem: sparse looks into this machine's own folders before it comes to those of -idirafter.
    system = [word for flag, path in zip(gcc, gcc[1:]) if flag in ("-isystem", "-idirafter")
              for word in ("-isystem", path)]
    return {
        "gcc": gcc + ["-S", "-o", "-"],
        "sparse": ["sparse", f"--arch={ARCH}", "-std=gnu11", "-Wsparse-error", "-nostdinc",
                   *headers, *system],
        "clang": ["clang", f"--target={ARCH}-linux-gnu", "-fsyntax-only", "-Wall", "-Werror",
                  "-DCHECK_IOMEM", "-nostdlibinc", *headers, *system],
    }[tool]


def run(tool, source, *flags):
    if not shutil.which(command(tool)[0]):
        pytest.skip(f"{command(tool)[0]} is not here: run 'make setup'")
    return subprocess.run(command(tool) + [*flags, str(source)], cwd=ROOT, capture_output=True,
                          text=True, timeout=60)


def objections():
    for source in SOURCES:
        for tool, words in re.findall(r"^// (gcc|sparse|clang): (.*)$", source.read_text(), re.M):
            yield pytest.param(source, tool, words, id=f"{source.stem}-{tool}")


@pytest.mark.parametrize("source, tool, words", objections())
def test_objection(source, tool, words):
    result = run(tool, source)
    assert result.returncode != 0, \
        f"{source.relative_to(ROOT)} compiles, though it is wrong; {tool} must say: {words}"
    assert words in result.stderr


@pytest.mark.parametrize("source, tool, words", objections())
def test_legal_variant(source, tool, words):
    result = run(tool, source, "-DLEGAL")
    assert result.returncode == 0, result.stderr


# What an architecture does with an entry of a table, and how its instructions begin.
INSTRUCTIONS = {"aarch64": r"str(?= x)|d[sm]b \w+|isb|tlbi \w+",
                "x86_64": r"mov(?=q \S+, [0-9]*\()|mov(?=\S* \S+, %cr4)|invlpg"}
NEW_ENTRY = {"aarch64": ["str", "dsb ishst", "isb"], "x86_64": ["mov"]}
CLEARED_ENTRY = {"aarch64": ["str", "dsb ishst", "tlbi vaae1is", "dsb ish", "isb"],
                 "x86_64": ["mov", "invlpg"]}
NEW_TABLE = {"aarch64": ["str", "dmb ishst", "str", "dsb ishst", "isb"], "x86_64": ["mov", "mov"]}
# What forgets leaves, what forgets leaves and the way to them, and what forgets everything.
FLUSHES = {"aarch64": ("tlbi vaale1is", "tlbi vaae1is", "tlbi vmalle1is"),
           "x86_64": ("invlpg", "invlpg", "mov")}


def table_instructions(function):
    """Stores, barriers and flushes of one function, in the order of the text."""
    text = run("gcc", ROOT / "tests/compile/pitfall_24_order.c").stdout
    body = text.split(f"\n{function}:")[1].split(".size")[0]
    return re.findall(rf"^\s({INSTRUCTIONS[ARCH]})", re.sub(r"(?<=\w)\t", " ", body), re.M)


def test_pitfall_23_new_entry_is_followed_by_barriers():
    assert table_instructions("set_one") == NEW_ENTRY[ARCH]


def test_pitfall_24_cleared_entry_is_flushed_between_barriers():
    expected = CLEARED_ENTRY[ARCH]
    found = table_instructions("clear_one")
    assert found[:len(expected)] == expected
    assert found[len(expected):] in ([], ["mov", "mov"])  # x86-64: a CPU without INVLPG, by CR4


def test_a_table_is_complete_before_it_is_hooked_in():
    assert table_instructions("hook_in") == NEW_TABLE[ARCH]


@pytest.mark.parametrize("function, kind", [
    ("flush_one", 0), ("flush_most", 0), ("flush_block", 0), ("flush_one_and_table", 1),
    ("flush_most_and_table", 1), ("flush_more", 2), ("flush_more_and_table", 2)])
def test_what_a_range_is_flushed_with(function, kind):
    found = table_instructions(function)
    if ARCH == "aarch64":
        assert found[0] == "dsb ishst"
        assert found.index(FLUSHES[ARCH][kind]) < found.index("dsb ish")
        assert [each for each in found if "tlbi" not in each] == ["dsb ishst", "dsb ish", "isb"]
        found = [each for each in found if "tlbi" in each]
    # x86-64 looks at the CPU first: either all at once, or by INVLPG.
    assert FLUSHES[ARCH][kind] in found
    assert set(found) <= {FLUSHES[ARCH][kind], *(["mov"] if ARCH == "x86_64" else [])}


def test_formats_have_only_conversions_that_the_kernel_prints():
    """lib/vsnprintf.c knows a part of C's: the compiler refuses what C has not, this test what the kernel has not."""
    conversion = r"%%|%[-+ #\d.*]*(?:hh|h|ll|l|z|j|t|L)?[diouxXeEfFgGaAcspn]"
    known = r"%%|%[-0]?(?:\d+|\*)?[lz]?[dux]|%-?(?:\d+|\*)?(?:\.(?:\d+|\*))?s|%-?\d*c|%p"
    used = set()
    for folder in ("boot", "drivers", "experiments", "kernel", "lib", "mm", "monitor", "tests/runners", "tests/unit"):
        for path in (ROOT / folder).rglob("*.[ch]"):
            for text in re.findall(r'"(?:[^"\\\n]|\\.)*"', path.read_text(encoding="utf-8")):
                used |= set(re.findall(conversion, text))
    unknown = {each for each in used if not re.fullmatch(known, each)}
    assert len(used) > 30 and not unknown
