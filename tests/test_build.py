# SPDX-License-Identifier: MIT
"""The build: the same everywhere, made anew when a flag changes, and doctor in front of it."""
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ARCH = os.environ.get("ARCH", "aarch64")
ROOT = Path(__file__).resolve().parents[1]
IMAGE = f"build/{ARCH}/bootmap.img"
ELF = f"build/{ARCH}/bootmap.elf"

# A language whose letters are in the reverse order, and its characters: some systems have no files of them.
LOCALE = "LC_COLLATE\norder_start forward\n" + "".join(
    f"<U{ord(letter):04X}>\n" for letter in "zyxwvutsrqponmlkjihgfedcba") + "UNDEFINED\norder_end\nEND LC_COLLATE\n"
CHARACTERS = "<code_set_name> ASCII\n<escape_char> /\nCHARMAP\n" + "".join(
    f"<U{code:04X}> /x{code:02x}\n" for code in range(128)) + "END CHARMAP\n"
# A compiler whose own limits.h lies in include-fixed, as that of GCC up to 12 does.
WRAPPER = """#!/bin/sh
for word; do
    case $word in
    -print-file-name=include) echo {folder}/include; exit ;;
    -print-file-name=include-fixed) echo {folder}/include-fixed; exit ;;
    esac
done
exec {compiler} "$@"
"""


def tree(folder, sysroot=True):
    """The sources in another folder, nothing of it built."""
    names = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, check=True,
                           capture_output=True).stdout.decode().split("\0")
    for name in filter(None, names):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / "build").mkdir()
    if sysroot:
        (folder / "build/sysroot").symlink_to(ROOT / "build/sysroot")
    return folder


def make(folder, *words, **environment):
    # Not the flags of the make that runs these tests.
    inherited = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    return subprocess.run(["make", f"ARCH={ARCH}", *words], cwd=folder, env={**inherited, **environment},
                          check=False, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    folder = tmp_path_factory.mktemp("build")
    (folder / "a tree").mkdir()
    folder = tree(folder / "a tree")
    built = make(folder, "-j2", ELF, IMAGE)
    assert built.returncode == 0, built.stderr
    return folder


def language_upside_down(folder):
    """The environment that selects the language LOCALE."""
    (folder / "source").write_text(LOCALE)
    (folder / "characters").write_text(CHARACTERS)
    made = subprocess.run(["localedef", "-c", "--no-archive", "-i", folder / "source", "-f", folder / "characters",
                           folder / "upside"], check=False, capture_output=True, text=True)
    language = {"LC_ALL": "upside", "LOCPATH": str(folder)}
    ordered = subprocess.run(["sort"], input="a\nb\n", env={**os.environ, **language}, check=True,
                             capture_output=True, text=True)
    assert ordered.stdout == "b\na\n", made.stderr
    return language


def test_image_is_the_same_for_every_language_path_and_number_of_jobs(checkout, tmp_path):
    language = language_upside_down(tmp_path)
    other = tmp_path / "elsewhere, with 'signs' & spaces"
    other.mkdir()
    built = make(tree(other), "-j1", ELF, IMAGE, **language)
    assert built.returncode == 0, built.stderr
    for file in (IMAGE, ELF):
        assert (other / file).read_bytes() == (checkout / file).read_bytes(), file


def test_a_flag_is_a_dependency(checkout):
    image = (checkout / IMAGE).read_bytes()
    assert "CC" not in make(checkout, ELF, IMAGE).stdout
    changed = make(checkout, "-j2", "OPT=-Og", ELF, IMAGE)
    assert changed.returncode == 0 and "CC      boot/main.c" in changed.stdout, changed.stderr
    assert (checkout / IMAGE).read_bytes() != image
    assert make(checkout, "-j2", ELF, IMAGE).returncode == 0
    assert (checkout / IMAGE).read_bytes() == image


def test_headers_of_gcc_up_to_12_are_found(checkout, tmp_path):
    prefix = os.environ.get("CROSS_COMPILE", f"{ARCH}-linux-gnu-")
    headers = subprocess.run([prefix + "gcc", "-print-file-name=include"], check=True,
                             capture_output=True, text=True).stdout.strip()
    shutil.copytree(headers, tmp_path / "include")
    (tmp_path / "include-fixed").mkdir()
    for name in ("limits.h", "syslimits.h"):
        shutil.move(tmp_path / "include" / name, tmp_path / "include-fixed" / name)
    (tmp_path / "cc-gcc").write_text(WRAPPER.format(folder=tmp_path, compiler=prefix + "gcc"))
    (tmp_path / "cc-gcc").chmod(0o755)
    for tool in ("ld", "nm", "objcopy", "objdump"):
        (tmp_path / f"cc-{tool}").symlink_to(shutil.which(prefix + tool))
    image = (checkout / IMAGE).read_bytes()
    built = make(checkout, "-j2", f"CROSS_COMPILE={tmp_path}/cc-", ELF, IMAGE)
    assert built.returncode == 0, built.stderr
    assert (checkout / IMAGE).read_bytes() == image


@pytest.mark.parametrize("goal", ["all", "run", "demo", "debug", "tour", "test"])
def test_doctor_speaks_before_the_build(tmp_path, goal):
    done = make(tree(tmp_path, sysroot=False), goal)
    assert done.returncode != 0
    advice = "make" + ("" if ARCH == "aarch64" else f" ARCH={ARCH}") + f" setup {goal}"
    assert f"run '{advice}'" in done.stderr and done.stderr.startswith("doctor: ")
    assert done.stdout == ""


def test_help_shows_texts_to_their_end():
    assert "a run that can be replayed: ARGS=demo" in make(ROOT, "help").stdout


def test_setup_installs_for_the_goal():
    def packages(*goals):
        return set(subprocess.run([ROOT / "tools/setup.sh", "--list", *goals], check=True, text=True,
                                  capture_output=True, env={**os.environ, "ARCH": ARCH}).stdout.split())

    assert packages("run") < packages("debug") < packages("test") < packages()
    assert "python3" in packages("run"), "tools/run.py starts the machine"
    assert not packages("run") & {"clang", "cppcheck", "cloc", "gdb-multiarch"}
