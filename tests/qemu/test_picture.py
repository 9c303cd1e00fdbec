# SPDX-License-Identifier: MIT
"""`make picture`: drawings of the real tables, looked at as far as a program can."""
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from functools import cache

import pytest
from debugger import QEMU
from machine import ELF, ROOT
from target import ARCH

SVG = "{http://www.w3.org/2000/svg}"


def run(*words):
    done = subprocess.run(words, check=False, cwd=ROOT, timeout=120, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert "Traceback" not in done.stdout and "Python Exception" not in done.stdout, done.stdout
    return done


@pytest.fixture(scope="module", name="folder")
def make_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pictures")


@cache
def draw(folder, stage):
    """The parsed SVG of a stage."""
    file = folder / f"{stage}.svg"
    done = run("tools/debug.sh", "-b", "-c", folder / "console", "-x", f"bm picture {file} {stage}",
               ELF, *QEMU)
    assert f"wrote {file}" in done.stdout, done.stdout
    return ElementTree.parse(file).getroot()


def boxes(svg):
    return [tuple(float(rect.get(name)) for name in ("x", "y", "width", "height"))
            for rect in svg.iter(SVG + "rect") if rect.get("class") == "box"]


def texts(svg):
    return [(text.text, float(text.get("x")), float(text.get("y")), float(text.get("textLength")))
            for text in svg.iter(SVG + "text")]


@pytest.mark.parametrize("stage", ["enable_mmu", "early_iounmap", "paging", "machine_off"])
def test_pictures_have_no_overlaps_and_nothing_hangs_out(folder, stage):
    svg = draw(folder, stage)
    width, height = float(svg.get("width")), float(svg.get("height"))
    assert width <= 1900
    found = boxes(svg)
    assert len(found) > 12
    for i, (x, y, w, h) in enumerate(found):
        assert 0 <= x and x + w <= width and 0 <= y and y + h <= height
        for ox, oy, ow, oh in found[:i]:
            assert x + w <= ox or ox + ow <= x or y + h <= oy or oy + oh <= y
    for words, x, y, length in texts(svg):
        assert x + length <= width and y <= height, words
        for bx, by, bw, bh in found:
            if bx <= x <= bx + bw and by <= y <= by + bh:
                assert x + length <= bx + bw, words


def test_a_picture_shows_the_tables_of_its_stage(folder):
    early = {words for words, *_ in texts(draw(folder, "enable_mmu"))}
    late = {words for words, *_ in texts(draw(folder, "early_iounmap"))}
    assert any("MMU off" in words for words in early) and any("MMU on" in words for words in late)
    for name in ("init_top_pgt", "level3_kernel_pgt", "level2_fixmap_pgt", "level1_fixmap_pgt", "idmap_l3"):
        assert name in early and name in late
    assert "bm_pte" in late and "bm_pte" not in early
    assert any(re.match(r"\[0\] +1 page +0x9030000 RW NX", words) for words in late)
    assert any("FIX_EARLYCON_MEM_BASE" in words for words in late)


def test_make_picture():
    done = run("make", "-s", f"ARCH={ARCH}", "picture", "AT=mem_init", "MEM=128M")
    assert done.returncode == 0 and "tables-mem_init.svg" in done.stdout
    done = run("make", "-s", f"ARCH={ARCH}", "picture", "AT=nonsense")
    assert done.returncode and "there is no function nonsense" in done.stdout
