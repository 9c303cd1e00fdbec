# SPDX-License-Identifier: MIT
"""`make picture` and `make explorer`: drawings of the real tables, looked at as far as a program can."""
import json
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from functools import cache

import pytest
from browser import Browser, available
from debugger import QEMU
from machine import BUILD, ELF, ROOT, symbols
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


@pytest.fixture(scope="module", name="page")
def make_explorer():
    """The explorer of a recorded run."""
    done = run("make", "-s", f"ARCH={ARCH}", "explorer", "MEM=128M")
    assert done.returncode == 0 and "wrote" in done.stdout, done.stdout
    return BUILD / "explorer.html"


@pytest.fixture(scope="module", name="browser")
def open_browser():
    """One for all."""
    if not available():
        pytest.skip("make setup BROWSER=1 installs a browser")
    with Browser() as browser:
        yield browser


@pytest.fixture(scope="module", name="data")
def read_data(page):
    """What the page carries."""
    text = page.read_text(encoding="utf-8")
    return json.loads(re.search(r"^const data = (.*);$", text, re.M)[1])


def name_of(data, step):
    return data["tables"][str(step[0])]["name"]


def test_every_store_is_there_from_the_first_of_head_on(data):
    first, steps = data["steps"][0], data["steps"]
    assert name_of(data, first) == "idmap_l0" and first[3] == 0
    assert [step[2] for step in steps] == sorted(step[2] for step in steps)
    image = symbols()
    pages = sum((image[end] - image[start]) // 4096 for start, end in (
        ("_head", "boot_stack_guard"), ("boot_stack", "emergency_stack_guard"),
        ("emergency_stack", "_end")))
    in_head = [step for step in steps if not step[3] and step[0]]
    kernel = [step for step in in_head if name_of(data, step) == "level1_kernel_pgt"]
    assert len(kernel) == pages and len(in_head) == pages + 4 + 3 + 2
    named = {name_of(data, step) for step in steps if step[0]}
    assert {"init_top_pgt", "level2_fixmap_pgt", "level1_fixmap_pgt", "bm_pte", "fix_fdt_pte"} <= named


def test_the_stores_add_up_to_the_tables(data):
    """Replayed in Python, the stores lead to what they themselves say was there before."""
    content = {}
    for table, _, _, _, _, changes in data["steps"]:
        for index, before, after in changes:
            assert content.get((table, index), 0) == before
            content[table, index] = after
    assert data["values"][0]["words"] == "invalid"
    tree = [place for (table, place), value in content.items()
            if value and data["tables"][str(table)]["name"] == "fix_fdt_pte"]
    assert sorted(tree) == list(range(256))


def test_places_are_the_sources_lines(data):
    for place in data["places"]:
        function, where = place["what"].split("(), ")
        source = (ROOT / where.split(":")[0]).read_text(encoding="utf-8").splitlines()
        assert place["source"][place["line"] - place["first"]] == source[place["line"] - 1].expandtabs(8)
        assert place["chain"] and function
    assert {"build_idmap", "paging_init", "machine_reach_firmware"} <= {p["phase"] for p in data["places"]}


def status(browser):
    return browser.text("#status")


def test_it_is_one_file(page):
    text = page.read_text(encoding="utf-8")
    assert "/*DATA*/" not in text and not re.search(r'(src|href)="', text)


def test_the_page_in_a_browser(browser, page, data):
    last = len(data["steps"])
    browser.open(page.as_uri())
    assert status(browser).startswith(f"0 of {last}: clear_tables() has zeroed the tables")
    browser.press("ArrowRight")
    assert re.match(f"1 of {last}, after .*MMU off: idmap_l0.0.: invalid → table", status(browser))
    assert "link_table idmap_l0" in browser.text("#source .hit")
    browser.press("ArrowRight", "ArrowRight", "ArrowLeft")
    assert status(browser).startswith("2 of ")
    browser.press("PageDown")
    assert browser.text("#phases .now") == "build_kernel_map"
    browser.press("PageUp")
    assert browser.text("#phases .now") == "build_idmap"
    browser.press("End")
    assert status(browser).startswith(f"{last} of {last}")
    assert "all 8 slots released" in browser.text("#console")
    browser.click("#back")
    assert status(browser).startswith(f"{last - 1} of")
    browser.press("Home")
    assert status(browser).startswith("0 of") and browser.text("#console") == ""
    browser.press("Space")
    browser.run("return new Promise(done => { const look = () => step > 3 ? done(1) : setTimeout(look, 20);"
                " look(); })")
    browser.press("Space")
    assert browser.run("return timer") == 0
    assert not browser.errors()


def test_tables_map_and_console_are_those_of_the_moment(browser, page, data):
    moment = next(number for number, step in enumerate(data["steps"], 1) if step[0] and
                  name_of(data, step) == "bm_pte")
    used = "return document.querySelector(`.table[data-name=${arguments[0]}]`)?.dataset.used"
    area = "return document.querySelector(`.area[data-name='${arguments[0]}']`).innerText"
    browser.open(f"{page.as_uri()}#{moment - 1}")
    assert browser.run(used, "bm_pte") == "0"
    assert "nothing mapped" in browser.run(area, "early_ioremap slots")
    browser.press("ArrowRight")
    assert browser.run(used, "bm_pte") == "1"
    assert "0x9030000" in browser.run(area, "early_ioremap slots")
    assert browser.run("return document.querySelector('.table.changed').dataset.name") == "bm_pte"
    assert "early_ioremap()" in browser.text("#chain")
    assert re.search(r"device tree: \d\d nodes", browser.text("#console"))
    assert "led: on" not in browser.text("#console")
    # Back to the beginning and forth again by the slider: the same tables.
    before = browser.text("#map")
    slide = "const s = document.querySelector('#slider'); s.value = arguments[0]; " \
        "s.dispatchEvent(new Event('input'))"
    browser.run(slide, 0)
    assert "0x9030000" not in browser.text("#map")
    browser.run(slide, moment)
    assert browser.text("#map") == before


def test_the_map_at_the_end_is_what_gdb_sees(browser, page, data):
    """The page's own walk through what was stored, beside `bm tables` on the machine itself."""
    done = run("tools/debug.sh", "-b", "-c", "/dev/null", "-x", "hbreak machine_off", "-x", "continue",
               "-x", "bm tables", ELF, *QEMU)
    seen = re.findall(r"^(0x\w+)-0x\w+ +(\d+ \w+)  .*?(0x\w+)  (R[OW] N?X)", done.stdout, re.M)
    assert len(seen) > 10
    browser.open(f"{page.as_uri()}#{len(data['steps'])}")
    shown = re.findall(r"^(0x\w+) (\d+ \w+) (R[OW] N?X)\b.* → (0x\w+)", browser.text("#map"), re.M)
    assert [(int(va, 16), size, pa, access) for va, size, pa, access in seen] == \
        [(int(va, 16), size, pa, access) for va, size, access, pa in shown]


def test_fingers_and_small_screens(browser, page):
    browser.open(f"{page.as_uri()}#10", 520, 900)
    middle = "document.querySelector('#tables .table').scrollIntoView({ block: 'center' })"
    for across, step in ((-150, 11), (150, 10)):
        browser.run(middle)
        browser.swipe("#tables .table", across)
        assert status(browser).startswith(f"{step} of ")
    browser.click("#next")
    assert status(browser).startswith("11 of ")
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth"), "nothing hangs out"


OVERLAPPING = """
    const boxes = [...document.querySelectorAll('section, .table')].map(e => [e, e.getBoundingClientRect()]);
    return boxes.flatMap(([a, x], i) => boxes.slice(i + 1).filter(([b, y]) => !a.contains(b) && !b.contains(a) &&
      x.left < y.right - 1 && y.left < x.right - 1 && x.top < y.bottom - 1 && y.top < x.bottom - 1)
      .map(([b]) => a.innerText + b.innerText))"""


@pytest.mark.parametrize("width", [520, 1100, 1600])
def test_nothing_overlaps_in_the_page(browser, page, data, width):
    for step in (0, 100, len(data["steps"])):
        browser.open(f"{page.as_uri()}#{step}", width, 900)
        assert browser.run(OVERLAPPING) == []
