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
