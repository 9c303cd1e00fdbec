# SPDX-License-Identifier: MIT
"""Every device tree that tools/fetch_trees.sh has unpacked, read by the kernel's code and by another decoder: `make
test-trees`. One test for each tree; the counts are printed at the end."""
from functools import cache

import pytest

from compare import PROGRAM, ROOT, compare_all

FILES = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "build").glob("trees*/**/*.dtb"))


@cache
def results():
    return compare_all(PROGRAM, FILES)


@pytest.mark.parametrize("file", FILES)
def test_tree(file):
    assert not results()[0].get(file)


def test_sanitizers_have_no_complaint():
    assert not results()[2], results()[2][:4000]


def test_there_are_trees(capsys):
    assert FILES, "build/trees is not there: run 'make setup test-trees'"
    assert results()[1]["trees"] == len(FILES)
    with capsys.disabled():
        print("\n")
        for what, count in sorted(results()[1].items()):
            print(f"{count:8}  {what}")
