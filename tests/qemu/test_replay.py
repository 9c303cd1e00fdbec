# SPDX-License-Identifier: MIT
"""`make record`, `make replay`, and `bm who`: from an entry back to the store that made it."""
import os
import re
import shutil
import signal
import subprocess

import pexpect
import pytest
from debugger import QEMU, debug, make_recording, replay
from machine import ELF, IMAGE, LINK_BASE, LOAD_ADDRESS, ROOT, symbols


@pytest.fixture(scope="module", name="recording")
def record(tmp_path_factory):
    """A run of the demo."""
    return make_recording(tmp_path_factory.mktemp("recording"))


def source_line(place):
    file, line = place.rsplit(":", 1)
    return (ROOT / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]


# Where to stop, whose entry, which function made it, what stands in that line, and who called.
STORES = {
    "head.S, text": ("machine_off", "start_kernel", "map_pages", "str\tx4, [x3]", "build_kernel_map"),
    "head.S, a link": ("primary_switched", "FIXMAP_VADDR 2", "build_fixmap_chain",
                       "link_table level2_fixmap_pgt, #FIXMAP_PMD_INDEX", "primary_entry"),
    "head.S, the identity page": ("start_kernel", "0x40200000", "build_idmap",
                                  "str\tx1, [x0]", "primary_entry"),
    "__set_fixmap": ("paging_init", "0xffffffffff5fe000", "__set_fixmap", "set_ptes", "earlycon_init"),
    "early_ioremap": ("early_iounmap", "0xffffffffff200000", "__early_ioremap", "set_ptes", "map_pl061"),
    "paging_init": ("machine_off", "0xffff800040400000", "write_groups|map_range|map_in_new_tables|map_run", "set_pte", "paging_init"),
    "the end of the identity map": ("machine_off", "0x40200000", "arch_remove_identity_map", "PTE_NONE",
                                    "paging_init"),
}


@pytest.mark.parametrize("store", STORES)
def test_who_made_an_entry(recording, store):
    stop, va, function, line, caller = STORES[store]
    output = replay(recording, f"hbreak {stop}", "continue", f"bm who {va}", "backtrace",
                    f"bm walk {va.split()[0]}", "stepi", f"bm walk {va.split()[0]}")
    by = re.search(rf"^  by      ({function})\(\), (\S+)$", output, re.M)
    assert by, output
    assert line in source_line(by[2]), (by[0], source_line(by[2]))
    assert re.search(rf"^  #\d+ +{caller}\(\), ", output, re.M), output
    assert "corrupt stack" not in output
    # GDB stands before that store: the walk says what was before, and one instruction later …
    now, before = re.search(r"(level \d .*)\n  before  (0x\w+)", output).groups()
    assert f"= {before}" in output and f"= {before}" not in now
    assert output.count(now) == 2, output


def test_who_made_an_ioremap_and_who_took_boot_code_away(recording):
    output = replay(recording, "continue", "bm vmalloc")
    area = re.search(r"^(0x\w+) +\w+ ioremap 0x9000000 ", output, re.M)
    assert area, output
    output = replay(recording, "continue", f"bm who {area[1]}", "continue", "bm who primary_entry")
    ours, gone = output.split("  level 3")[1:]
    assert "before  0x0000000000000000" in ours and "page at 0x9000000  RW NX device" in ours
    assert re.search(r"^  #\d+ +\w+\(\), mm/ioremap.c", ours, re.M) and "of_serial_probe()" in ours, output
    assert re.search(r"before  0x0\w+  page at 0x40200000  RO X", gone)
    assert re.search(r"^  #\d+ +free_initmem\(\), mm/initmem.c", gone, re.M), output


def test_it_says_after_how_many_instructions(recording):
    output = replay(recording, "hbreak machine_off", "continue", "bm who start_kernel")
    told = int(re.search(r"after   ([\d,]+) instructions", output)[1].replace(",", ""))
    output = replay(recording, "hbreak map_pages", "continue",
                    "monitor info replay")
    reached = int(re.search(r"instruction count = (\d+)", output)[1])
    assert reached < told < reached + 1000


def test_backwards_by_hand(recording):
    output = replay(recording, "hbreak early_iounmap", "continue", "print prev_map[0] != 0",
                    "watch prev_map[0]", "reverse-continue", "reverse-stepi",
                    "print prev_map[0] != 0", "backtrace")
    assert "$1 = 1" in output and "$2 = 0" in output
    assert "in early_ioremap" in output or "early_ioremap (" in output


def test_what_nobody_wrote_and_what_nobody_could(recording):
    output = replay(recording, "hbreak machine_off", "continue", "bm who 0xffffffffff3ff000",
                    "monitor info replay", "bm who 0x1000000000000", "bm who 0 3")
    assert "no instruction of the kernel has changed it" in output
    assert "lies between the two halves" in output
    assert "the walk to 0x0 reads no entry of level 3" in output


def test_the_log_so_far(recording):
    output = replay(recording, "hbreak paging_init", "continue", "bm log", "echo ----\\n",
                    "hbreak machine_off", "continue", "bm log", "echo ----\\n")
    early, late = output.split("----\n")[:2]
    console = (recording / "console").read_text(encoding="utf-8")
    assert "pl061: line 0 driven high" in early and "free_initmem" not in early
    for line in console.splitlines():
        assert line in late, line


def test_make_record_and_make_replay():
    with debug("ARGS=loglevel=4 poweroff", "MEM=128M", target="record") as session:
        session.communicate("", timeout=60)
    assert session.returncode == 0
    with debug(target="replay") as session:
        output, _ = session.communicate("continue\nreverse-stepi\nquit\n", timeout=60)
    assert session.returncode == 0, output
    assert "machine_off (status=" in output and "end_of_boot" not in output.split("machine_off (")[0]
    assert "Broken pipe" not in output


def test_what_is_typed_is_recorded_and_who_finds_the_command():
    terminal = pexpect.spawn("make", ["-s", "-C", str(ROOT), "record", "MEM=128M"], timeout=60,
                             encoding="utf-8")
    terminal.expect("bootmap> ")
    for key in "ioremap 0x9030000 0x1000":  # as people type: QEMU's record forgets what is pasted
        terminal.send(key)
        terminal.expect(re.escape(key))
    terminal.send("\r")
    terminal.expect(r"monitor +(0x\w+) ")
    va = terminal.match.group(1)
    terminal.expect("bootmap> ")
    terminal.send("poweroff\r")
    terminal.expect(pexpect.EOF)
    with debug(target="replay") as session:
        output, _ = session.communicate(f"continue\nbm who {va}\nquit\n", timeout=60)
    assert re.search(r"^  #\d+ +ioremap_command\(\), monitor/mappings.c", output, re.M), output


def test_without_a_recording_there_is_a_sentence(tmp_path):
    done = subprocess.run([ROOT / "tools/record.sh", "--replay", tmp_path], check=False, cwd=ROOT,
                          capture_output=True, text=True, timeout=60)
    assert done.returncode and "there is no recording" in done.stderr
    with debug("ARGS=loglevel=4") as session:
        output, _ = session.communicate("bm who start_kernel\nquit\n", timeout=60)
    assert "this run cannot go backwards: 'make record' one, then 'make replay'" in output


def test_a_recording_can_be_moved_and_says_what_it_lacks(recording, tmp_path):
    moved = shutil.copytree(recording, tmp_path / "a recording")
    output = replay(moved, "continue", "bm who start_kernel")
    assert "by      map_pages(), boot/aarch64/tables.S" in output
    (moved / "kernel").rename(moved / "gone")
    assert f"the recording in {moved} has no 'kernel' any more" in replay(moved)
    (moved / "gone").rename(moved / "kernel")
    subprocess.run(["qemu-img", "snapshot", "-d", "start", moved / "snapshots"], check=True, timeout=60)
    assert "has no snapshot 'start', where a replay begins" in replay(moved)


def test_a_recording_that_was_interrupted_can_be_replayed(tmp_path):
    with subprocess.Popen([ROOT / "tools/record.sh", tmp_path, IMAGE, ELF, *QEMU[:-1], "loglevel=7"], cwd=ROOT,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          start_new_session=True) as session:
        while "free_initmem" not in session.stdout.readline():
            pass
        os.killpg(session.pid, signal.SIGINT)
        assert "what was recorded can be replayed" in session.stdout.read()
    assert session.returncode
    output = replay(tmp_path, "hbreak mem_init", "continue", "bm who start_kernel")
    assert "by      map_pages(), boot/aarch64/tables.S" in output


def test_a_breakpoint_by_name_holds_on_the_way_back_into_head(recording):
    output = replay(recording, "continue", "hbreak check_tables", "reverse-continue", "print $pc < 0x100000000")
    assert re.search(r"^Breakpoint .*check_tables", output, re.M) and "= 1\n" in output, output
