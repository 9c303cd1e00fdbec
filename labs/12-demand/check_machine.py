# SPDX-License-Identifier: MIT
"""Demand paging and copy on write on the machine: tables and pages as they are when the area is about to be freed."""
from watched import Watched, chance, physical

PAGE, PAGES = 4096, 8
TOUCHED = [0, 3, 7]


def area(machine):
    """The first address of the area: struct demand begins with a pointer to it, and that with its address."""
    place = machine.word(physical("demand"))
    return machine.word(machine.translate(place))


def mapped(machine):
    """{number of a page of the area: page}"""
    first = area(machine)
    return {(page.va - first) // PAGE: page for page in machine.pages() if first <= page.va < first + PAGES * PAGE}


def test_pages_come_by_faults():
    with Watched("break=demand") as machine:
        machine.run_to("touch_some")
        assert not mapped(machine), "pages are mapped before anybody touches them"
        machine.run_to("free_demand_area")
        found = mapped(machine)
        assert sorted(found) == TOUCHED, f"mapped are the pages {sorted(found)}, touched were {TOUCHED}"
        assert len({page.pa for page in found.values()}) == len(found), "two addresses got the same page"
        for number, page in found.items():
            assert page.writable and not page.executable, f"page {number} has the wrong rights"
            assert not any(machine.memory(page.pa, PAGE)), f"page {number} holds something: it must be zeros"


def test_a_copy_is_made_of_what_is_there():
    """Something is written to the shared page, from outside, at the moment of the fault."""
    offset, word = 8 * chance.randrange(1, PAGE // 8), chance.getrandbits(64)
    with Watched("break=cow") as machine:
        machine.run_to("copy_on_write")
        shared = mapped(machine)[0].pa
        machine.poke(shared + offset, word, 8)
        machine.run_to("free_demand_area")
        found = mapped(machine)
        assert sorted(found) == [0, 1], f"mapped are the pages {sorted(found)}, not 0 and 1"
        assert found[0].pa == shared and not found[0].writable, "page 0 no longer shows the shared page, read-only"
        assert found[1].pa != shared and found[1].writable, "page 1 has no page of its own that it can write"
        assert machine.word(found[1].pa + offset) == word, \
            f"the shared page held {word:#x} at offset {offset:#x}; its copy holds {machine.word(found[1].pa + offset):#x}"
        assert machine.word(found[1].pa, 4) == 2 and machine.word(shared, 4) == 1, \
            "the store went to the shared page, or was lost"
