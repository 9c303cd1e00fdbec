#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Records the run that the questions of a lab are about. Every student's tree has a word of its own in .lab, and
all that is particular in the run and in the questions is drawn from it, by the lab's questions.py:

    draw(chance) -> Riddle

usage: riddle.py FOLDER IMAGE ELF QEMU-COMMAND…
"""
import hashlib
import importlib.util
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path

import mystery

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Riddle:
    """A run, and what is asked about it.

    memory   RAM of the machine, as QEMU's -m has it
    args     kernel command line
    values   {variable: number}: written into the image
    asked    {name: number}: what questions refer to
    text     the questions
    """
    memory: str
    args: str
    values: dict = field(default_factory=dict)
    asked: dict = field(default_factory=dict)
    text: str = ""


def of_tree(tree=ROOT):
    """The riddle of a student's tree."""
    number, word = (tree / ".lab").read_text(encoding="utf-8").split()
    file = next(tree.glob(f"labs/{int(number):02}-*/questions.py"))
    spec = importlib.util.spec_from_file_location("questions", file)
    questions = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(questions)
    return questions.draw(random.Random(word)), word


def record(folder, image, elf, command):
    """Records it, unless this very image was recorded for this word before."""
    riddle, word = of_tree()
    for option, value in (("-m", riddle.memory), ("-append", riddle.args)):
        command[command.index(option) + 1] = value
    what = hashlib.sha256(f"{word} {command}".encode() + Path(image).read_bytes()).hexdigest()
    known = Path(folder, "riddle")
    if not known.exists() or known.read_text(encoding="utf-8") != what:
        status = mystery.record_with(riddle.values, folder, image, elf, command)
        if status:
            return status
        known.write_text(what, encoding="utf-8")
    print(f"\n{riddle.text}\nThe run: make replay RECORDING={folder}\nYour answers belong in answers.txt.")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    sys.exit(record(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]))
