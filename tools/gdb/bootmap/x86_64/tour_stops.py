# SPDX-License-Identifier: MIT
"""The stops of `bm tour` on x86-64, in boot order. Only data: tour.py plays it."""
from ..tour_stop import EARLY_IOREMAP_INIT, FREE_INITMEM, MACHINE_OFF, MEM_INIT, Stop

STOPS = (
    Stop("primary_entry", """
        Firmware has run, and the loader has jumped into the image: 32-bit code, paging off, so every
        address is a physical one. The code was not linked for where it lies now. It asks a call where
        it is, and then finds everything relative to that. ebx points to what the loader tells.
        """, walk="start_kernel", until="check_machine"),
    Stop("check_machine", """
        Not every processor that can run these instructions can run this kernel. CPUID is asked for
        64-bit mode, for the page attribute table, for NX and for global pages; what is missing stays out
        of every entry, for the hardware treats an unknown bit as a mistake.
        """),
    Stop("build_idmap", """
        One root serves both halves, so three more tables lead to that page from entry 0.
        """, walk="elf_entry"),
    Stop("build_kernel_map", """
        Now the image at its link address: three links, then one entry for each page. Text is
        executable and read-only, data is writable and never executable, and the pages below the
        stacks stay out. 32-bit code writes an entry of 64 bits in two halves; nobody reads it yet.
        """, walk="start_kernel"),
    Stop("build_fixmap_chain", """
        The links are level3_kernel_pgt[511] to level2_fixmap_pgt, and its entry [506] to
        level1_fixmap_pgt. Nothing is mapped there yet.
        """, walk="FIXADDR_TOP"),
    Stop("check_tables", """
        A mistake in the tables would show as a machine that resets, one instruction after the switch.
        So what the next instructions need is looked up first, as the MMU would: this code, the
        code that follows, the stack, and the table of interrupt gates.
        """, walk="primary_switched"),
    Stop("enable_paging", """
        Memory types to the PAT, 64-bit entries by CR4.PAE, the root to CR3, long mode and NX by EFER; then
        CR0.PG, and with it CR0.WP, so that the kernel, too, obeys read-only entries. The far jump
        makes it 64-bit code, and the jump behind that one goes to the link address.
        """, until="primary_switched", walk="start_kernel", show=("sysregs",)),
    Stop("primary_switched", """
        The first instruction at a virtual address. What is left to do before C: a stack, segments, the
        table of interrupt gates, and CR4.PGE: entries that are global survive a change of CR3 from here on.
        """, until="start_kernel", show=("sysregs",)),
    EARLY_IOREMAP_INIT,
    Stop("copy_from_early_mem", """
        The first client. A free slot is found and its entry filled, read-only and cached as memory should
        be. No TLB entry needs to go, for what was not present is never cached.
        """, walk="BTMAP_VADDR", until="early_iounmap", show=("slots",)),
    Stop("early_iounmap", """
        And the slot is given back. Now the order matters: the entries go first, then INVLPG makes the TLB
        forget the addresses, and only then may the slot be lent again.
        """, walk="BTMAP_VADDR", show=("slots",)),
    Stop("earlycon_init", """
        The tables do not change; printk has a voice.
        """, show=("fixmap",)),
    Stop("machine_scan_memory", """
        Firmware's memory map is the source. In use are the image, and the low memory that firmware uses.
        No page is allocated yet.
        """, until="acpi_tables_init", show=("memblock",)),
    Stop("acpi_tables_init", """
        ACPI's tables lead from one to the next: the root pointer, a list, and the tables in it. Afterwards
        no entry is left.
        """, show=("slots",)),
    Stop("early_ioremap", """
        A device, and for that the entry needs another memory type: the PCD bit chooses the byte of the PAT
        that says uncached. Reads and writes then reach the device one by one, in their order.
        """, walk="BTMAP_VADDR", show=("slots",), optional=True),
    Stop("map_range", """
        The tables for that are new pages, which nothing shows yet: the slot is FIX_PUD, FIX_PMD or
        FIX_PTE, by the level of the table.
        """, walk="PAGE_OFFSET + 0x400000", until="arch_remove_identity_map"),
    Stop("arch_remove_identity_map", """
        RAM is mapped, and nothing runs at a physical address any more. The identity page goes, in the one
        entry of the root that led to it. From here on nothing in the lower half is mapped: a physical address
        used as a virtual one faults.
        """, walk="elf_entry"),
    MEM_INIT,
    Stop("request_standard_resources", """
        Owned are RAM, and in it what memblock holds; devices follow. I/O ports have a tree of their own.
        """, show=("iomem", "ioports")),
    Stop("ioremap", """
        Device registers for good: ioremap() finds addresses in the vmalloc area and maps the registers
        there uncached, with a page behind them that stays unmapped.
        """, show=("vmalloc",), optional=True),
    FREE_INITMEM,
    MACHINE_OFF,
)
