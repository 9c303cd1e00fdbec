# SPDX-License-Identifier: MIT
"""The unit tests on this machine: one pytest item for each KTAP case of build/host/unit."""
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
UNIT = ROOT / "build/host/unit"

# Every statement of the specification has to be a test's name, or to say why it is not.
STATEMENTS = [f"{group}{number}" for group, last in (("F", 13), ("S", 12), ("T", 9), ("E", 25),
                                                   ("R", 20)) for number in range(1, last + 1)]

RESULT = re.compile(r"^(ok|not ok) (\d+) (\w+)(?: # SKIP (.*))?$")


class Report:
    """What a run said, and {name: (passed, reason to skip, lines before the result)}."""

    def __init__(self):
        self.output, self.status = self.run()
        self.cases = {}
        lines = []
        for line in self.output.splitlines():
            result = RESULT.match(line)
            if result:
                self.cases[result[3]] = (result[1] == "ok", result[4], "\n".join(lines))
            lines = [] if result else lines + [line]
        self.rest = "\n".join(lines)

    @staticmethod
    def run():
        if not UNIT.exists():
            return "build/host/unit is not there: run 'make unit'", 1
        try:
            done = subprocess.run([UNIT], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  text=True, errors="replace", timeout=120, check=False)
        except subprocess.TimeoutExpired as expired:
            return (expired.stdout or b"").decode(errors="replace") + "\ntime is out", 1
        return done.stdout, done.returncode


@cache
def report():
    return Report()


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", report().cases)


def test_case(case):
    passed, skip, lines = report().cases[case]
    if skip:
        pytest.skip(skip)
    assert passed, lines


def test_run_is_complete():
    planned = re.search(r"^1\.\.(\d+)$", report().output, re.M)
    assert planned, report().output
    assert len(report().cases) == int(planned[1]), f"it ended early:\n{report().rest}"
    assert report().status == 0 or not all(case[0] for case in report().cases.values()), \
        f"exit status {report().status}:\n{report().rest}"


@pytest.mark.parametrize("statement", STATEMENTS)
def test_statement_is_tested(statement):
    compiled = [source.stem for source in (ROOT / "tests/compile").glob("*.c")]
    assert any(name.startswith(statement + "_") for name in [*report().cases, *compiled])
