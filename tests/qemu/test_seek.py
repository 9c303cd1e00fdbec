# SPDX-License-Identifier: MIT
"""`bm seek` and `bm back` in a replay, and recordings as files: on every architecture."""
import re
import shutil

import pytest
from debugger import debug, make_recording, replay
from machine import symbols


@pytest.fixture(scope="module", name="recording")
def record(tmp_path_factory):
    """A run of the demo."""
    return make_recording(tmp_path_factory.mktemp("recording"))


def counts(output):
    """What QEMU itself says about where it is."""
    return [int(count) for count in re.findall(r"^Replaying .* instruction count = (\d+)", output, re.M)]


def moments(output):
    """What bm seek and bm back say about it."""
    return [int(count.replace(",", "")) for count in re.findall(r"^(?:\(gdb\) )?instruction ([\d,]+): ", output, re.M)]


def test_to_a_number_a_distance_and_a_stage(recording):
    asked = ["start_kernel", "+5", "-1", "-1,000", "mem_init", "+30000", "-40000", "early_iounmap", "paging", "0"]
    output = replay(recording, *(step for where in asked for step in (f"bm seek {where}", "monitor info replay")))
    at, said = counts(output), moments(output)
    assert at == said and len(at) == len(asked), output
    assert at[1] == at[0] + 5 and at[2] == at[0] + 4 and at[3] == at[0] - 996, at
    assert at[5] == at[4] + 30000 and at[6] == at[5] - 40000 and at[9] == 0, at
    assert re.search(r"^instruction [\d,]+: early_iounmap\(\), mm/early_ioremap.c:\d+$", output, re.M)


def test_each_way_there_is_the_same_moment(recording):
    """By QEMU's own reverse-stepi, by stepi, and by a snapshot."""
    registers = "info registers pc sp"
    output = replay(recording, "bm seek paging_init", "bm seek +1000", registers, "stepi", "reverse-stepi",
                    "monitor info replay", registers, "bm seek 0", "bm seek paging_init", "bm seek +999", "stepi",
                    "monitor info replay", registers)
    assert len(set(counts(output))) == 1, output
    seen = re.findall(r"^(?:pc|rip|rsp|sp) +(0x\w+)", output, re.M)
    assert len(seen) in (3, 6) and len(set(seen)) == len(seen) // 3, output


def test_tables_are_those_of_the_moment(recording):
    output = replay(recording, "bm seek start_kernel", "bm walk PAGE_OFFSET + 0x400000", "bm seek machine_off",
                    "bm walk primary_entry", "bm seek start_kernel", "bm walk primary_entry", "print &boot_failure",
                    "bm seek primary_entry", "print &boot_failure")
    walks = re.findall(r"^  (not mapped|physical 0x\w+): ", output, re.M)
    assert walks[:2] == ["not mapped", "not mapped"] and walks[2].startswith("physical"), output
    low, high = sorted(int(place, 16) for place in re.findall(r"\((?:struct )?boot_failure \*\) (0x\w+)", output))
    assert high == symbols()["boot_failure"] and low < 1 << 32, "names mean what runs at that moment"


def test_back_returns_and_who_is_a_jump_too(recording):
    output = replay(recording, "bm seek mem_init", "bm seek +10", "bm who start_kernel", "bm back", "bm back", "bm back",
                    "bm back", "monitor info replay")
    said = moments(output)
    assert said == [said[0], said[0] + 10, said[0] + 10, said[0], 0], output
    assert "no jump to come back from" in output and counts(output) == [0]


def test_where_no_way_leads(recording):
    output = replay(recording, "bm seek 99999999", "bm seek nonsense", "bm seek -99999999", "bm seek")
    assert re.search(r"^the recorded run ends here, after [\d,]+ instructions", output, re.M), output
    assert "there is no function nonsense" in output and moments(output)[0] == 0
    listed = re.findall(r"^ +([\d,]+)  (\w+)$", output, re.M)
    assert {name for _, name in listed} >= {"start", "primary_entry", "start_kernel", "machine_off"}


def test_a_recording_is_one_file(recording, tmp_path):
    file = shutil.copy(f"{recording}.tar.gz", tmp_path / "a recording.tar.gz")
    with debug(f"RECORDING={file}", target="replay") as session:
        output, _ = session.communicate("bm seek mem_init\nbm who start_kernel\nquit\n", timeout=90)
    assert moments(output) and "  by      map_pages(), boot/" in output, output
    (tmp_path / "nothing.tar.gz").write_text("no archive")
    with debug(f"RECORDING={tmp_path}/nothing.tar.gz", target="replay") as session:
        output, _ = session.communicate("", timeout=90)
    assert "is not a recording" in output and session.returncode


def test_back_at_a_breakpoint_before_the_mmu_is_on_gdb_complains_of_nothing(recording):
    """Names mean another copy of the image there, and GDB places its breakpoints anew."""
    steps = ["hbreak check_tables", "hbreak mem_init", "continue", "continue", "print &boot_failure", "reverse-continue",
             "print &boot_failure", "backtrace 1", "continue", "reverse-stepi", "bm seek start_kernel", "reverse-continue",
             "print &boot_failure"]
    with debug(f"RECORDING={recording}.tar.gz", target="replay") as session:
        output, _ = session.communicate("\n".join([*steps, "quit\n"]), timeout=90)
    assert len(re.findall(r"^Breakpoint .*check_tables", output, re.M)) == 3, output
    places = [int(place, 16) for place in re.findall(r"\((?:struct )?boot_failure \*\) (0x\w+)", output)]
    assert [place < 1 << 32 for place in places] == [False, True, True], output
    assert "location number" not in output and "warning" not in output, output
