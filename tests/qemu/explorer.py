# SPDX-License-Identifier: MIT
"""The explorer's page for tests: made of a recorded run, its data read back, and shown in a browser."""
import importlib.util
import json
import re
import subprocess
from dataclasses import dataclass
from functools import cache

import pytest
from browser import Browser, available
from machine import BUILD, ROOT
from target import ARCH

SIZES = ((1400, 900), (1920, 1080), (390, 844))


def load_page_module():
    """tools/gdb/bootmap/explorer_page.py, which needs no GDB."""
    spec = importlib.util.spec_from_file_location("explorer_page", ROOT / "tools/gdb/bootmap/explorer_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pages = load_page_module()


def run(*words):
    done = subprocess.run(words, check=False, cwd=ROOT, timeout=240, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert "Traceback" not in done.stdout and "Python Exception" not in done.stdout, done.stdout
    return done


@cache
def made():
    """The page of a recorded run."""
    done = run("make", "-s", f"ARCH={ARCH}", "explorer", "MEM=128M")
    assert done.returncode == 0 and "wrote" in done.stdout, done.stdout
    return BUILD / "explorer.html"


def data_of(file):
    """What a page carries."""
    return json.loads(re.search(r"^const data = (.*);$", file.read_text(encoding="utf-8"), re.M)[1])


@dataclass
class Store:
    """One store of a page: (index, look, address) for each entry that it changes."""
    place: dict
    table: dict | None
    count: int
    mmu: int
    changes: list


def stores_of(data):
    columns = {name: pages.unpacked(numbers) for name, numbers in data["steps"].items()}
    changes = zip(columns["index"], columns["look"], columns["out"])
    return [Store(data["places"][place], data["tables"][table - 1] if table else None, count, mmu,
                  [next(changes) for _ in range(many)])
            for place, table, count, mmu, many in zip(*(columns[name] for name in (
                "place", "table", "count", "mmu", "changes")))]


@pytest.fixture(scope="module", name="page")
def make_page():
    return made()


@pytest.fixture(scope="module", name="data")
def read_data():
    return data_of(made())


@pytest.fixture(scope="module", name="stores")
def read_stores(data):
    return stores_of(data)


@pytest.fixture(scope="module", name="browser")
def open_browser():
    """One for all."""
    if not available():
        pytest.skip("make setup BROWSER=1 installs a browser")
    with Browser() as browser:
        yield browser
