# SPDX-License-Identifier: MIT
"""Set-up on other systems than Debian: the container's file, macOS, packages without apt."""
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FETCH = ROOT / "tools/fetch_deb.sh"


# Boards are AArch64's, whatever make exports for the architecture that is tested.
AARCH64 = {"ARCH": "aarch64", "QEMU": "qemu-system-aarch64", "CROSS_COMPILE": "aarch64-linux-gnu-"}


def run(*command, cwd=ROOT, **environment):
    return subprocess.run(command, cwd=cwd, text=True, capture_output=True, timeout=120,
                          env={**os.environ, **{name: str(value) for name, value in environment.items()}})


def test_the_container_has_the_packages_of_set_up():
    dockerfile = (ROOT / ".devcontainer/Dockerfile").read_text()
    copied = re.search(r"^COPY (.*) tools/$", dockerfile, re.M)[1].split()
    needed = set(re.findall(r"^\. (tools/\S+)$", (ROOT / "tools/setup.sh").read_text(), re.M)) | {"tools/setup.sh"}
    assert set(copied) == needed
    for arch in (path.parent.name for path in ROOT.glob("boot/*/arch.mk")):
        assert f"ARCH={arch} tools/setup.sh" in dockerfile
    settings = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
    assert (ROOT / ".devcontainer" / settings["build"]["dockerfile"]).is_file()


@pytest.fixture
def mirror(tmp_path):
    """make(package, {file: text}, architecture): a folder in the form of Debian's servers."""
    top = tmp_path / "mirror"

    def make(package, files, architecture="all"):
        tree = tmp_path / package
        for name, text in {"DEBIAN/control": f"Package: {package}\nVersion: 1\nArchitecture: {architecture}\n"
                                             "Maintainer: nobody <nobody@bootmap.invalid>\nDescription: none\n",
                           **files}.items():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_text(text)
        deb = top / f"pool/{package}.deb"
        deb.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["dpkg-deb", "--root-owner-group", "-b", tree, deb], check=True, capture_output=True)
        index = top / f"dists/bookworm/main/binary-{architecture}/Packages.gz"
        index.parent.mkdir(parents=True, exist_ok=True)
        sums = hashlib.sha256(deb.read_bytes()).hexdigest()
        with index.open("ab") as stanzas:  # those of several packages are in one index
            stanzas.write(gzip.compress(f"Package: other\nFilename: pool/other.deb\nSHA256: 0\n\nPackage: {package}\n"
                                        f"Filename: pool/{package}.deb\nSHA256: {sums}\n\n".encode()))
        return deb
    make.address = top.as_uri()
    return make


def test_a_package_without_apt(tmp_path, mirror):
    deb = mirror("thing", {"usr/lib/thing.a": "contents"})
    done = run(FETCH, "thing", "all", tmp_path / "root", MIRROR=mirror.address)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "root/usr/lib/thing.a").read_text() == "contents"
    missing = run(FETCH, "nothing", "all", tmp_path / "root", MIRROR=mirror.address)
    assert missing.returncode != 0 and "bookworm has no package nothing for all" in missing.stderr
    elsewhere = run(FETCH, "thing", "arm64", tmp_path / "root", MIRROR=mirror.address)
    assert elsewhere.returncode != 0 and "could not fetch" in elsewhere.stderr
    deb.write_bytes(deb.read_bytes()[:-1] + b"!")
    changed = run(FETCH, "thing", "all", tmp_path / "new", MIRROR=mirror.address)
    assert changed.returncode != 0 and "another checksum" in changed.stderr
    assert not list((tmp_path / "new").iterdir())


def test_device_trees_of_boards(tmp_path, mirror):
    """They are kept out of the kernel's package; none is there until all are."""
    tree = tmp_path / "tree"
    shutil.copytree(ROOT / "tools", tree / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    files = {"usr/lib/linux-image-9/maker/board.dtb": "tree", "lib/modules/driver.ko": "driver"}
    deb = mirror("linux-image-9", files, "arm64")
    index = tmp_path / "mirror/dists/bookworm/main/binary-arm64/Packages.gz"
    index.write_bytes(gzip.compress(b"Package: linux-image-arm64\nDepends: linux-image-9 (= 1)\n"
                                    b"Filename: pool/no.deb\nSHA256: 0\n\n" + gzip.decompress(index.read_bytes())))
    package = deb.read_bytes()
    deb.write_bytes(package[:-1] + b"!")
    assert run(tree / "tools/fetch_trees.sh", MIRROR=mirror.address).returncode != 0
    assert not list((tree / "build").iterdir())
    deb.write_bytes(package)
    done = run(tree / "tools/fetch_trees.sh", MIRROR=mirror.address)
    assert done.returncode == 0, done.stderr
    assert "MB to download" in done.stdout and "1 device trees" in done.stdout
    assert [path.name for path in (tree / "build").rglob("*") if path.is_file()] == ["board.dtb"]
    assert (tree / "build/trees/maker/board.dtb").read_text() == "tree"
    again = run(tree / "tools/fetch_trees.sh", MIRROR="file:///nowhere")
    assert again.returncode == 0 and not again.stdout, "nothing is fetched twice"


def test_who_needs_device_trees(tmp_path):
    tree = tmp_path / "tree"
    shutil.copytree(ROOT / "tools", tree / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    for board, goal, needed in (("", "run", False), ("raspi3b", "run", True), ("raspi3b", "unit", False), ("", "test-trees", True)):
        told = run(tree / "tools/doctor.sh", goal, BOARD=board, MACHINE="virt", **AARCH64).stderr
        assert ("device trees" in told) == needed, (board, goal)
        assert f"make {'BOARD=raspi3b ' if board else ''}setup {goal}'" in told or not needed


def test_a_board_that_qemu_does_not_emulate():
    for machine, emulated in (("nonesuch,option=on", False), ("raspi3b", True)):
        told = run("tools/doctor.sh", "run", BOARD="board", MACHINE=machine, **AARCH64).stderr
        assert ("does not emulate" in told) != emulated and ("nonesuch:" in told) != emulated
    assert "there is no BOARD=nonesuch" in run("make", "BOARD=nonesuch", "run", ARCH="aarch64").stderr


def on_a_mac(tmp_path, brew=True):
    """PATH of a machine that says Darwin, with a brew that writes down what it is told."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "uname").write_text("#!/bin/sh\necho Darwin\n")
    if brew:
        (programs / "brew").write_text(f'#!/bin/sh\n[ "$1" = install ] && echo "$2" >>{tmp_path}/brewed\n')
    for program in programs.iterdir():
        program.chmod(0o755)
    return f"{programs}:{os.environ['PATH']}"


def test_set_up_on_macos(tmp_path, mirror):
    tree = tmp_path / "tree"
    shutil.copytree(ROOT / "tools", tree / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    picolibc, libfdt = "usr/lib/picolibc/aarch64-linux-gnu/lib/libc.a", "usr/lib/aarch64-linux-gnu/libfdt.a"
    font = "usr/share/consolefonts/Unifont-APL8x16.psf.gz"
    mirror("picolibc-aarch64-linux-gnu", {picolibc: "picolibc"})
    mirror("psf-unifont", {font: "font"})
    mirror("libfdt-dev", {libfdt: "libfdt"}, "arm64")
    path = on_a_mac(tmp_path)
    done = run(tree / "tools/setup.sh", "run", PATH=path, ARCH="aarch64", MIRROR=mirror.address)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "brewed").read_text().split() == ["bash", "make", "qemu", "aarch64-elf-gcc", "aarch64-elf-gdb"]
    assert (tree / "build/sysroot/picolibc" / picolibc).read_text() == "picolibc"
    assert (tree / "build/sysroot/font" / font).read_text() == "font"
    assert (tree / "build/sysroot/aarch64" / libfdt).read_text() == "libfdt"
    assert "gmake" in done.stdout
    again = run(tree / "tools/setup.sh", "run", PATH=path, ARCH="aarch64", MIRROR="file:///nowhere")
    assert again.returncode == 0, "nothing is fetched twice"


def test_macos_without_homebrew(tmp_path):
    done = run(ROOT / "tools/setup.sh", PATH=on_a_mac(tmp_path, brew=False), ARCH="x86_64")
    assert done.returncode != 0 and "x86_64-elf-gcc" in done.stderr


def test_an_old_make_is_told_so():
    done = run("make", "MAKE_VERSION=3.81", "help")
    assert done.returncode != 0 and "brew install make" in done.stderr
