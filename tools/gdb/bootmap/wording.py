# SPDX-License-Identifier: MIT
"""Words that several commands use."""


def human_size(size):
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 1024 or size % 1024:
            return f"{size} {unit}"
        size //= 1024
    return f"{size} TiB"


def short_size(size):
    """As the kernel's format_size() writes it: "64K"."""
    size = -(-size // 1024)
    for unit in "KMG":
        if size % 1024:
            return f"{size}{unit}"
        size //= 1024
    return f"{size}T"


def region_words(region):
    """What one root translates."""
    if not region.enabled:
        return f"{region.name}: no walks"
    return f"{region.name} = {region.root:#x}: {region.size_bits}-bit addresses, " \
           f"{human_size(1 << region.granule)} pages, from level {region.first_level}{region.note}"
