# SPDX-License-Identifier: MIT
"""For checks of labs with questions: a student's answers.txt, and the recorded run that they are about."""
import re

import riddle
from debugger import replay
from machine import BUILD, ROOT

RECORDING = BUILD / "riddle"


def given():
    """{name: value} of the lines "name = value" in answers.txt."""
    lines = (ROOT / "answers.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("#")[0].split("=", 1) for line in lines]
    return {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}


def asked():
    """What the questions of this tree refer to."""
    return riddle.of_tree()[0].asked


def seen(*commands):
    """What GDB says to these commands in the recorded run."""
    return replay(RECORDING, *commands)


def plain(value):
    """Numbers are equal however they are written; of words, case and () do not matter."""
    text = str(value).strip().lower().replace("_", "").removesuffix("()")
    try:
        return int(text, 0)
    except ValueError:
        return text


def right(truth, *names):
    """Fails with the first of these answers that is missing or wrong. The truth is not told."""
    answers = given()
    for name in names:
        assert answers.get(name), f"answers.txt has no answer to {name}"
        assert plain(answers[name]) == plain(truth[name]), f"{name} = {answers[name]} is not what this run shows"


def walk(output):
    """[(level, index, entry, words)] of what bm walk printed."""
    lines = re.findall(r"^  level (\d)  \S+ +at 0x\w+ \[ *(\d+)\] = (0x\w{16})  (.*)$", output, re.M)
    return [(int(level), int(index), int(entry, 16), words) for level, index, entry, words in lines]
