# SPDX-License-Identifier: MIT
"""Types the transcripts of the README and of docs/, and compares the output with the text, except for
numbers that depend on the build. `make docs-update` writes the output into the documents."""
import re

import pytest
import transcripts
from debugger import debug
from machine import ROOT
from target import ARCH

PAGE = (ROOT / "docs/debugging.md").read_text(encoding="utf-8")
# Each on its own architecture.
HERE = [each for each in transcripts.transcripts() if each.arch == ARCH]


def test_the_pages_have_transcripts():
    assert len(HERE) >= {"aarch64": 9, "x86_64": 2}[ARCH]


@pytest.mark.parametrize("transcript", HERE, ids=str)
def test_a_transcript_is_what_happens(transcript):
    told = transcripts.difference(transcript)
    assert not told, f"{transcript}\n{told}\n'make docs-update' writes what comes instead"


def test_a_difference_is_seen_and_numbers_are_none():
    def same(shown, came):
        masked = [[transcripts.masked(line, "aarch64") for line in text.splitlines()] for text in (shown, came)]
        return transcripts.fits(*masked)

    assert same("page at 0x40223000  RO X", "page at 0x40224000  RO  X")
    assert same("kernel text  112 KiB", "kernel text 96 KiB")
    assert not same("page at 0x9030000  RW", "page at 0x9040000  RW")
    assert not same("page at 0x40223000  RO X", "page at 0x40223000  RW X")
    assert not same("a\nc", "a\nb\nc")
    assert same("a\n…\nc", "a\nb\nb\nc") and same("a\n…", "a") and not same("a\n…\nd", "a\nb\nc")


def test_renewed_keeps_what_is_left_out():
    assert transcripts.renewed(["a 1 KiB", "…", "d"], ["a 2 KiB", "b", "c", "d"], "aarch64", False) == \
        ["a 2 KiB", "…", "d"]
    assert transcripts.renewed(["a", "…", "d", "e"], ["a", "b", "new", "d", "f", "e"], "aarch64", False) == \
        ["a", "…", "d", "f", "e"]
    assert transcripts.renewed(["a", "c"], ["a", "b", "c"], "aarch64", False) == ["a", "b", "c"]
    assert transcripts.renewed(["a", "c"], ["a", "b", "c"], "aarch64", True) == ["a", "…", "c"]


def test_every_command_is_on_the_page():
    with debug(f"ARCH={ARCH}") as session:
        output, _ = session.communicate("help bm\nquit\n", timeout=60)
    lines = re.findall(r"^bm (\w+)(?:,\s+bm (\w+))? -- ", output, re.M)
    commands = {name for line in lines for name in line if name}
    assert len(commands) > 10
    assert (commands - {"explorer"}) | {"esr"} == set(re.findall(r"`bm (\w+)", PAGE)), commands


def test_every_command_of_the_table_has_an_example_that_is_executed():
    table = set(re.findall(r"`bm (\w+)", "\n".join(line for line in PAGE.splitlines() if line.startswith("| "))))
    typed = {step.typed.split()[1] for each in transcripts.transcripts() if each.page == "docs/debugging.md"
             for step in each.steps if step.typed.startswith("bm ")}
    assert len(table) > 20 and not table - typed, table - typed


def test_every_test_that_the_page_of_tests_names_exists():
    page = (ROOT / "tests/README.md").read_text(encoding="utf-8")
    named = re.findall(r"`(\S+\.py)::(\w+)`", page)
    assert len(named) > 15
    for file, test in named:
        assert f"def {test}(" in (ROOT / "tests/qemu" / file).read_text(encoding="utf-8"), (file, test)
