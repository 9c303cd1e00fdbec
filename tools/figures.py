#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The figures of the book. Addresses and indices come from the kernel's own constants, as its compiler
computes them, and the time line from the accepted figures of `make bench`.

usage: figures.py      writes docs/book/figures/*.svg
"""
from math import log10

from book import ROOT, constants, measured
from svg import CHARACTER, Svg

FOLDER = ROOT / "docs/book/figures"
BLUE, GREEN, SAND, GREY = "#dbe9f6", "#dff2e1", "#f8ecd4", "#eceff3"
LEVELS = [("LEVEL_TOP", "init_top_pgt", "TOP_SHIFT"), ("LEVEL_PUD", "level3_kernel_pgt", "PUD_SHIFT"),
          ("LEVEL_PMD", "level2_fixmap_pgt", "PMD_SHIFT"), ("LEVEL_PTE", "level1_fixmap_pgt", "PAGE_SHIFT")]


def human_size(size):
    units = ["B", "KiB", "MiB", "GiB", "TiB"]
    while size >= 1024 and len(units) > 1:
        size, units = size / 1024, units[1:]
    return f"{size:.3g} {units[0]}"


def walk(known):
    """How one address is translated."""
    address = known["__fix_to_virt(FIX_EARLYCON_MEM_BASE)"]
    svg = Svg("A virtual address is cut into four indices and an offset")
    svg.text(20, 30, f"virtual address {address:#x}, the slot FIX_EARLYCON_MEM_BASE", "head")
    for column, (level, table, shift) in enumerate(LEVELS):
        x, low = 20 + 168 * column, known[shift]
        index = address >> low & (known["PTRS_PER_TABLE"] - 1)
        svg.box(x, 48, 156, 44, fill=BLUE)
        svg.text(x + 78, 66, f"bits {low + known['TABLE_SHIFT'] - 1} to {low}", "faint", "middle")
        svg.text(x + 78, 84, f"index {index}", "head", "middle")
        svg.line(x + 78, 92, x + 78, 150)
        svg.text(x + 84, 124, level, "faint")
        draw_table(svg, x, table, index)
        if column + 1 < len(LEVELS):
            svg.arrow(x + 146, 206, x + 168)
    svg.box(692, 48, 148, 44, fill=SAND)
    svg.text(766, 66, f"bits {known['PAGE_SHIFT'] - 1} to 0", "faint", "middle")
    svg.text(766, 84, "page offset", "head", "middle")
    svg.arrow(670, 206, 692)
    svg.box(692, 150, 148, 112, fill=SAND)
    svg.text(766, 202, "the page:", "", "middle")
    svg.text(766, 220, "UART registers", "head", "middle")
    return svg.whole(860)


def draw_table(svg, x, name, index):
    svg.box(x + 10, 150, 136, 112)
    svg.text(x + 78, 168, name, "faint", "middle")
    svg.box(x + 10, 194, 136, 24, fill=GREEN)
    svg.text(x + 78, 210, f"[{index}]", "head", "middle")


def fixmap(known):
    """Index against address."""
    svg = Svg("Fixmap: the index grows downwards, the address upwards")
    svg.text(20, 30, "index", "head")
    svg.text(110, 30, "virtual address", "head")
    svg.text(320, 30, "slot", "head")
    y = 44
    for name in ("FIX_HOLE", "FIX_EARLYCON_MEM_BASE", "FIX_APIC_BASE", "FIX_PUD", "FIX_LAB", None,
                 "FIX_BTMAP_END", "FIX_BTMAP_BEGIN", None, "FIX_FDT_END", "FIX_FDT"):
        if not name:
            svg.text(110, y + 15, "…", "faint")
            y += 22
            continue
        svg.box(20, y, 720, 22, fill=GREY if name == "FIX_HOLE" else GREEN if "BTMAP" in name else
                SAND if "FDT" in name else BLUE)
        svg.text(30, y + 15, f"{known[name]:5}")
        svg.text(110, y + 15, f"{known[f'__fix_to_virt({name})']:#x}")
        svg.text(320, y + 15, name)
        y += 22
    return svg.whole(760)


def slots(known):
    """bm_pte, cut into slots."""
    count, pages = known["FIX_BTMAPS_SLOTS"], known["NR_FIX_BTMAPS"]
    svg = Svg("bm_pte, one table, is cut into the slots of early_ioremap")
    svg.text(20, 30, f"bm_pte: {count * pages} entries, {count} slots of {pages} pages", "head")
    for slot in range(count):
        x = 20 + 103 * slot
        svg.box(x, 44, 100, 56, fill=GREEN if slot % 2 else BLUE)
        svg.text(x + 50, 64, f"slot {slot}", "head", "middle")
        svg.text(x + 50, 84, f"[{slot * pages}…{(slot + 1) * pages - 1}]", "faint", "middle")
    for slot in range(0, count, 2):
        address = known["BTMAP_VADDR"] + slot * pages * known["PAGE_SIZE"]
        svg.line(20 + 103 * slot, 100, 20 + 103 * slot, 122)
        svg.text(20 + 103 * slot, 136, f"{address:#x}")
    svg.text(20, 160, f"A slot maps up to {human_size(pages * known['PAGE_SIZE'])}.", "faint")
    return svg.whole(860)


def address_map(known):
    """The kernel's half of the address space."""
    areas = [("PAGE_OFFSET", "linear map: all RAM", BLUE), ("VMALLOC_START", "vmalloc area: ioremap(), vmalloc()", GREEN),
             ("KIMAGE_VADDR", "kernel image", SAND), ("FIX_FDT_VADDR", "FIX_FDT: device tree", GREY),
             ("BTMAP_VADDR", "FIX_BTMAPs: early_ioremap()", GREEN), ("FIXMAP_VADDR", "permanent fixmaps", BLUE)]
    svg = Svg("The address map of the kernel, from low addresses to high ones")
    svg.text(20, 30, "start", "head")
    svg.text(200, 30, "size up to the next", "head")
    svg.text(380, 30, "contents", "head")
    y = 44
    for (name, words, colour), after in zip(areas, [*areas[1:], None]):
        end = known[after[0]] if after else known["FIXADDR_TOP"] + known["PAGE_SIZE"]
        svg.box(20, y, 660, 30, fill=colour)
        svg.text(30, y + 19, f"{known[name]:#x}")
        svg.text(210, y + 19, human_size(end - known[name]), "faint")
        svg.text(380, y + 19, words)
        y += 32
    svg.text(20, y + 16, "Below, the lower half of the address space is empty: a wrong pointer faults.", "faint")
    return svg.whole(700)


def boot(known):
    """The time line of boot, ours and Linux's, on a logarithmic scale."""
    stages = [("boot_early_ioremap", "early_ioremap possible"), ("boot_first_character", "first line on the console"),
              ("boot_ioremap", "ioremap possible"), ("boot_drivers", "all drivers probed")]
    svg = Svg("Instructions from reset to the stages of boot")
    svg.text(20, 30, "instructions from reset; each step to the right is ten times as many", "head")
    for power in range(4, 9):
        x = place(10 ** power)
        svg.line(x, 46, x, 62 + 48 * len(stages))
        svg.text(x, 78 + 48 * len(stages), f"{10 ** power:,}", "faint", "middle")
    for row, (name, words) in enumerate(stages):
        y = 52 + 48 * row
        svg.text(20, y + 22, words)
        for shift, source, colour in ((0, "bench", BLUE), (18, "linux", SAND)):
            value = known[f"{source} {name}"]
            label = f"{'bootmap' if source == 'bench' else 'Linux'} {value:,}"
            svg.box(place(1_000), y + shift, place(value) - place(1_000), 16, fill=colour)
            inside = place(value) - place(1_000) > CHARACTER * len(label) + 8
            svg.text(place(1_000) + 6 if inside else place(value) + 6, y + shift + 12, label)
    return svg.whole(800)


def place(instructions):
    """Where a number lies across: 1,000 at the left, 100 million at the right."""
    return 220 + 100 * (log10(instructions) - 3)


def figures():
    """{file: the SVG}"""
    names = ["FIX_HOLE", "FIX_EARLYCON_MEM_BASE", "FIX_APIC_BASE", "FIX_PUD", "FIX_LAB", "FIX_BTMAP_END",
             "FIX_BTMAP_BEGIN", "FIX_FDT_END", "FIX_FDT"]
    known = measured() | constants(
        [*names, *[f"__fix_to_virt({name})" for name in names], "TOP_SHIFT", "PUD_SHIFT", "PMD_SHIFT", "PAGE_SHIFT",
         "TABLE_SHIFT", "PTRS_PER_TABLE", "PAGE_SIZE", "FIX_BTMAPS_SLOTS", "NR_FIX_BTMAPS", "BTMAP_VADDR",
         "PAGE_OFFSET", "VMALLOC_START", "KIMAGE_VADDR", "FIX_FDT_VADDR", "FIXMAP_VADDR", "FIXADDR_TOP"])
    return {"walk.svg": walk(known), "fixmap.svg": fixmap(known), "slots.svg": slots(known),
            "address-map.svg": address_map(known), "boot.svg": boot(known)}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file, text in figures().items():
        (FOLDER / file).write_text(text, encoding="utf-8")
