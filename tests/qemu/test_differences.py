# SPDX-License-Identifier: MIT
"""`bm diff` and `bm watch`: what changes in the tables, on every architecture."""
import re

import pytest
from debugger import Debugged, make_recording, replay


@pytest.fixture(scope="module", name="recording")
def record(tmp_path_factory):
    """A run of the demo."""
    return make_recording(tmp_path_factory.mktemp("recording"))


def differences(output):
    return [line for line in output.splitlines() if re.match(r"  [-+~] \w", line)]


def test_between_two_stages_of_a_replay(recording):
    output = replay(recording, "bm seek mem_init", "bm diff start_kernel mem_init", "bm seek",
                    "echo ====\\n", "bm diff mem_init start_kernel", "echo ====\\n", "bm diff mem_init mem_init",
                    "echo ====\\n", "bm seek start_kernel", "bm diff save", "bm seek mem_init", "bm diff")
    forth, back, none, saved = output.split("====\n")
    assert len(differences(forth)) > 6 and len(differences(back)) > 6
    assert [line[:3] for line in differences(forth) if "init_top_pgt[256]" in line] == ["  +"]
    assert [line[:3] for line in differences(back) if "init_top_pgt[256]" in line] == ["  -"]
    assert "no entry has changed" in none and differences(saved) == differences(forth)
    at = re.findall(r"^instruction ([\d,]+): mem_init\(\)", forth, re.M)
    assert len(at) == 2 and at[0] == at[1], "the machine is where it was"


def test_a_saved_state_of_a_live_machine():
    with Debugged() as machine:
        output = machine.at("early_iounmap", "bm diff", "bm diff save", "bm diff", "bm walk BTMAP_VADDR", "finish",
                            "bm diff", "bm walk BTMAP_VADDR", "bm diff one two", "bm diff 1 2 3", tolerate=["usage:"])
    assert "nothing is saved yet" in output and "no entry has changed" in output
    assert len(differences(output)) == 1 and differences(output)[0].startswith("  - bm_pte[0] "), output
    entries = re.findall(r"^  level 3  bm_pte .* = (0x\w+) ", output, re.M)
    assert int(entries[0], 16) and not int(entries[1], 16), "so says the walk"
    assert "this run cannot go backwards" in output and "usage: bm diff" in output


def test_the_machine_stops_where_the_entry_changes():
    with Debugged() as machine:
        output = machine.at("start_kernel", "bm watch BTMAP_VADDR", "continue", "bm watch off", "bm watch BTMAP_VADDR",
                            "continue", "backtrace", "continue", "backtrace", "bm watch off", "hbreak machine_off",
                            "continue", "bm watch", tolerate=["usage:"])
    told = re.findall(r"^bm watch: the entry of (0x\w+) was (0x\w+)\n.* = (0x\w+) ", output, re.M)
    assert len(told) == 3 and {va for va, _, _ in told} == {"0xffffffffff200000"}, output
    assert [bool(int(value, 16)) for _, _, value in told[1:]] == [True, False]
    assert told[1][2] == told[2][1], "nothing was missed between the two"
    assert re.search(r"^#\d+ .*early_ioremap_init|^#\d+ .*early_(io|mem)remap", output, re.M)
    assert re.search(r"^#\d+ .*early_iounmap", output, re.M) and "machine_off (status" in output
    assert "usage: bm watch" in output
