# SPDX-License-Identifier: MIT
"""The answers of lab 1, beside what bm walk and QEMU's own walk say about the recorded run."""
import re

import pytest
from answers import asked, right, seen, walk


def leaf(entries):
    """The last entry of a walk, as (level, entry, words)."""
    level, _, entry, words = entries[-1]
    return level, entry, words


@pytest.fixture(scope="module")
def truth():
    addresses = asked()
    commands = [command for va in addresses.values() for command in
                (f"echo next\\n", f"bm walk {va:#x}", f"monitor gva2gpa {va:#x}")]
    parts = seen("continue", *commands).split("next\n")[1:]
    found = {}
    for name, part in zip(addresses, parts):
        entries = walk(part)
        level, entry, words = leaf(entries)
        physical = re.search(r"^gpa: (0x\w+)", part, re.M)
        found |= {f"{name}_level": level, f"{name}_entry": entry,
                  f"{name}_physical": int(physical[1], 16) if physical else None,
                  f"{name}_write": "yes" if " RW" in words else "no",
                  f"{name}_execute": "no" if " NX" in words else "yes",
                  **{f"{name}_index_{each}": index for each, index, *_ in entries}}
    assert found["d_physical"] is None, "QEMU finds D"
    return found


def test_the_four_indices(truth):
    right(truth, *(f"a_index_{level}" for level in range(4)))


def test_the_page_of_a(truth):
    right(truth, "a_entry", "a_physical")


def test_the_block_of_b(truth):
    right(truth, "b_level", "b_physical")


def test_the_block_of_c(truth):
    right(truth, "c_level", "c_physical")


def test_where_the_walk_to_d_ends(truth):
    right(truth, "d_level")


def test_rights_of_a_and_c(truth):
    right(truth, "a_write", "a_execute", "c_write", "c_execute")
