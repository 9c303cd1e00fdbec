# SPDX-License-Identifier: MIT
"""What compilers and tests say, in words for a student: tools/grade.py shows them as what came of a check."""
import re

COMPLAINT = re.compile(r"^# line (\d+): (.*)$", re.M)
NO_END = re.compile(r"# nobody|# a warning|# a part of this test|ERROR: Addr|runtime error|panic")
MOST = 3  # of one kind of lines


def unbroken(output):
    """The lines as they were before the console broke them: behind a blank, and the rest begins with four."""
    return re.sub(r" \n {4}(?! )", " ", output)


def first_ones(lines):
    """The first few that differ."""
    return list(dict.fromkeys(lines))[:MOST]


def callers(lines, at):
    """Whose call the compiler looked at when it found the error of this line: what stands directly above it."""
    found = []
    while at and (told := re.match(r"\s+inlined from (‘\w+’) at ([^:]+:\d+)", lines[at - 1])):
        found.append(f"    called by {told[1]} at {told[2]}")
        at -= 1
    return found[::-1]


def build_trouble(output):
    """What the compiler says, each error once, with the call that led to it. Without one: what make says."""
    lines, told = output.splitlines(), {}
    for at, line in enumerate(lines):
        if re.search(r"(?<!make: \*\*\* )\berror: |undefined reference|: Error: ", line):
            told.setdefault(line, callers(lines, at))
    if told:
        return [each for line in list(told)[:MOST] for each in (line, *told[line][:MOST])]
    return first_ones(line for line in lines if re.search(r"(?i)\berror\b", line)) or lines[-MOST:]


def around(scratch, name, number):
    """A line of a test, with two lines around it."""
    for file in sorted(scratch.glob("tests/*/**/*.c")):
        text = file.read_text(encoding="utf-8")
        if re.search(rf"^TEST\({name}\)", text, re.M):
            lines = text.splitlines()
            shown = range(max(number - 3, 0), min(number + 2, len(lines)))
            where = f"{file.relative_to(scratch)}:{number}"
            return [where] + [f"{'>' if at == number - 1 else ' '} {lines[at].expandtabs(4)}" for at in shown]
    return []


def in_words(complaint):
    """A line of the test runner (tests/runners/ktap.c) as a sentence."""
    if complaint == "0x0 is true: 0x1 does not hold":
        return "this must be true, and is false"
    if found := re.fullmatch(r'expected warning (\d+) with "(.*?)"; (\d+) so far, the last: (.*)', complaint):
        number, words, seen, last = found.groups()
        if int(seen) < int(number):
            return f'a warning with "{words}" must come, and none came'
        more = " is one too many" if int(seen) > int(number) else ""
        return f'a warning with "{words}" must come; what came{more}: {last}'
    if found := re.fullmatch(r"(\S+) ([a-z][\w-]*) (\S+) does not hold", complaint):  # tests/unit/support.c
        came, word, _ = found.groups()
        return f'this must be refused with "{word}", and the slots stay as they were; the pointer is {came}'
    return complaint


def notes(output):
    """What a test and the model of the MMU say besides: the reason of a complaint. Each rule once, with the first
    address at which it was broken."""
    rules = {}
    for line in output.splitlines():
        if line.startswith("# ") and not COMPLAINT.match(line) and not line.startswith("# selftest"):
            rules.setdefault(line.split(", at 0x")[0], line)
    return list(rules.values())[:MOST]


def places(output):
    """Where the sanitizers saw the error: functions of the project, the innermost first."""
    first = re.search(r"^(    #\d+ .*\n)+", output, re.M)
    found = re.findall(r"#\d+ \S+ in (\w+) ([\w./-]+\.[chS]:\d+)", first[0]) if first else []
    return [f"    in {name}(), {where}" for name, where in found if "sanitizer" not in where][:MOST]


def unit_trouble(scratch, name, output):
    """What came of a test that failed: its first complaint, in its place, and the reason."""
    output = unbroken(output)
    found = COMPLAINT.search(output)
    if found:
        return [f"{name}: line {found[1]}: {in_words(found[2])}", *around(scratch, name, int(found[1])),
                *notes(output)]
    lines = [line for line in output.splitlines() if line.strip()]
    told = notes(output) + [line for line in lines if NO_END.search(line) and not line.startswith("# ")]
    failed = "it failed" if "# selftest: " in output else "it did not come to its end"
    return [f"{name}: {failed}", *(told or lines)[:MOST], *places(output)]
