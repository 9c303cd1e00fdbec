# SPDX-License-Identifier: MIT
"""The steps of boot, and why each of them touches page tables: one sentence each, which the tour and
the explorer both show. A step is what start_kernel() or primary_entry calls."""
from importlib import import_module

from . import arch

SWITCH = "The tables are complete: from the next instruction on, every address is translated by them."
WHY = {
    "build_idmap": "The instruction after the one that turns the MMU on is fetched through the tables, so the "
                   "page that holds head.S is mapped at its own physical address: the identity page.",
    "build_kernel_map": "The image is linked at the top of the address space and lies elsewhere in RAM: these "
                        "entries lead from the link addresses to the image, page by page.",
    "build_fixmap_chain": "The fixmap needs two links. After that, one store of one entry is "
                          "enough to reach any physical page, without an allocator.",
    "enable_mmu": SWITCH,
    "enable_paging": SWITCH,
    "early_ioremap_init": "The eight slots of early_ioremap() share one table, bm_pte: one link to it makes all "
                          "of them usable.",
    "early_users": "Some devices are needed before there is an allocator: their registers are mapped in an "
                   "early slot for a short time.",
    "paging_init": "All RAM is mapped at PAGE_OFFSET, with the largest blocks that fit; a new table is written "
                   "through a slot of the fixmap until a link leads to it.",
    "mem_init": "What memblock did not reserve goes to the page allocator.",
    "request_standard_resources": "The owners of physical addresses are recorded, so that no driver uses what "
                                  "belongs to another one.",
    "bind_drivers": "Drivers keep their devices' registers mapped: ioremap() finds addresses in the vmalloc area "
                    "and fills entries for them.",
    "run_jobs": "The jobs of the command line run, and early slots are opened once more for them.",
    "end_of_boot": "Boot is over: the code that only boot needed is unmapped and its pages are given back, and in "
                   "the linear map they become writable.",
    "run_monitor": "The prompt executes what the user types.",
}


def why(name):
    """The sentence of a step; "" if it has none."""
    return {**WHY, **import_module(f".{arch.name}.phases", __package__).WHY}.get(name, "")


def phase(chain):
    """The step of boot that a call chain is in."""
    names = [place[0] for place in chain]
    for caller in ("start_kernel", "primary_entry"):
        if caller in names[1:]:
            return names[names.index(caller) - 1]
    return names[0]
