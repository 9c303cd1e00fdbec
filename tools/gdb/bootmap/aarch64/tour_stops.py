# SPDX-License-Identifier: MIT
"""The stops of `bm tour`, in boot order. Only data: tour.py plays it."""
from ..tour_stop import EARLY_IOREMAP_INIT, FREE_INITMEM, MACHINE_OFF, MEM_INIT, Stop

CONSOLE = "0xffffffffff5fe000"

STOPS = (
    Stop("primary_entry", """
        The loader has branched to the first instruction of the image. The MMU is off: every address is
        a physical one, and the image, linked at the top of the address space, runs at the bottom of RAM.
        Whatever exception level we came in at, the next call leaves at EL1. x0 points to the device tree.
        """, walk="start_kernel", until="set_boot_vectors"),
    Stop("clear_tables", """
        Ten pages at the end of the image will be the first tables. They are zeroed, for an entry of zero
        is invalid; and lines of them that a cache may still hold are dropped first, since our stores
        go around the caches while the MMU is off.
        """),
    Stop("build_idmap", """
        One page takes four tables, one for each level. What they map is dropped once RAM is mapped.
        """, walk="elf_entry"),
    Stop("build_kernel_map", """
        Now the image at its link address: three links, then one entry for each page. Text is
        executable and read-only, data is writable and never executable, and the pages below the
        stacks stay out: a stack that overflows will fault.
        """, walk="start_kernel"),
    Stop("build_fixmap_chain", """
        The links are level3_kernel_pgt[511] to level2_fixmap_pgt, and its entry [506] to
        level1_fixmap_pgt. Nothing is mapped there yet.
        """, walk=CONSOLE),
    Stop("publish_tables", """
        The table walker will read through the caches. A line of the tables that was fetched
        speculatively meanwhile would show it what stood there before: such lines are dropped.
        No entry changes.
        """),
    Stop("check_tables", """
        A mistake in the tables would show as a silent hang, one instruction after the switch. So what
        the next instructions need is looked up first, as the MMU would: this code, the code that
        follows, the stack, the exception vectors, the way to the device tree's window.
        """, walk="primary_switched"),
    Stop("enable_mmu", """
        Memory types to MAIR_EL1, the geometry to TCR_EL1, the two roots to TTBR0_EL1 and TTBR1_EL1,
        the vectors to VBAR_EL1; then SCTLR_EL1.M. The isb behind it is fetched through the identity
        page, and the branch behind that one goes to the link address.
        """, until="primary_switched", walk="start_kernel", show=("sysregs",)),
    Stop("primary_switched", """
        The first instruction at a virtual address. What is left to do before C: a stack, and a .bss full
        of zeros, which could wait until now, where it is cleared through the caches.
        """, until="start_kernel"),
    Stop("machine_reach_firmware", """
        The window takes two tables, level2_fixmap_pgt[503] and [504]. First one page is mapped; its
        header says how large the tree is, and then the rest follows.
        """, walk="FIX_FDT_VADDR"),
    EARLY_IOREMAP_INIT,
    Stop("earlycon_init", """
        The slot is FIX_EARLYCON_MEM_BASE, and its address is known when the kernel is linked.
        """, walk=CONSOLE, show=("fixmap",)),
    Stop("machine_scan_memory", """
        In use are the image, the tree, and what the tree reserves. Nobody allocates a page yet, and the
        tables do not change.
        """, show=("memblock",)),
    Stop("early_ioremap", """
        The first client: somebody wants to see a device for a moment. A free slot is found, its entries
        are filled, barriers make sure that the walker sees them. No TLB entry needs to go, for
        what was invalid is never cached.
        """, walk="BTMAP_VADDR", show=("slots",)),
    Stop("early_iounmap", """
        And the slot is given back. Now the order matters: the entries go first, then the TLB forgets
        the addresses, and only when that is certain may the slot be lent again.
        """, walk="BTMAP_VADDR", show=("slots",)),
    Stop("map_range", """
        The tables for that are new pages, which nothing shows yet: the slot is FIX_PUD, FIX_PMD or
        FIX_PTE, by the level of the table.
        """, walk="PAGE_OFFSET + 0x40000000", until="arch_remove_identity_map"),
    Stop("arch_remove_identity_map", """
        RAM is mapped, and nothing runs at a physical address any more. The identity page goes, in the one
        entry of the root that led to it. From here on nothing in the lower half is mapped: a physical address
        used as a virtual one faults.
        """, walk="0x40200000"),
    MEM_INIT,
    Stop("ioremap", """
        Device registers for good: ioremap() finds addresses in the vmalloc area and maps the registers
        there as Device memory, with a page behind them that stays unmapped.
        """, show=("vmalloc",), optional=True),
    FREE_INITMEM,
    MACHINE_OFF,
)
