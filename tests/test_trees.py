# SPDX-License-Identifier: MIT
"""The comparison of the kernel's device-tree code with another decoder: on one board, on wrong trees that are made of
it, and on changed answers, which it must notice. tests/test_debian_trees.py compares the trees of real boards."""
import random
import struct
import subprocess

import pytest

from compare import PROGRAM, ROOT, compare, compare_all, run_program
from flat import Tree
from mutate import change, damage, flatten

BOARD = ROOT / "tests/trees/board.dts"
MANY = 400


@pytest.fixture(scope="module", name="board")
def make_board(tmp_path_factory):
    file = tmp_path_factory.mktemp("trees") / "board.dtb"
    subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", file, BOARD], check=True)
    return file


def answers(file):
    reports, errors = run_program(PROGRAM, [str(file)])
    assert not errors
    return reports[str(file)]


def expect_agreement(files):
    differ, counts, errors = compare_all(PROGRAM, [str(file) for file in files])
    assert not errors, errors[:4000]
    assert not differ, "\n".join(f"{name}\n  {lines[0]}" for name, lines in list(differ.items())[:5])
    return counts


def test_one_board(board):
    """The interesting lines in full: they are what the specification says about tests/trees/board.dts."""
    lines = answers(board)
    for line in ("console 0x9001000",
                 "memory 0x100000000 0x200000000",
                 "memory 0x40000000 0x1000000",
                 "memory 0x41100000 0xef00000",
                 "reg /soc/device@100800 0 0x110000800 0x100",
                 "reg /soc/device@100800 1 refused -6",
                 "reg /soc/inner/serial@700000000 0 0x110000000 0x1000",
                 "reg /pcie@10000000/ethernet@1,0 damaged",
                 "irq /soc/device@100800 1 /soc/gpio@3000 0x4 0x2",
                 "irq /soc/inner/serial@2000 0 /interrupt-controller@8000000 0x0 0xb 0x4",
                 "irq /soc/gpio@3000 1 /interrupt-controller@8000000 0x0 0xc 0x1",
                 "irq /pcie@10000000/ethernet@1,0 0 /interrupt-controller@8000000 0x0 0x4 0x4"):
        assert line in lines
    counts = expect_agreement([board])
    assert counts["compared: irq"] > 10 and counts["compared: reg"] > 10


def test_every_changed_answer_is_noticed(board):
    lines = answers(board)
    for at, line in enumerate(lines[:-1]):
        without = lines[:at] + lines[at + 1:]
        changed = lines[:at] + [line[:-1] + ("1" if line[-1] != "1" else "2")] + lines[at + 1:]
        added = lines[:at] + ["reg / 0 0x0 0x0"] + lines[at:]
        for wrong in without, changed, added:
            if line.startswith("said ") and wrong is not added:
                continue
            assert compare((str(board), wrong))[1], line
    assert compare((str(board), lines[:-1]))[1], "it ended too early"
    assert not compare((str(board), lines))[1]


@pytest.mark.parametrize("path,name,value", [
    ("/soc", "ranges", (0, 0, 0x9100000, 0x100000)),
    ("/soc/lines", "interrupt-map-mask", (0,)),
    ("/soc/other", "interrupt-map", (9, 1, 0, 1, 0, 0, 0, 13, 1)),
    ("/soc/device@100800", "interrupts", (3, 1, 4, 3)),
    ("/reserved-memory/picture@42000000", "reg", (0, 0x42000000, 0, 0x900000)),
    ("/memory@80000000", "reg", (0, 0x80000000, 0, 0x4000000)),
])
def test_the_answers_about_another_tree_are_noticed(board, tmp_path, path, name, value):
    """As if the kernel read a property wrongly: it is asked about another tree than the decoder."""
    tree = Tree(board.read_bytes())
    node = tree.find(path)
    node.properties[name] = struct.pack(f">{len(value)}I", *value)
    (tmp_path / "other.dtb").write_bytes(flatten(tree))
    assert compare((str(board), answers(tmp_path / "other.dtb")))[1]
    expect_agreement([tmp_path / "other.dtb"])


def test_a_sanitizer_that_complains_is_noticed(tmp_path):
    """A program that says nothing, or ends before a tree's end, is no agreement."""
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nwhile read name; do echo tree $name; echo crashed 134; done; echo bad >&2\n")
    program.chmod(0o755)
    differ, _, errors = compare_all(str(program), ["x.dtb"])
    assert differ and errors


def test_wrong_trees(board, tmp_path):
    """Properties changed, cut, copied from elsewhere: both decoders say the same, also what they refuse and why."""
    files = []
    for seed in range(MANY):
        files.append(tmp_path / f"{seed}.dtb")
        files[-1].write_bytes(change(board.read_bytes(), random.Random(seed)))
    counts = expect_agreement(files)
    assert len([name for name in counts if name.startswith("refused")]) > 10, "the changes reach too little"


def test_damaged_trees(board, tmp_path):
    """Bytes overwritten, the end cut off: refused or read, without a complaint of the sanitizers, and to an end."""
    files = []
    for seed in range(MANY):
        files.append(str(tmp_path / f"{seed}.dtb"))
        (tmp_path / f"{seed}.dtb").write_bytes(damage(board.read_bytes(), random.Random(seed)))
    reports, errors = run_program(PROGRAM, files)
    assert not errors, errors[:4000]
    assert {lines[-1] for lines in reports.values()} == {"end"}
    assert any(lines[0].startswith("refused") for lines in reports.values())


def nested(levels):
    tree = Tree(flatten(Tree(EMPTY)))
    node = tree.root
    for _ in range(levels):
        node = type(node)("bus", node)
        node.properties["ranges"] = b""
        node.properties["reg"] = struct.pack(">3I", 0, 0x1000, 0x10)
    return flatten(tree)


EMPTY = struct.pack(">10I2Q4I", 0xd00dfeed, 72, 56, 72, 40, 17, 16, 0, 0, 16, 0, 0, 1, 0, 2, 9)


@pytest.mark.parametrize("levels", [1, 64, 800])
def test_buses_in_buses(tmp_path, levels):
    file = tmp_path / "nested.dtb"
    file.write_bytes(nested(levels))
    assert expect_agreement([file])["compared: reg"] == levels


@pytest.mark.parametrize("name", ["#address-cells", "#size-cells", "#interrupt-cells"])
@pytest.mark.parametrize("number", [0, 3, 5, 0x40000000, 0x80000001, 0xffffffff])
def test_giant_lengths(board, tmp_path, name, number):
    """In each node that has the property, one after the other."""
    original = Tree(board.read_bytes())
    files = []
    for index in [index for index, node in enumerate(original.nodes) if name in node.properties]:
        tree = Tree(board.read_bytes())
        tree.nodes[index].properties[name] = struct.pack(">I", number)
        files.append(tmp_path / f"{index}.dtb")
        files[-1].write_bytes(flatten(tree))
    expect_agreement(files)
