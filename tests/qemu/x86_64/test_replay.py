# SPDX-License-Identifier: MIT
"""`make record`, `make replay`, and `bm who`: from an entry back to the store that made it."""
import re
import subprocess

import pytest
from debugger import QEMU, make_recording, replay
from machine import ROOT


@pytest.fixture(scope="module", name="recording")
def record(tmp_path_factory):
    """A run of the demo."""
    return make_recording(tmp_path_factory.mktemp("recording"))


# Where to stop, whose entry, which function made it, what stands in that line, and who called.
STORES = {
    "head.S": ("primary_switched", "start_kernel", "map_pages", "mov\t%edx, (%esi)", "build_kernel_map"),
    "early_ioremap": ("early_iounmap", "BTMAP_VADDR", "__early_ioremap", "set_ptes", "machine_read_firmware"),
    "__set_fixmap": ("mem_init", "FIXADDR_TOP - FIX_PTE * PAGE_SIZE", "__set_fixmap|clear_fixmap", "", "paging_init"),
    "paging_init": ("mem_init", "0xffff800000400000", "write_run|write_groups|map_run", "set_pte", "paging_init"),
    "the end of the identity map": ("mem_init", "elf_entry", "arch_remove_identity_map", "PTE_NONE", "paging_init"),
}


@pytest.mark.parametrize("store", STORES)
def test_who_made_an_entry(recording, store):
    stop, va, function, line, caller = STORES[store]
    quoted = va if va.startswith("0x") or " - " not in va else f'"{va}"'
    output = replay(recording, f"hbreak {stop}", "continue", f"bm who {quoted}")
    by = re.search(rf"^  by      ({function})\(\), (\S+):(\d+)$", output, re.M)
    assert by, output
    assert line in (ROOT / by[2]).read_text(encoding="utf-8").splitlines()[int(by[3]) - 1], by[0]
    assert re.search(rf"^  #\d+ +{caller}\(\), ", output, re.M), output


def test_who_made_an_ioremap(recording):
    output = replay(recording, "continue", "bm vmalloc")
    area = re.search(r"^(0x\w+) +\w+ ioremap 0x", output, re.M)
    if not area:
        pytest.skip("nothing has been mapped by ioremap()")
    output = replay(recording, "continue", f"bm who {area[1]}")
    assert re.search(r"^  #\d+ +\w+\(\), mm/ioremap.c", output, re.M), output


def test_the_end_can_be_reached_and_left_again(recording):
    """QEMU notes the power-off too early; tools/power_off_last.py puts it where it belongs."""
    output = replay(recording, "continue", "print status", "monitor info replay", "reverse-stepi",
                    "monitor info replay", "bm log")
    assert "machine_off (status" in output and "$1 = 0" in output
    end, before = map(int, re.findall(r"instruction count = (\d+)", output))
    assert before == end - 1 and "free_initmem" in output


def test_two_replays_are_one_run(recording):
    first, second = (replay(recording, "continue", "monitor info replay", "info registers rsp rax rcx")
                     for _ in range(2))
    assert re.findall(r"count = \d+|^r\w\w +0x.*$", first, re.M) == \
        re.findall(r"count = \d+|^r\w\w +0x.*$", second, re.M)


def record_alone(folder):
    """QEMU that records, with nothing else that would wake it."""
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", folder / "snapshots", "1M"], check=True, timeout=60)
    command = [word.replace("mon:stdio", "stdio").replace("demo", "poweroff") for word in QEMU]
    return subprocess.Popen([*command, "-global", "apic-common.vapic=off",
                             "-icount", f"shift=0,rr=record,rrfile={folder}/events,rrsnapshot=start",
                             "-drive", f"file={folder}/snapshots,format=qcow2,if=none,id=rr"],
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_the_power_goes_off_before_the_kernel_gives_up(tmp_path):
    """QEMU's main loop switches off. Several machines at once make it late."""
    folders = [tmp_path / str(number) for number in range(6)]
    for folder in folders:
        folder.mkdir()
    machines = [record_alone(folder) for folder in folders]
    try:
        consoles = [machine.communicate(timeout=120)[0] for machine in machines]
    finally:
        for machine in machines:
            machine.kill()
    for console in consoles:
        assert "free_initmem" in console and "switch" not in console, console
