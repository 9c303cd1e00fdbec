#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Executes the transcripts in README.md and docs/. The commands in a block that begins with ```console
are typed, and the output is compared with the block, or written into it.

A line with a single … stands for lines that are left out. Numbers that depend on the build are not
compared: addresses in the image, sizes, measured rates, the date.

usage: transcripts.py [--elide] [PAGE…]     rewrite them; --elide: what is new is left out, marked
"""
import difflib
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pexpect

ROOT = Path(__file__).resolve().parents[1]
PAGES = ["README.md", *sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs").glob("**/*.md"))]
LEFT_OUT = "…"
PROMPT = "bootmap> "
TIMEOUT = 120
NEW_PROMPT = "\r" + re.escape(PROMPT) + r"\x1b\[K"
AREA = r"0xffffc[0-9a-f]{8}(?=[0-9a-f]{3}\b)"  # the page of an address that ioremap() gave

BLOCK = re.compile(r"^```console\n(.*?)^```", re.M | re.S)

# Numbers that depend on the build, on the amount of RAM that boot took, or on the moment.
IMAGE = {"aarch64": r"40[2-4][0-9a-f]{5}|7f[ef][0-9a-f]{5}", "x86_64": r"2[0-9a-f]{5}|3f[ef][0-9a-f]{5}"}
MASKS = [
    (r"(?:0x)?[0-9a-f]*(?:f80|ffffc)[0-9a-f]{6,}\b", "0x…"),
    (r"(?<=root pointer at )0x[0-9a-f]+", "0x…"),
    (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "DATE"),
    (r"\d[\d,]*(?=[ ]?(?:KiB|kHz|K\b|bytes|nodes|instructions))", "N"),
    (r"\d+(?=(?:K| KiB) )", "N"),
    (r"(?<=^instruction )\d[\d,]*", "N"),
    (r"^(bench \w+ \d+)(?: \d+)+$", r"\1 N"),
    (r"(?<=[.][cS]):\d+", ":N"),
    (r"\+0x[0-9a-f]+", "+0x…"),
    (r"<(\w+)\+\d+>", r"<\1>"),
    (r"(level1_kernel_pgt|table) +at (\S+) \[[ \d]+\]", r"\1 at \2 […]"),
]


@dataclass
class Step:
    """typed   what is typed, "" for a command that needs no more
    shown   the lines that the page shows of what comes then"""
    typed: str
    shown: list


class Transcript:
    """One block of a page."""

    def __init__(self, page, text):
        self.page, self.moved = page, []
        lines = text.splitlines()
        self.command = lines.pop(0)[2:] if text.startswith("$ ") else ""
        self.arch = "x86_64" if "ARCH=x86_64" in self.command or page.endswith("x86_64.md") else "aarch64"
        self.prompt = next((prompt for prompt in ("(gdb) ", PROMPT) if any(line.startswith(prompt) for line in lines)),
                           "")
        self.steps = [] if self.prompt else [Step("", lines)]
        for line in lines if self.prompt else []:
            if line.startswith(self.prompt):
                self.steps.append(Step(line.removeprefix(self.prompt), []))
            else:
                self.steps[-1].shown.append(line)

    def __str__(self):
        return f"{self.page}: {self.command or self.prompt + self.steps[0].typed}"

    def run(self):
        """Types it; returns for each step the lines that came."""
        words = self.command.split()[1:]
        if self.prompt == PROMPT:
            return self.run_monitor(words)
        if self.prompt:
            return self.run_gdb(words)
        return [[line.rstrip() for line in self.make(words).splitlines()]]

    def make(self, words, typed=""):
        ended = subprocess.run(["make", "-s", f"ARCH={self.arch}", *words], cwd=ROOT, check=False, input=typed,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=TIMEOUT)
        if ended.returncode:
            raise RuntimeError(f"{self}: status {ended.returncode}\n{ended.stdout}")
        return ended.stdout

    def run_monitor(self, words):
        terminal = pexpect.spawn("make", ["-s", f"ARCH={self.arch}", *(words or ["run"])], cwd=str(ROOT),
                                 timeout=TIMEOUT, encoding="utf-8", dimensions=(50, 200))
        try:
            terminal.expect(NEW_PROMPT)
            return [self.ask_monitor(terminal, step) for step in self.steps]
        finally:
            terminal.close(force=True)

    def ask_monitor(self, terminal, step):
        """What comes, without the echo and what moves the cursor."""
        for shown, came in self.moved:
            step.typed = step.typed.replace(shown, came)
        terminal.send(step.typed + "\r")
        terminal.expect(re.escape(step.typed) + r"\r+\n")
        terminal.expect(NEW_PROMPT)
        text = re.sub(r"\x1b\[K|\r", "", terminal.before)
        lines = [line.rstrip() for line in text.splitlines()]
        self.note_moves(step.shown, lines)
        return lines

    def note_moves(self, shown, came):
        """Areas that lie elsewhere now; later steps name them. All but the offset in the page counts."""
        for old, new in zip(re.findall(AREA, "\n".join(shown)), re.findall(AREA, "\n".join(came))):
            if old != new and (old, new) not in self.moved:
                self.moved.append((old, new))

    def run_gdb(self, words):
        if "replay" in words:
            self.make(["record", "ARGS=demo"])
        typed = "".join(f"echo == {number}\\n\n{step.typed}\n" for number, step in enumerate(self.steps))
        output = self.make(words or ["debug"], typed + "quit\n")
        parts = [output.split(f"== {number}\n")[1].split("(gdb) ")[1] for number in range(len(self.steps))]
        return [[line.rstrip() for line in part.strip("\n").splitlines()] for part in parts]


def masked(line, arch):
    """A line without what the next build changes."""
    line = re.sub(rf"\b(?:0x)?[0-9a-f]*(?:{IMAGE[arch]})\b", "0x…", line)
    for pattern, instead in MASKS:
        line = re.sub(pattern, instead, line)
    return re.sub(r"\s+", " ", line).strip()


def fits(shown, came):
    """Do the shown lines, some of them LEFT_OUT, describe those that came?"""
    if not shown:
        return not came
    if shown[0] == LEFT_OUT:
        return any(fits(shown[1:], came[start:]) for start in range(len(came) + 1))
    return bool(came) and shown[0] == came[0] and fits(shown[1:], came[1:])


def shows(step, prompt):
    """A step after which nothing is shown, in GDB: what comes need not be shown."""
    return step.shown or prompt != "(gdb) "


def difference(transcript):
    """What is not as it is shown, as a difference between the lines; "" if all is."""
    told = []
    for step, came in zip(transcript.steps, transcript.run()):
        shown, came = ([masked(line, transcript.arch) for line in lines] for lines in (step.shown, came))
        if shows(step, transcript.prompt) and not fits(shown, came):
            told += [f"{transcript.prompt}{step.typed}",
                     *list(difflib.unified_diff(shown, came, "shown", "came", lineterm=""))[2:]]
    return "\n".join(told)


def renewed(shown, came, arch, elide):
    """The lines that came; those that were left out, and none else, still are."""
    if LEFT_OUT not in shown and not elide:
        return came
    old, new = ([masked(line, arch) for line in lines] for lines in (shown, came))
    result = []
    for kind, first, end, start, stop in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        gap = LEFT_OUT in shown[first:end] or (elide and stop > start)
        if kind == "equal":
            result += came[start:stop]
        elif gap and not elide:
            before = shown[first:end].index(LEFT_OUT)
            after = end - first - before - 1
            result += [*came[start:start + before], LEFT_OUT, *came[max(start + before, stop - after):stop]]
        elif gap:
            result += [LEFT_OUT] if result[-1:] != [LEFT_OUT] else []
        else:
            result += came[start:stop]
    return result


def rewrite(page, elide):
    """Runs all transcripts of a page and stores what came. Returns whether the page changed."""
    file = ROOT / page
    before = file.read_text(encoding="utf-8")

    def block(match):
        transcript = Transcript(page, match[1])
        print(transcript, flush=True)
        lines = [f"$ {transcript.command}"] if transcript.command else []
        for step, came in zip(transcript.steps, transcript.run()):
            if transcript.prompt:
                lines.append(f"{transcript.prompt}{step.typed}")  # with areas where they are now
            lines += renewed(step.shown, came, transcript.arch, elide) if shows(step, transcript.prompt) else []
        return "```console\n" + "\n".join(lines) + "\n```"

    after = BLOCK.sub(block, before)
    file.write_text(after, encoding="utf-8")
    return after != before


def transcripts():
    """All of them, of all pages."""
    return [Transcript(page, match[1]) for page in PAGES
            for match in BLOCK.finditer((ROOT / page).read_text(encoding="utf-8"))]


if __name__ == "__main__":
    # What make exports for one architecture would be taken for the other one's, too.
    for name in ("MAKEFLAGS", "ARCH", "CC", "CROSS_COMPILE", "CPPFLAGS", "COMPILER_HEADERS", "OBJDUMP", "QEMU",
                 "SOURCES"):
        os.environ.pop(name, None)
    ELIDE = "--elide" in sys.argv
    CHANGED = [page for page in [word for word in sys.argv[1:] if word != "--elide"] or PAGES if rewrite(page, ELIDE)]
    print("changed:", *CHANGED or ["nothing"], "(look at it with git diff)")
