# SPDX-License-Identifier: MIT
"""The transcripts with GDB, in docs/debugging.md and the README, are executed: what GDB prints must be what stands there, up to
numbers that the next build changes."""
import re

import pytest
from debugger import debug
from machine import ROOT
from target import ARCH

PAGE = (ROOT / "docs/debugging.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
TRANSCRIPTS = re.findall(r"^```console\n(\$ make .*?)^```", PAGE, re.M | re.S)
TRANSCRIPTS += ["$ make debug\n" + steps
                for steps in re.findall(r"^```console\n(\(gdb\) .*?)^```", README, re.M | re.S)]


# Each on its own architecture.
HERE = [text for text in TRANSCRIPTS if ("ARCH=x86_64" in text) == (ARCH == "x86_64")]


def without_numbers(text):
    """Addresses inside the image and counts differ from build to build; entries' indices do not."""
    image = r"40[0-9a-f]{6}" if ARCH == "aarch64" else r"2[0-9a-f]{5}|f80[0-9a-f]{6}"
    text = re.sub(rf"0x[0-9a-f]*(?:{image})\b", "0x…", text)
    text = re.sub(r":\d+$|(?<=after   )[\d,]+", "…", text, flags=re.M)
    return re.sub(r"<(\w+)\+\d+>", r"<\1>", text)


@pytest.mark.parametrize("transcript", HERE, ids=lambda text: text.split("\n")[1])
def test_a_transcript_is_what_happens(transcript):
    command, *steps = re.split(r"^(?:\$ make|\(gdb\)) ", transcript, flags=re.M)[1:]
    words = command.split()
    target = next(word for word in words if "=" not in word)
    words.remove(target)
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
    with debug(f"ARCH={ARCH}") as session:
        output, _ = session.communicate("help bm\nquit\n", timeout=60)
    lines = re.findall(r"^bm (\w+)(?:, bm (\w+))? -- ", output, re.M)
    commands = {name for line in lines for name in line if name}
    assert len(commands) > 10
    assert (commands - {"explorer"}) | {"esr"} == set(re.findall(r"`bm (\w+)", PAGE)), commands
