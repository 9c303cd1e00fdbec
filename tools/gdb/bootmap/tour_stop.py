# SPDX-License-Identifier: MIT
"""One stop of `bm tour`. Each architecture lists its own."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Stop:
    """One station of the way.

    where     function at whose first instruction the tour stops
    text      what is about to happen
    walk      an address to look up before and after, as one would type it after `bm walk`
    until     where "after" is: a function, or None for the return to the caller
    show      commands whose output belongs to "after"
    optional  passed over in silence where this boot does not come along
    """
    where: str
    text: str
    walk: str | None = None
    until: str | None = None
    show: tuple[str, ...] = ()
    optional: bool = False


# What is the same on every architecture.
EARLY_IOREMAP_INIT = Stop("early_ioremap_init", """
    The table has 512 entries because 8 times 64 pages are exactly that. The link is
    level2_fixmap_pgt[505].
    """, walk="BTMAP_VADDR", show=("slots",))
MEM_INIT = Stop("mem_init", """
    From here on memory for tables comes from it, and they are written through the linear map.
    """, show=("fixmap",))
FREE_INITMEM = Stop("free_initmem", """
    The tables of the identity map are among these pages.
    """, walk="primary_entry")
MACHINE_OFF = Stop("machine_off", """
    The end: this is the address space in which the kernel goes on living. The machine would go off
    next; any command works until then.
    """, until="machine_off", show=("tables", "fixmap"))
