# SPDX-License-Identifier: MIT
"""The tests that run inside the kernel are the same for every architecture, but for those in the
folder that bears its name: what stands there is what its hardware makes different."""
import re

from machine import DEBUG_IMAGE, IMAGE, ROOT, Machine, ktap, names_of_tests
from target import ARCH

UNIT = ROOT / "tests/unit"

# Tests of what a machine without the hardware, or without the driver, cannot have.
ABSENT = {"aarch64": set(), "x86_64": set()}[ARCH]


def names_in(folder):
    """Names of the tests that the sources of a folder define."""
    return {name for source in folder.glob("*.c")
            for name in re.findall(r"^(?:\w+_)?TEST(?:_SKIPPED)?\((\w+)", source.read_text(), re.M)}


def test_every_general_test_is_in_the_image_and_only_folders_differ():
    inside = names_of_tests(IMAGE)
    general = names_in(UNIT) | names_in(UNIT / "hardware")
    assert general - inside == ABSENT
    assert inside - general == names_in(UNIT / ARCH)
    assert names_of_tests(DEBUG_IMAGE) - inside == set().union(
        *(names_in(UNIT / "debug" / folder) for folder in (".", "hardware", ARCH)))


def test_what_is_skipped_says_why():
    with Machine("selftest", kernel=DEBUG_IMAGE) as machine:
        console = machine.finish()
    assert "not ok" not in ktap(console).values()
    for name, reason in re.findall(r"^ok \d+ (\S+) # SKIP ?(.*)$", console, re.M):
        assert len(reason) > 10, f"{name} gives no reason"
