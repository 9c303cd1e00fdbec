# SPDX-License-Identifier: MIT
"""The linear map on the machine, read from outside when the kernel has booted."""
import pytest
from machine import LINK_BASE, LOAD_ADDRESS, RAM_BASE, symbols
from watched import Watched, chance

PAGE_OFFSET, VMALLOC_START = 0xFFFF800000000000, 0xFFFFC00000000000
PAGE, BLOCK, LARGE = 4096, 2 << 20, 1 << 30
PIECE = 128 << 20


@pytest.fixture(scope="module", name="linear")
def pages_of_the_linear_map():
    """(size of RAM, its pages): more than 2 GiB, so that a block of 1 GiB fits, and not whole ones."""
    size = 2 * LARGE + PIECE * chance.randrange(1, 8)
    with Watched("poweroff", mem=f"{size >> 20}M") as machine:
        machine.run_to("machine_off")
        return size, [page for page in machine.pages() if PAGE_OFFSET <= page.va < VMALLOC_START]


def test_all_ram_is_mapped_once(linear):
    size, pages = linear
    assert pages, "nothing is mapped in the linear map"
    for page in pages:
        assert page.va == PAGE_OFFSET + page.pa, f"{page.va:#x} leads to {page.pa:#x}"
    assert sum(page.size for page in pages) == size, \
        f"{sum(page.size for page in pages) >> 10} KiB are mapped; the machine has {size >> 10} KiB"
    assert pages[0].pa == RAM_BASE


def test_the_largest_blocks_are_used(linear):
    _, pages = linear
    assert {page.size for page in pages} == {PAGE, BLOCK, LARGE}, \
        f"pages and blocks have these sizes: {sorted({page.size for page in pages})}"
    far = [page for page in pages if page.size == PAGE and page.pa & -BLOCK != LOAD_ADDRESS]
    assert not far, f"{far[0].pa:#x} is mapped by a page; only the image's first 2 MiB need pages"


def test_the_image_is_read_only(linear):
    _, pages = linear
    names = symbols()
    expected = range(names["_einittext"] - LINK_BASE + LOAD_ADDRESS, names["_data"] - LINK_BASE + LOAD_ADDRESS, PAGE)
    constant = {page.pa for page in pages if not page.writable}
    assert constant == set(expected), "read-only are {} pages, the image has {}".format(len(constant), len(expected))
