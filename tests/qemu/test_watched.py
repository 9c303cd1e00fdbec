# SPDX-License-Identifier: MIT
"""The machine of the labs' checks: it stops where it is told to, and says why it does not."""
import pytest
import watched
from machine import symbols
from target import ARCH
from watched import Watched, physical


def test_it_stops_before_and_after_the_mmu_goes_on():
    with Watched("demo") as machine:
        assert machine.run_to("check_tables") == "check_tables"
        assert machine.program_counter() == physical("check_tables")
        if ARCH == "aarch64":
            assert machine.translate(symbols()["start_kernel"]) is None
        machine.run_to("free_initmem", "start_kernel")
        assert machine.program_counter() == symbols()["start_kernel"]
        assert machine.translate(symbols()["start_kernel"]) == physical("start_kernel")
        assert any(page.va == symbols()["_head"] and page.pa == physical("_head") and page.executable
                   for page in machine.pages())
        machine.run_to("machine_off")
        assert machine.argument() == 0
        place = physical("boot_failure")
        machine.poke(place, 0x12345678)
        assert machine.word(place, 4) == 0x12345678
        machine.run_to_end()


def test_the_same_place_again_is_the_next_call():
    with Watched("poweroff") as machine:
        machine.run_to("machine_off")
        with pytest.raises(AssertionError, match="the machine ended before machine_off is called"):
            machine.run_to("machine_off")


def test_a_kernel_that_rests_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(watched, "STILL_SECONDS", 1)
    with Watched("break=handler") as machine:
        with pytest.raises(AssertionError) as told:
            machine.run_to("machine_off")
    assert "the CPU stays at boot_stop" in str(told.value) and "console: " in str(told.value)


def test_it_hands_no_files_to_the_kernel():
    assert not any("semihosting" in word or "debug-exit" in word for word in Watched().command)
