# SPDX-License-Identifier: MIT
"""Why the steps of boot that differ on AArch64 touch page tables. See ../phases.py."""

WHY = {
    "machine_reach_firmware": "The device tree lies somewhere in RAM, and no mapping shows it: its window in the "
                              "fixmap is filled, read-only, page by page and not a page further.",
    "machine_read_firmware": "What the device tree says is noted in arrays behind the image: each new page of "
                             "them costs one entry.",
    "earlycon_init": "The tree says where the UART is: one entry of level1_fixmap_pgt makes its registers visible "
                     "as Device memory, and with that printk has a voice.",
    "setup_machine": "memblock learns what RAM there is and who holds parts of it: when its arrays grow, the next "
                     "page behind the image gets an entry.",
}
