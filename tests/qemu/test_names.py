# SPDX-License-Identifier: MIT
"""What a name means in GDB: before and after the MMU is on, and after `bm walk`; on every architecture."""
import re

import pytest
from debugger import Debugged
from machine import LINK_BASE, LOAD_ADDRESS, symbols

HIGH = symbols()["boot_failure"]
LOW = HIGH - LINK_BASE + LOAD_ADDRESS


def test_print_and_examine_take_names_on_both_sides_of_the_switch():
    asked = ["print &boot_failure", "print boot_failure.code", "x/1xg &boot_failure"]
    with Debugged() as machine:
        output = machine.at(None, *asked, "hbreak check_machine", "continue", *asked, "hbreak mem_init", "continue",
                            *asked, "print boot_stage")
    assert re.findall(r"\((?:struct )?boot_failure \*\) (0x[0-9a-f]+)", output) == [f"{LOW:#x}"] * 2 + [f"{HIGH:#x}"], output
    assert re.findall(r"^(0x[0-9a-f]+) <boot_failure>:\t0x", output, re.M) == [f"{LOW:#x}"] * 2 + [f"{HIGH:#x}"], output
    assert output.count("= 0\n") == 3 and "= BOOT_" in output, output


def test_a_watchpoint_by_name_sees_stores_on_both_sides_of_the_switch():
    with Debugged() as machine:
        early = machine.at("check_machine", "watch init_top_pgt[511]", "continue", "backtrace 1")
    with Debugged() as machine:
        late = machine.at("early_ioremap_init", "watch prev_map[0]", "continue", "backtrace 3")
    assert "New value" in early and re.search(r"tables\.S:\d+", early), early
    assert "New value = (void *) 0xffffffffff200" in late.replace("*)0x", "*) 0x"), late
    assert "early_ioremap" in late.split("New value")[1], late


# What is typed after `bm walk`, and the symbol at which it is; None: its value is walked.
EXPRESSIONS = {"start_kernel": "start_kernel", "init_top_pgt": "init_top_pgt", "_head": "_head",
               "boot_failure": "boot_failure", "&boot_stage": "boot_stage", "boot_info.firmware": None, "console": None,
               "$sp": None, "firmware": None}


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_bm_walk_has_one_rule_for_what_a_name_means(expression):
    """Functions, tables and structures are places; variables and registers have a value."""
    with Debugged() as machine:
        output = machine.at("start_kernel", "next", f"print/x (unsigned long)({expression})", f"bm walk {expression}")
    value = re.search(r"^\$1 = (0x[0-9a-f]+)$", output, re.M)
    place = EXPRESSIONS[expression]
    expected = symbols()[place] if place else int(value[1], 16)
    assert re.search(rf"^{expected:#018x}: ", output, re.M), output


def test_a_local_variable_is_that_of_the_selected_frame():
    """The same name, asked for in two frames."""
    with Debugged() as machine:
        output = machine.at("__set_fixmap", "print/x phys", "bm walk phys", "up", "bm walk 0",
                            "hbreak pgtable_walk", "continue", "print/x va", "bm walk va", tolerate=["No symbol"])
    values = re.findall(r"^\$\d = (0x[0-9a-f]+)$", output, re.M)
    assert values, output
    for value in values:
        assert f"{int(value, 16):#018x}: " in output, output
