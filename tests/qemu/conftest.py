# SPDX-License-Identifier: MIT
"""Selects the tests for an architecture. Tests in a folder with its name belong to it, the files listed
here run on all architectures, and the others run on AArch64, because they depend on its device tree
or instructions. Tests in the folder boards are for the BOARD that make was called with."""
import os
from pathlib import Path

from target import ARCH

EVERYWHERE = {"test_commands.py", "test_differences.py", "test_docs.py", "test_explorer.py", "test_explorer_looks.py",
              "test_faults.py", "test_mistakes.py", "test_monitor.py", "test_mystery.py", "test_names.py",
              "test_other_core.py", "test_owners.py", "test_pci_devices.py", "test_physical.py", "test_progress.py",
              "test_run.py", "test_seek.py", "test_selftest.py", "test_show.py", "test_tour.py", "test_watched.py",
              "test_who.py"}
HERE = Path(__file__).parent


def pytest_ignore_collect(collection_path):
    """Leaves out what belongs to another architecture."""
    if collection_path.suffix != ".py" or HERE not in collection_path.parents:
        return None
    folder = collection_path.parent
    if folder.name == "boards":
        return not os.environ.get("BOARD")
    if folder != HERE:
        return folder.name != ARCH
    return ARCH != "aarch64" and collection_path.name not in EVERYWHERE
