# SPDX-License-Identifier: MIT
"""`make tour`, played to its end without a person, and a few pages with one."""
import re
import subprocess
import tempfile
from functools import cache

import pexpect
import pytest
from debugger import COMPLAINTS, QEMU, Debugged, debug
from machine import ELF, ROOT
from target import ARCH

# Each stop, and the lines about entries that its second page must have, in this order.
AARCH64 = {
    "primary_entry": [],
    "clear_tables": [],
    "build_idmap": [r"\+ idmap_l0\[0\] +table", r"\+ idmap_l1\[1\] +table", r"\+ idmap_l2\[1\] +table",
                    r"\+ idmap_l3\[0\] +page at 0x40200000  RO X"],
    "build_kernel_map": [r"\+ init_top_pgt\[511\] +table", r"\+ level3_kernel_pgt\[510\] +table",
                         r"\+ level2_kernel_pgt\[0\] +table", r"\+ level1_kernel_pgt\[0…\d+\] .* RO X ",
                         r"\+ level1_kernel_pgt\[\d+…\d+\] .* RO NX",
                         *[r"\+ level1_kernel_pgt\[\d+…\d+\] .* RW NX"] * 3],
    "build_fixmap_chain": [r"\+ level3_kernel_pgt\[511\] +table", r"\+ level2_fixmap_pgt\[506\] +table"],
    "publish_tables": [],
    "check_tables": [],
    "enable_mmu": [],
    "primary_switched": [],
    "machine_reach_firmware": [r"\+ fix_fdt_pte\[0…255\] +page at 0x48000000  RO NX",
                               r"\+ level2_fixmap_pgt\[503\]", r"\+ level2_fixmap_pgt\[504\]"],
    "early_ioremap_init": [r"\+ level2_fixmap_pgt\[505\] +table"],
    "earlycon_init": [r"\+ level1_fixmap_pgt\[510\] +page at 0x9000000  RW NX device"],
    "machine_scan_memory": [r"\+ level1_kernel_pgt\[\d+\] +page at 0x\w+  RW NX"],
    "early_ioremap": [r"\+ bm_pte\[0\] +page at 0x9030000  RW NX device"],
    "early_iounmap": [r"- bm_pte\[0\] +page at 0x9030000"],
    "map_range": [r"\+ init_top_pgt\[256\]", r"\+ table.*\[\d+…511\] +block .* contiguous"],
    "arch_remove_identity_map": [r"- idmap_l0\[0\]"],
    "mem_init": [],
    "ioremap": [r"\+ table 0x\w+\[\d+\] +page at 0x9\w+  RW NX device", r"\+ init_top_pgt\[388\]"],
    "free_initmem": [r"- level1_kernel_pgt\[0…", r"~ table 0x\w+\[0…\d+\] .* RO NX.* → .* RW NX"],
    "machine_off": [],
}
X86_64 = {
    "primary_entry": [],
    "check_machine": [],
    "build_idmap": [r"\+ idmap_l1\[0\] +table", r"\+ idmap_l2\[1\] +table", r"\+ init_top_pgt\[0\] +table",
                    r"\+ idmap_l3\[0\] +page at 0x200000  RO X "],
    "build_kernel_map": AARCH64["build_kernel_map"],
    "build_fixmap_chain": AARCH64["build_fixmap_chain"],
    "check_tables": [],
    "enable_paging": [],
    "primary_switched": [],
    "early_ioremap_init": [r"\+ level2_fixmap_pgt\[505\] +table"],
    "copy_from_early_mem": [r"\+ bm_pte\[0\] +page at 0x\w+  RO NX write-back"],
    "early_iounmap": [r"- bm_pte\[0\] +page"],
    "earlycon_init": [],
    "machine_scan_memory": [r"\+ level1_kernel_pgt\[\d+\] +page at 0x\w+  RW NX"],
    "acpi_tables_init": [],
    "early_ioremap": [r"\+ bm_pte\[0\] +page at 0xfed00000  RW NX uncached UC-, .* PCD"],
    "map_range": [r"\+ init_top_pgt\[256\]", r"\+ table.*\[2…\d+\] +block .* RW NX write-back"],
    "arch_remove_identity_map": [r"- init_top_pgt\[0\] +table"],
    "mem_init": [],
    "request_standard_resources": [],
    "free_initmem": [r"- level1_kernel_pgt\[0…", r"~ table 0x\w+\[0…\d+\] .* RO NX.* → .* RW NX"],
    "machine_off": [],
}
CHANGES = {"aarch64": AARCH64, "x86_64": X86_64}[ARCH]
# Some boots come along here, as drivers come and go.
OPTIONAL = {"ioremap"} if ARCH == "x86_64" else set()
EXACT = {stop for stop in CHANGES if stop not in ("map_range", "ioremap", "free_initmem")}


@cache
def played():
    """The whole tour's text, and what the machine's console said."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as console:
        output = subprocess.run([ROOT / "tools/debug.sh", "-b", "-c", console.name, "-x", "bm tour all",
                                 ELF, *(word.replace("128M", "1G") for word in QEMU)], check=False, timeout=90, cwd=ROOT, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT).stdout
        heard = console.read()
    for complaint in COMPLAINTS:
        assert complaint not in output, output
    return output, heard


def pages():
    """{stop: (page before, page after)}, in the order of the tour."""
    parts = re.split(r"^── (?:\d+ ── |(after) )(\w+)\(\) ── MMU \w+ ─+$", played()[0], flags=re.M)[1:]
    found = {}
    for after, stop, text in zip(parts[::3], parts[1::3], parts[2::3]):
        found.setdefault(stop, []).append((bool(after), text))
    assert all([after for after, _ in texts] == [False, True] for texts in found.values())
    return {stop: (texts[0][1], texts[1][1]) for stop, texts in found.items()}


def test_the_tour_has_these_stops_in_this_order():
    assert [stop for stop in pages() if stop not in OPTIONAL] == list(CHANGES)
    assert "This was the tour." in played()[0]


@pytest.mark.parametrize("stop", CHANGES)
def test_a_stop_explains_shows_its_source_and_marks_what_changes(stop):
    before, after = pages()[stop]
    text, lines = before.split("\n\n")[0], re.findall(r"^  +\d+  (.*)$", before, re.M)
    assert len(text.split()) > 15
    assert stop in lines[0] and len(lines) > 2, before
    marked = re.findall(r"^  ([+~-] .*)$", after, re.M)
    if stop in EXACT:
        assert len(marked) == len(CHANGES[stop]), marked
    for wanted in CHANGES[stop]:
        assert any(re.match(wanted, line) for line in marked), (wanted, marked)
    assert ("no entry has changed" in after) == (not marked)


def test_the_source_is_the_source():
    for before, _ in pages().values():
        file = re.search(r"^  (\S+\.[cS])$", before, re.M)[1]
        source = (ROOT / file).read_text(encoding="utf-8").splitlines()
        for number, line in re.findall(r"^  +(\d+)  (.*)$", before, re.M):
            assert line == source[int(number) - 1].expandtabs(8).rstrip()


def test_the_walks_change_where_the_tables_do():
    device = "page at 0x9030000" if ARCH == "aarch64" else "page at 0xfed00000"
    for stop, wanted in {"build_fixmap_chain": "level1_fixmap_pgt", "early_ioremap": device}.items():
        before, after = (page.split("bm walk", 1)[1].split("bm ")[0] for page in pages()[stop])
        assert wanted not in before and wanted in after


def test_the_kernel_is_heard():
    told = re.findall(r"^  \| (.*)$", played()[0], re.M)
    console = played()[1]
    assert len(told) > 10
    for line in told:
        assert line == "…" or line in console, line


def test_with_a_person():
    second = list(CHANGES)[1]
    tour = pexpect.spawn("make", ["-s", f"ARCH={ARCH}", "tour"], cwd=str(ROOT), encoding="utf-8", timeout=60)
    try:
        tour.expect(r"primary_entry\(\).*let it happen")
        tour.expect(r"\(gdb\)")
        tour.sendline("")
        tour.expect(r"after primary_entry\(\).*go on")
        tour.sendline("")
        tour.expect(rf"{second}\(\).*let it happen")
        tour.sendline("print 40 + 2")
        tour.expect("= 42")
        tour.sendline("bm tour")
        tour.expect(rf"after {second}\(\).*go on")
        tour.sendline("bm tour nonsense")
        tour.expect(r"usage: bm tour")
        tour.sendline("quit")
        tour.expect(pexpect.EOF)
    finally:
        tour.close(force=True)


def test_after_a_continue_by_hand_the_tour_goes_on_from_there():
    with debug(target="tour") as session:
        output, _ = session.communicate("bm tour\nhbreak mem_init\ncontinue\nbm tour\nbm tour\nquit\n", timeout=60)
    stops = re.findall(r"── (?:\d+ ── |after )(\w+)\(\) ──", output)
    assert stops[:2] == ["primary_entry"] * 2 and "This was the tour" not in output, output
    assert len(stops) > 2 and stops[2] in list(CHANGES)[list(CHANGES).index("map_range"):], output


def test_no_source_line_of_a_stop_is_cut():
    for stop, (before, _) in pages().items():
        text = re.findall(r"^  +\d+  ?(.*)$", before, re.M)
        assert text and text[-1].startswith(("}", "endfunc")), (stop, text[-1:])


def test_nothing_says_that_address_0_faults_from_some_stop_on():
    """It was never mapped."""
    with Debugged() as machine:
        output = machine.at("primary_switched", "bm walk 0", "hbreak arch_remove_identity_map", "continue", "bm walk 0")
    assert output.count("not mapped") == 2, output
    for text in (played()[0], (ROOT / "docs/architecture.md").read_text(encoding="utf-8")):
        assert "address 0 faults" not in " ".join(text.split())
