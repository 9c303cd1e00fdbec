# SPDX-License-Identifier: MIT
"""`make mystery`: a recording in which somebody has changed an entry of somebody else."""
import os
import re
import subprocess

import pytest
from debugger import QEMU, replay
from machine import ELF, IMAGE, ROOT

# Who could have done it, in the order of the seeds, and what is seen then.
SUSPECTS = ["lock_buffers", "publish_buffers", "release_buffers", "move_buffers", "rotate_buffers", "merge_buffers"]
SYMPTOMS = {"publish_buffers": "Unexpected fault: .*(permission|does not permit)", "move_buffers": "Unexpected fault: ",
            "rotate_buffers": "after 6 functions it says 0x2\n"}


def record(folder, **environment):
    """Returns what the console said."""
    command = [*QEMU[:-1], "break=mystery"]
    return subprocess.run([ROOT / "tools/mystery.py", folder, IMAGE, ELF, *command], cwd=ROOT, check=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, timeout=90,
                          env=os.environ | environment).stdout.replace("\r", "")


def answer(folder, function):
    return subprocess.run([ROOT / "tools/mystery.py", "--answer", function, folder], cwd=ROOT, check=False,
                          capture_output=True, text=True, timeout=60)


def solve(folder, console):
    """As the book says: from the note's address to the store, and up to the function in question."""
    note = re.search(r"the note at (0x\w+) says", console)[1]
    told = replay(folder, "continue", f"bm who {note}")
    calls = re.findall(r"^  #\d+ +(\w+)\(\), experiments/mystery\.c", told, re.M)
    return next(call for call in calls if call in SUSPECTS)


@pytest.mark.parametrize("culprit", SYMPTOMS)
def test_who_solves_it_whoever_it_was(tmp_path, culprit):
    folder = tmp_path / "recording"
    console = record(folder, SEED=str(SUSPECTS.index(culprit) + 7 * len(SUSPECTS)))
    assert re.search(SYMPTOMS[culprit], console), console
    assert "cure: done, and it works" in console
    found = solve(folder, console)
    assert found == culprit
    assert answer(folder, f"{found}()").returncode == 0
    for other in {*SUSPECTS} - {found}:
        refused = answer(folder, other)
        assert refused.returncode == 1 and f"no, {other} works as it should" in refused.stderr
    assert "start_kernel is none of the functions in question: lock_buffers, " in answer(folder, "start_kernel").stderr


def make(*words):
    return subprocess.run(["make", "-s", "-C", ROOT, "mystery", *words], check=False, capture_output=True,
                          stdin=subprocess.DEVNULL, text=True, timeout=120)


def test_make_chooses_and_its_files_do_not_tell():
    folder, images = IMAGE.parent / "mystery", []
    for _ in range(2):
        made = make()
        assert made.returncode == 0, made.stderr
        images.append((folder / "kernel").read_bytes())
        told = made.stdout + (folder / "command").read_text(encoding="utf-8")
        assert "break=mystery" in told and "seed" not in told.lower()
    changed = [at for at, (one, other) in enumerate(zip(*images)) if one != other]
    assert 0 < len(changed) <= 4 and changed[-1] - changed[0] < 4
    assert make(f"ANSWER={solve(folder, made.stdout.replace(chr(13), ''))}").returncode == 0


def test_without_a_recording_there_is_a_sentence(tmp_path):
    assert "there is no recording in" in answer(tmp_path, "lock_buffers").stderr
