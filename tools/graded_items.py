#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs items of pytest for a grade. Each result is a line of JSON in a file: the item, and why it did not pass.

usage: graded_items.py FILE ITEM…
"""
import json
import re
import sys

import pytest

LINES, LENGTH = 6, 240


def reason(report):
    """Why an item did not pass, in a few lines."""
    if report.passed:
        return []
    if report.skipped:
        return [f"it was left out: {report.longrepr[2]}"]
    crash = getattr(report.longrepr, "reprcrash", None)
    text = crash.message if crash else str(report.longrepr)
    if text.startswith("AssertionError: "):  # a sentence; behind it pytest shows the values of the comparison
        text = re.split(r"\nassert ", text.removeprefix("AssertionError: "))[0]
    return [line[:LENGTH] for line in text.splitlines() if line.strip()][:LINES] or ["it failed"]


class Teller:
    """Writes each result as it comes: a time-out takes only what is missing then."""

    def __init__(self, path):
        self.file = open(path, "w", encoding="utf-8", buffering=1)

    def pytest_runtest_logreport(self, report):
        if report.when == "call" or not report.passed:
            self.file.write(json.dumps({"item": report.nodeid, "came": reason(report)}) + "\n")


if __name__ == "__main__":
    sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "--tb=short", *sys.argv[2:]], plugins=[Teller(sys.argv[1])]))
