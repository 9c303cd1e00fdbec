# SPDX-License-Identifier: MIT
"""The transcripts with GDB, in docs/debugging.md and the README, are executed: what GDB prints must be what stands there, up to
numbers that the next build changes."""
import re

import pytest
from machine import ROOT
from test_debug import debug

PAGE = (ROOT / "docs/debugging.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
TRANSCRIPTS = re.findall(r"^```console\n(\$ make .*?)^```", PAGE, re.M | re.S)
TRANSCRIPTS += ["$ make debug\n" + steps
                for steps in re.findall(r"^```console\n(\(gdb\) .*?)^```", README, re.M | re.S)]


def without_numbers(text):
    """Addresses inside the image and counts differ from build to build; entries' indices do not."""
    text = re.sub(r"0x(?:0000)?0*40[0-9a-f]{6}\b|0x[0-9a-f]*40[0-9a-f]{6}\b", "0x…", text)
    text = re.sub(r":\d+$|(?<=after   )[\d,]+", "…", text, flags=re.M)
    return re.sub(r"<(\w+)\+\d+>", r"<\1>", text)


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda text: text.split("\n")[1])
def test_a_transcript_is_what_happens(transcript):
    command, *steps = re.split(r"^(?:\$ make|\(gdb\)) ", transcript, flags=re.M)[1:]
    target, *words = command.split()
    if target == "replay":
        with debug("ARGS=demo", target="record") as recorder:
            recorder.communicate("", timeout=60)
    typed = "".join(f"echo == {number}\\n\n{step.splitlines()[0]}\n" for number, step in enumerate(steps))
    with debug(*words, target=target) as session:
        output, _ = session.communicate(typed + "quit\n", timeout=60)
    for number, step in enumerate(steps):
        shown = output.split(f"== {number}\n")[1].split("(gdb) ")[1]
        wanted = "\n".join(step.splitlines()[1:])
        assert without_numbers(wanted).strip() in without_numbers(shown), output


def test_every_command_is_on_the_page():
    with debug() as session:
        output, _ = session.communicate("help bm\nquit\n", timeout=60)
    commands = set(re.findall(r"^bm (\w+) -- ", output, re.M))
    assert len(commands) > 10
    assert commands - {"explorer"} == set(re.findall(r"`bm (\w+)", PAGE)), commands
