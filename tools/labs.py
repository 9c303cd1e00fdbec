#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The labs: what each takes away from the kernel, and the tree in which a student works.

A lab is a folder labs/NN-name:

    lab.ini     title, arch (if not aarch64); per [take FILE] the definitions taken away; per [check NAME] points and tests.
                Definitions of assembly: a func, a .macro, or a label with what is indented behind it
    README.md   the student's text
    start/      per FILE, under its own name: what a student sees instead of these definitions
    good/       other solutions that must get full marks
    bad/        typical mistakes; the second line names the check that must catch each
    part/       solutions of a first part, where a lab has one; the second line says what they are worth
    check_machine.py   checks on the machine, where a lab has some: tests/qemu/watched.py
    add/        files that only this lab's trees have

A lab can ask instead of taking away: `answers = FILE` in lab.ini. Then start/FILE is what a student fills in,
questions.py says what is asked and about which run (tools/riddle.py), and solve.py finds the answers as a student
does. Files of good/ and bad/ change answers of the solution: "name = expression".

The solution is the kernel's own code. A replacement is a file with one or more definitions. Each takes the
place of the definition with the same name, and brings along what stands above it in its file. At the top of
it, "// the whole file" says that it replaces its source as a whole. "// changes: part/NAME" in a mistake says
that it is one in that solution, not in the kernel's.

usage: labs.py N [--for NAME]     makes build/labs/N; for the same name, a lab asks the same questions
"""
import argparse
import configparser
import hashlib
import re
import secrets
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import book

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build/labs"
MARK = ".lab"  # in a student's tree: the lab's number, and a word from which questions are drawn
IDENTITY = ["-c", "user.name=bootmap", "-c", "user.email=labs@bootmap.invalid", "-c", "commit.gpgsign=false"]


@dataclass
class Check:
    """One line of a grade.

    unit      cases of build/host/unit
    pytest    items that look at what the compiler says; all of them have to pass
    machine   functions of the lab's check_machine.py, which look at the machine from outside
    arch      of pytest and machine
    """
    name: str
    points: int
    expected: str
    hint: str
    unit: list
    pytest: list
    machine: list
    arch: str


@dataclass
class Lab:
    number: int
    folder: str
    title: str
    chapter: str
    answers: str = ""  # the file with a student's answers
    takes: dict = field(default_factory=dict)  # {file: [names]}
    checks: list = field(default_factory=list)

    @property
    def path(self):
        return ROOT / "labs" / self.folder

    def items(self, check):
        """What pytest runs for a check."""
        return check.pytest + [f"labs/{self.folder}/check_machine.py::{name}" for name in check.machine]

    @property
    def points(self):
        return sum(check.points for check in self.checks)


def read_lab(ini):
    config = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    config.optionxform = str
    with open(ini, encoding="utf-8") as file:
        config.read_file(file)
    lab = Lab(int(ini.parent.name[:2]), ini.parent.name, config["lab"]["title"], config["lab"]["chapter"],
              config["lab"].get("answers", ""))
    for section in config.sections():
        kind, _, name = section.partition(" ")
        values = config[section]
        if kind == "take":
            lab.takes[name] = values["names"].split()
        elif kind == "check":
            lab.checks.append(Check(name, values.getint("points"), " ".join(values["expected"].split()),
                                    " ".join(values["hint"].split()), values.get("unit", "").split(),
                                    values.get("pytest", "").split(), values.get("machine", "").split(),
                                    values.get("arch", config["lab"].get("arch", "aarch64"))))
    return lab


def all_labs():
    return [read_lab(ini) for ini in sorted(ROOT.glob("labs/[0-9][0-9]-*/lab.ini"))]


def lab_number(number):
    for lab in all_labs():
        if lab.number == number:
            return lab
    raise LookupError(f"there is no lab {number}; there are: {', '.join(str(lab.number) for lab in all_labs())}")


def with_comment_above(lines, first):
    """Index of the first line of the comment that ends directly above FIRST; FIRST if there is none."""
    if first and re.fullmatch(r" \*/|/\*.*\*/", lines[first - 1]):
        at = first - 1
        while not lines[at].startswith("/*"):
            at -= 1
        return at
    return first


def head_of(replacement):
    """The lines at the top that are about a replacement, and no part of it."""
    return re.match(r"(//.*\n)*", replacement)[0]


def is_whole_file(replacement):
    return "// the whole file\n" in head_of(replacement)


def pieces(path, text, names):
    """{name: lines}: the definitions of a replacement, each with what stands above it."""
    lines = text[len(head_of(text)):].splitlines()
    ends = []
    for name in names:
        try:
            ends.append((book.limits_of(path, lines, name)[1], name))
        except LookupError:
            pass
    found, start = {}, 0
    for end, name in sorted(ends):
        found[name] = "\n".join(lines[start:end + 1]).strip("\n").split("\n")
        start = end + 1
    return found


def replaced(path, source, replacement, names, others=()):
    """SOURCE with each of these definitions as the REPLACEMENT has it, which may have those of OTHERS as well."""
    if is_whole_file(replacement):
        return "// SPDX-License-Identifier: MIT\n" + replacement[len(head_of(replacement)):]
    lines = source.splitlines()
    for name, piece in pieces(path, replacement, {*names, *others}).items():
        if name not in names:
            continue
        first, last = book.limits_of(path, lines, name)
        if piece[0].startswith("/*"):
            first = with_comment_above(lines, first)
        lines[first:last + 1] = piece
    return "\n".join(lines) + "\n"


def kernel_source(path):
    return (ROOT / path).read_text(encoding="utf-8")


def start_files(lab):
    """{file: text} as a student finds it."""
    files = {}
    for path, names in lab.takes.items():
        replacement = (lab.path / "start" / Path(path).name).read_text(encoding="utf-8")
        missing = set(names) - set(pieces(path, replacement, names))
        if missing and not is_whole_file(replacement):
            raise LookupError(f"lab {lab.number}: start/{Path(path).name} lacks {', '.join(sorted(missing))}")
        files[path] = replaced(path, kernel_source(path), replacement, names)
    if lab.answers:
        files[lab.answers] = (lab.path / "start" / lab.answers).read_text(encoding="utf-8")
    return files


def added_files(lab):
    """{file: bytes} of what only this lab's trees have."""
    folder = lab.path / "add"
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def word_of(name):
    """What questions are drawn from: the same for the same name; without one, new."""
    return hashlib.sha256(name.encode()).hexdigest()[:16] if name else secrets.token_hex(8)


def changed_answers(variant, solution, asked):
    """The answers of a solution as text, with the lines of a file of good/ or bad/."""
    values = dict(solution)
    for line in variant.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, expression = line.split(" = ", 1)
            values[name] = eval(expression, {"__builtins__": {"hex": hex, "str": str}}, {**asked, **solution})
    return answers_text(values)


def answers_text(values):
    return "".join(f"{name} = {value}\n" for name, value in values.items())


def solution_files(lab):
    return {path: kernel_source(path) for path in lab.takes}


def functions_in(text):
    return re.findall(r"^\w.*?(\w+)\(.*[^;]$", text, re.M)


def variant_files(lab, variant):
    """{file: text}: the solution with the definitions of a file of good/ or bad/."""
    text = variant.read_text(encoding="utf-8")
    changes = re.search(r"^// changes: (\S+)$", head_of(text), re.M)
    base = variant_files(lab, lab.path / changes[1]) if changes else solution_files(lab)
    own = functions_in(text) if changes else []  # that solution can have functions of its own
    everywhere = [name for names in lab.takes.values() for name in names]
    files = {path: replaced(path, base[path], text, dict.fromkeys([*names, *own]), everywhere)
             for path, names in lab.takes.items()}
    if files == base:
        raise LookupError(f"{variant}: replaces nothing of lab {lab.number}")
    return files


def worth(part):
    """The points that a file of part/ says."""
    return int(re.search(r"(\d+) of 100 points", part.read_text(encoding="utf-8").splitlines()[1])[1])


def caught_by(mistake):
    """The check that a file of bad/ names, or None."""
    words = re.search(r"caught by: (\S+)", mistake.read_text(encoding="utf-8").splitlines()[1])
    return words and words[1]


def project_files(folder=ROOT):
    """Every file that git knows or would add."""
    names = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=folder, check=True,
                           stdout=subprocess.PIPE).stdout.decode().split("\0")
    return [name for name in names if name and (folder / name).is_file()]


def belongs_to_students(name, lab):
    """Is it part of a student's tree? Answers are not, nor are other labs."""
    if name.startswith("labs/"):
        parts = Path(name).parts
        return len(parts) == 2 or (parts[1] == lab.folder and len(parts) == 3 and parts[2] != "solve.py")
    return name not in ("docs/instructor.md", "tests/test_labs.py", "tests/test_lab_trees.py",
                        "tests/test_grade_all.py", "tests/qemu/test_mistakes.py")  # the last has lines of tables.S


def without_answers(text, lab):
    """A page of the book without the quotations that are this lab's solution."""
    def shown(block):
        words = block[2].split()
        if set(words[1].split("..")) & set(lab.takes.get(words[0], [])):
            return f"*(`{words[1]}` in `{words[0]}` is what you write in this lab.)*"
        return block[0]
    return book.QUOTE.sub(shown, text)


def fill_tree(lab, tree, word):
    for name in project_files():
        if belongs_to_students(name, lab):
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    for path, content in added_files(lab).items():
        (tree / path).write_bytes(content)
    for path, text in start_files(lab).items():
        (tree / path).write_text(text, encoding="utf-8")
    for page in tree.glob("docs/book/*.md"):
        page.write_text(without_answers(page.read_text(encoding="utf-8"), lab), encoding="utf-8")
    (tree / MARK).write_text(f"{lab.number}\n{word}\n", encoding="utf-8")


def git(tree, *words):
    subprocess.run(["git", *IDENTITY, *words], cwd=tree, check=True)


def make_tree(lab, tree, word):
    """A student's tree: start state, a git repository of its own with one commit."""
    if tree.exists():
        raise FileExistsError(f"{tree} is there already, and may hold work: move it away or remove it first")
    tree.mkdir(parents=True)
    fill_tree(lab, tree, word)
    git(tree, "init", "-q", "-b", "main")
    git(tree, "add", "-A")
    git(tree, "commit", "-q", "-m", f"lab {lab.number}: {lab.title}")
    (tree / "build").mkdir(exist_ok=True)
    if (ROOT / "build/sysroot").exists():
        (tree / "build/sysroot").symlink_to(ROOT / "build/sysroot")


def main():
    parser = argparse.ArgumentParser(description="makes a student's tree")
    parser.add_argument("number", nargs="?", type=int)
    parser.add_argument("--for", dest="name", default="", help="whose tree it is")
    words = parser.parse_args()
    if words.number is None:
        print("say which lab: make lab N=4\n")
        for lab in all_labs():
            print(f"  {lab.number:2}  {lab.title} ({lab.points} points)")
        return 2
    lab = lab_number(words.number)
    tree = WORK / str(lab.number)
    make_tree(lab, tree, word_of(words.name))
    print(f"lab {lab.number}, {lab.title}: {tree.relative_to(ROOT)}")
    print(f"  read labs/{lab.folder}/README.md there, work in {', '.join([*lab.takes, lab.answers]).strip(', ')}, "
          "then run 'make grade' there")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (LookupError, FileExistsError) as error:
        sys.exit(f"lab: {error}")
