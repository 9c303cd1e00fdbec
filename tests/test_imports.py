# SPDX-License-Identifier: MIT
"""tools/imports.py finds modules that import each other in a circle."""
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CIRCLES = {
    "two modules": {"a.py": "from . import b\n", "b.py": "from .a import name\n"},
    "three, one by its package": {"a.py": "from pack.b import x\n", "b.py": "import pack.c\n", "c.py": "from . import a\n"},
    "inside a function": {"a.py": "from . import b\n", "b.py": "def late():\n    from . import a\n    return a\n"},
    "by a name in a call": {"kind/words.py": "from .. import arch\n", "kind/__init__.py": "",
                            "arch.py": "words = [import_module(f'.{name}.words', __package__) for name in ('kind',)]\n"},
}


def check(folder, files):
    for name, text in files.items():
        file = folder / "pack" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return subprocess.run(["/usr/bin/python3", ROOT / "tools/imports.py", folder / "pack"], check=False,
                          capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("files", CIRCLES.values(), ids=list(CIRCLES))
def test_a_circle_is_found(tmp_path, files):
    found = check(tmp_path, {"__init__.py": "", **files})
    assert found.returncode == 1 and "in a circle: pack." in found.stdout, found


def test_no_circle_is_no_complaint(tmp_path):
    found = check(tmp_path, {"__init__.py": "from . import a\n", "a.py": "from . import b, c\n",
                             "b.py": "from .c import x\nimport sys\n", "c.py": "import os\n"})
    assert found.returncode == 0 and not found.stdout, found
