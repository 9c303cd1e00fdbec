# SPDX-License-Identifier: MIT
"""`make explorer`: what its page carries, and what it does when a person operates it."""
import re
from functools import cache

import pytest
from debugger import QEMU
from explorer import made, make_page, open_browser, read_data, read_stores, run  # noqa: F401 (fixtures)
from machine import ELF, ROOT, symbols
from target import ARCH

ZEROED = {"aarch64": "clear_tables()", "x86_64": "the loader"}[ARCH]
IMAGE_PARTS = (("_head", "boot_stack_guard"), ("boot_stack", "emergency_stack_guard"), ("emergency_stack", "_end"))


@cache
def replayed(*commands):
    """What GDB says to commands at the end of the run that the page was made of."""
    words = [word for command in ("continue", *commands) for word in ("-x", command)]
    return run("tools/record.sh", "--replay", made().with_suffix(""), "-b", *words).stdout


# ---- what the page carries

def test_every_store_is_there_from_the_first_of_head_on(data, stores):
    first = stores[0]
    assert first.table["name"] == {"aarch64": "idmap_l0", "x86_64": "init_top_pgt"}[ARCH] and not first.mmu
    assert first.place["phase"] == "build_idmap"
    assert [store.count for store in stores] == sorted(store.count for store in stores)
    image = symbols()
    pages = sum((image[end] - image[start]) // 4096 for start, end in IMAGE_PARTS)
    text = (image["_etext"] - image["_head"]) // 4096
    in_head = [store for store in stores if not store.mmu and store.table]
    kernel = [store for store in in_head if store.table["name"] == "level1_kernel_pgt"]
    expected = pages if ARCH == "aarch64" else 2 * pages - text  # 32-bit code writes an entry with NX in two stores
    assert len(kernel) == expected and len(in_head) == expected + 4 + 3 + 2
    named = {store.table["name"] for store in stores if store.table}
    assert {"init_top_pgt", "level2_fixmap_pgt", "level1_fixmap_pgt", "bm_pte"} <= named
    assert ("fix_fdt_pte" in named) == (ARCH == "aarch64")
    assert data["looks"][0]["words"] == "invalid"


def test_an_entry_that_is_half_written_is_no_mapping(data, stores):
    kinds = [data["looks"][look]["kind"] for store in stores for _, look, _ in store.changes]
    assert "wx" not in kinds
    image = symbols()
    pages = sum((image[end] - image[start]) // 4096 for start, end in IMAGE_PARTS)
    text = (image["_etext"] - image["_head"]) // 4096
    assert kinds.count("half") == (pages - text if ARCH == "x86_64" else 0)
    for number, store in enumerate(stores):
        if any(data["looks"][look]["kind"] == "half" for _, look, _ in store.changes):
            following = stores[number + 1]
            assert [change[0] for change in following.changes] == [change[0] for change in store.changes]
            assert data["looks"][following.changes[0][1]]["kind"] in ("rw", "ro")


def test_what_was_in_a_page_before_it_was_a_table_is_not_told(data, stores):
    """No free list of the page allocator is shown as entries."""
    words = {data["looks"][look]["words"] for store in stores for _, look, _ in store.changes}
    assert not [each for each in words if "bits left" in each or "reserved" in each]
    assert not {store.place["function"] for store in stores} & {"add_free", "remove_free", "take_block", "table_alloc"}


def test_places_are_the_sources_lines(data):
    for place in data["places"]:
        where = place["what"].split("(), ")[1]
        source = (ROOT / where.split(":")[0]).read_text(encoding="utf-8").splitlines()
        assert place["source"][place["line"] - place["first"]] == source[place["line"] - 1].expandtabs(8)
        assert place["chain"]


def test_every_step_of_boot_says_why_and_the_tour_says_the_same(data):
    main, tables = ((ROOT / file).read_text() for file in ("boot/main.c", f"boot/{ARCH}/tables.S"))
    for phase, why in data["phases"].items():
        assert phase.startswith("enable_") or re.search(rf"\b{phase}\b", main + tables), f"{phase} is no step of boot"
        assert re.fullmatch(r"[A-Zm].{40,220}\.", why), (phase, why)
        assert why.count(". ") <= 1, "at most two sentences"
    assert {"build_idmap", "build_kernel_map", "paging_init", "end_of_boot"} <= set(data["phases"])
    tour = " ".join(run("tools/debug.sh", "-b", "-c", "/dev/null", "-x", "bm tour all", ELF, *QEMU).stdout.split())
    for phase in ("build_idmap", "build_kernel_map", "build_fixmap_chain", "early_ioremap_init", "paging_init", "end_of_boot"):
        assert tour.count(data["phases"][phase]) == 1, phase


def test_tables_are_named_by_what_they_map(data):
    names = [table["name"] for table in data["tables"]]
    assert "table" not in names and len(set(names)) == len(names)
    assert any(re.match(r"linear map.* PMD 0xffff8", name) for name in names)


def header_bits():
    """{name: mask} as the kernel's header has them."""
    text = (ROOT / f"include/{ARCH}/asm/pgtable.h").read_text(encoding="utf-8")
    return {name: int(value, 0) << int(shift) for name, value, shift in
            re.findall(r"^#define (PTE_\w+)\s+\(UL\((\w+)\) << (\d+)\)", text, re.M)}


def test_bits_are_where_the_header_has_them(data):
    masks, seen = header_bits(), set()
    for look in data["looks"]:
        taken = 0
        for low, width, name, meaning in look["bits"]:
            mask = (1 << width) - 1 << low
            assert not taken & mask, look
            taken |= mask
            if name in masks:
                assert mask == masks[name], name
            seen.add(name)
            assert meaning
        if look["kind"] not in ("", "half"):
            assert not int(look["flags"], 16) & ~taken, look
    assert {"aarch64": {"PTE_UXN", "PTE_AF", "PTE_RDONLY", "PTE_CONT"},
            "x86_64": {"PTE_NX", "PTE_RW", "PTE_DIRTY", "PTE_PCD"}}[ARCH] <= seen


def test_it_is_one_file(page):
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"/\*(DATA|STYLE|SCRIPT)\*/", text)
    assert not re.search(r'(src|href)="|url\((?!#)|https?://(?!www.w3.org)|\bfetch\(', text.split("const data")[0])
    assert not re.search(r'\bfetch\(|XMLHttp|import\(', text)


# ---- what it does

def status(browser):
    return browser.text("#count")


def at(browser, page, step, *size):
    browser.open(f"{page.as_uri()}#{step}", *size)


def test_step_by_step(browser, page, data):
    last = f"{data['count']:,}"
    at(browser, page, 0)
    assert status(browser) == f"before the first of {last} stores"
    assert ZEROED in browser.text("#status")
    browser.press("ArrowRight")
    assert re.match(f"store 1 of {last}, after .*MMU off", status(browser))
    assert re.match(r"(idmap_l0|init_top_pgt)\[0\]: invalid → table at 0x", browser.text("#status"))
    assert "link_table" in browser.text("#source .hit")
    assert browser.text("#why") == data["phases"]["build_idmap"]
    browser.press("ArrowRight", "ArrowRight", "ArrowLeft")
    assert status(browser).startswith("store 2 of ")
    browser.press("PageDown")
    assert browser.text("#phases [aria-current]") == "build_kernel_map"
    browser.press("PageUp")
    assert browser.text("#phases [aria-current]") == "build_idmap"
    browser.press("End")
    assert status(browser).startswith(f"store {last} of {last}")
    assert "all 8 slots released" in browser.text("#said")
    browser.press("Home")
    assert status(browser).startswith("before the first") and browser.text("#said") == ""
    assert not browser.errors()


def test_play_and_space_on_a_button_is_the_button(browser, page):
    wait = "return new Promise(done => { const look = () => step > 2 ? done(1) : setTimeout(look, 20); look(); })"
    at(browser, page, 0)
    browser.press("Space")
    browser.run(wait)
    browser.press("Space")
    assert browser.run("return timer") == 0
    browser.run("seek(10); document.querySelector('#back').focus()")
    browser.press("Space")
    assert browser.run("return [step, timer]") == [9, 0]
    browser.run("document.querySelector('#walkTo') && openTab('walk'); document.querySelector('#walkTo').focus()")
    browser.press("ArrowLeft", "Space", "f", "Home")
    assert browser.run("return [step, timer, document.querySelector('#fold').checked]") == [9, 0, True]


def test_loops_are_folded(browser, page, data, stores):
    at(browser, page, 0)
    folded = browser.run("return stops.length")
    assert folded < data["count"] / 8, "most stores are of loops"
    # Of the loop that fills level1_kernel_pgt the first two stores are shown, then the rest as one.
    first = next(number for number, store in enumerate(stores) if store.table and store.table["name"] == "level1_kernel_pgt")
    run_length = next(number for number, store in enumerate(stores[first:]) if store.table["name"] != "level1_kernel_pgt")
    browser.run("seek(arguments[0])", first)
    positions = []
    for _ in range(3):
        browser.press("ArrowRight")
        positions.append(browser.run("return step"))
    assert positions == [first + 1, first + 2, first + run_length]
    assert browser.text("#status").startswith(f"{run_length - 2} more stores to level1_kernel_pgt[")
    browser.click("#fold")
    browser.press("ArrowLeft")
    assert browser.run("return step") == first + run_length - 1
    assert browser.run("return [stops.length, Number(document.querySelector('#slider').max)]") == \
        [data["count"] + 1, data["count"]]
    browser.run("document.activeElement.blur()")
    browser.press("f", "ArrowLeft")
    assert browser.run("return step") == first + 2


def test_tables_map_and_console_are_those_of_the_moment(browser, page, stores):
    moment = next(number for number, store in enumerate(stores, 1) if store.table and store.table["name"] == "bm_pte")
    device = {"aarch64": "0x9030000", "x86_64": "0x2000"}[ARCH]
    used = "return document.querySelector(`.table[data-name=${arguments[0]}]`)?.dataset.used"
    area = "return document.querySelector(`.area[data-name='${arguments[0]}']`).innerText"
    at(browser, page, moment - 1)
    browser.click("#tab-map")
    assert browser.run(used, "bm_pte") == "0"
    assert "nothing mapped" in browser.run(area, "early_ioremap slots")
    browser.click("#next")
    assert browser.run(used, "bm_pte") == "1"
    assert device in browser.run(area, "early_ioremap slots")
    assert browser.run("return document.querySelector('.table.changed').dataset.name") == "bm_pte"
    browser.click("#tab-calls")
    assert "early_ioremap()" in browser.text("#chain")
    browser.click("#tab-map")
    here, slide = browser.text("#map"), "const s = document.querySelector('#slider'); s.value = arguments[0]; " \
        "s.dispatchEvent(new Event('input'))"
    stop = browser.run("return stopAt(step)")
    browser.run(slide, 0)
    assert device not in browser.text("#map")
    browser.run(slide, stop)
    assert browser.text("#map") == here


def test_the_map_at_the_end_is_what_gdb_sees(browser, page, data):
    """The page's own walk through what was stored, beside `bm tables` in the same run."""
    seen = re.findall(r"^(0x\w+)-0x\w+ +(\d+ \w+)  .*?(0x\w+)  (R[OW] N?X)", replayed("bm tables"), re.M)
    assert len(seen) > 8
    at(browser, page, data["count"])
    browser.click("#tab-map")
    shown = re.findall(r"^(0x\w+) (\d+ \w+) (R[OW] N?X)\b.* → (0x\w+)", browser.text("#map"), re.M)
    assert [(int(va, 16), size, pa, access) for va, size, pa, access in seen] == \
        [(int(va, 16), size, pa, access) for va, size, access, pa in shown]


def walk(browser, words):
    """Types an address, and waits until the last level is there."""
    browser.run("openTab('walk'); document.querySelector('#walkTo').value = arguments[0]", words)
    browser.click("#walkGo")
    browser.run("return new Promise(done => { const look = () => walkTimer ? setTimeout(look, 20) : done(1); look(); })")
    return browser.text("#walkResult"), browser.run(
        "return [...document.querySelectorAll('#walkLevels li')].map(item => item.innerText)")


def test_a_walk_is_what_gdb_says(browser, page, data):
    at(browser, page, data["count"])
    for name in ("start_kernel", "boot stack", "linear map of all RAM"):
        result, levels = walk(browser, name)
        va = browser.run("return hex(walked.va)")
        told = replayed(f"bm walk {va}")
        lines = re.findall(r"^  level (\d) +(\S+) +at \S+ \[ *(\d+)\] = (\S+)  (.*)$", told, re.M)
        assert len(lines) == len(levels)
        for (level, table, index, value, words), shown in zip(lines, levels):
            assert shown.startswith(f"level {level}: ") and f"[{index}] = {value}: " in shown
            assert table == "table" or table in shown
            # What is above an entry can restrict it: that is not a property of the entry, and is not said of one.
            assert words.split("  ")[0] in shown
        end = re.search(r"physical (0x\w+)|not mapped", told)[0]
        assert end in result, (name, result)
        strong = browser.run("return document.querySelectorAll('.arrow.strong').length")
        assert strong == len(levels) - 1, "one arrow from each table to the next"


def test_a_walk_goes_level_by_level(browser, page, data):
    at(browser, page, data["count"])
    browser.run("openTab('walk'); document.querySelector('#walkTo').value = 'start_kernel'")
    counts = browser.run("""
        const seen = new Set(), note = () => seen.add(document.querySelectorAll('#walkLevels li').length + ' ' +
          document.querySelectorAll('.arrow.strong').length);
        new MutationObserver(note).observe(document.querySelector('#walk'), { childList: true, subtree: true });
        document.querySelector('#walkGo').click();
        return new Promise(done => { const look = () => walkTimer ? setTimeout(look, 20) : done([...seen]); look(); })""")
    assert {int(count.split()[0]) for count in counts} >= {1, 2, 3, 4}


@pytest.mark.parametrize("words, sentence", [
    ("0x123456789abcdef012", "hexadecimal number of up to 16 digits"), ("nonsense", "or one of the names"),
    ("", "hexadecimal"), ("-1", "hexadecimal"), ("0x800000000000ffff", "no root translates it")])
def test_what_is_no_address_gets_a_sentence(browser, page, words, sentence):
    at(browser, page, 20)
    walk(browser, words)
    assert sentence in browser.text("#walkError") and browser.text("#walkLevels") == ""
    assert walk(browser, "0xFFFF_FFFF_8000_0000")[1], "and the next one works"
    assert browser.text("#walkError") == ""


def test_an_address_that_is_not_mapped(browser, page):
    at(browser, page, 20)
    result, levels = walk(browser, "permanent fixmaps")
    assert result.startswith("not mapped: the entry at level") and "The MMU is off" in result
    browser.click("#walkEnd")
    assert browser.text("#walkLevels") == "" and browser.run("return walked") is None
    assert 1 <= len(levels) < 4


def test_an_entry_shows_all_its_stores(browser, page, data, stores):
    at(browser, page, data["count"])
    browser.run("openTab('entry')")
    chosen = "return [entryNow().table, entryNow().index]"
    browser.run("document.querySelector('.table.changed .row:not(.changed), .table.changed .row').click()")
    table, index = browser.run(chosen)
    expected = [number for number, store in enumerate(stores, 1) if store.table and store.table["pa"] == table
                and index in [change[0] for change in store.changes]]
    listed = browser.run("return [...document.querySelectorAll('#stores button')].map(made => parseInt(made.innerText))")
    assert listed == expected and listed
    browser.click("#stores button")
    assert browser.run("return step") == listed[0]
    assert browser.run(chosen) == [table, index], "it stays chosen"
    # By keyboard: a table from the list, a number.
    browser.run("const s = document.querySelector('#chooseTable'); s.selectedIndex = 0; s.dispatchEvent(new Event('change'))")
    assert browser.run(chosen)[0] == data["tables"][0]["pa"]
    browser.click("#follow")
    assert browser.run("return selected") is None


def test_a_click_on_a_square_chooses_that_entry(browser, page, stores):
    moment = next(number for number, store in enumerate(stores, 1) if store.table and store.table["name"] == "level1_kernel_pgt")
    at(browser, page, moment)
    index = browser.run("""
        const canvas = document.querySelector('.table.changed canvas'), box = canvas.getBoundingClientRect();
        const across = Number(canvas.dataset.across), index = 2 * across + 3;
        canvas.dispatchEvent(new MouseEvent('click', { clientX: box.left + box.width * 3.5 / across,
          clientY: box.top + box.height * 2.5 / (512 / across) }));
        return index""")
    assert browser.text("#entryName") == f"level1_kernel_pgt[{index}]"


def test_a_bit_says_what_it_means(browser, page, data):
    at(browser, page, 4)  # the identity page's entry
    assert browser.text("#entryName").startswith("idmap_l3[")
    bits = browser.run("return [...document.querySelectorAll('.bit')].map(made => made.getAttribute('aria-label'))")
    assert len(bits) > 8
    for number, label in enumerate(bits):
        browser.run("document.querySelectorAll('.bit')[arguments[0]].focus()", number)
        assert browser.text("#meaning") == label
    words = {"aarch64": "7 PTE_RDONLY = 1: AP[2]: read-only", "x86_64": "1 PTE_RW = 0: R/W: forbids writing"}[ARCH]
    assert any(label.startswith(words) for label in bits)
    value = int(browser.text("#entryValue").split(",")[0], 16)
    summed = sum(int(number, 0) << int(low) for low, number in
                 (re.match(r"(?:\d+…)?(\d+) .*? = (\w+):", label).groups() for label in bits))
    assert summed == value


def test_fingers(browser, page):
    at(browser, page, 5, 390, 844)
    middle = "document.querySelector('#tables .table.changed').scrollIntoView({ block: 'center' })"
    for across, step in ((-150, 6), (150, 5)):
        browser.run(middle)
        browser.swipe("#tables .table.changed", across)
        assert browser.run("return step") == step
    browser.click("#next")
    assert browser.run("return step") == 6
