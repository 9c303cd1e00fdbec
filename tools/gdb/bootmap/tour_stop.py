# SPDX-License-Identifier: MIT
"""One stop of `bm tour`. Each architecture lists its own."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Stop:
    """One stop.

    where     function at whose first instruction the tour stops
    text      what will happen
    walk      an address to look up before and after, as one would type it after `bm walk`
    until     where "after" is: a function, or None for the return to the caller
    show      commands whose output belongs to "after"
    optional  left out if this boot does not call the function
    """
    where: str
    text: str
    walk: str | None = None
    until: str | None = None
    show: tuple[str, ...] = ()
    optional: bool = False


# Stops that all architectures have.
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
    The end of boot: these mappings stay. The machine would switch off next. Until then any command
    works.
    """, until="machine_off", show=("tables", "fixmap"))
