# SPDX-License-Identifier: MIT
"""Why the steps of boot that differ on x86-64 touch page tables. See ../phases.py."""

WHY = {
    "machine_read_firmware": "What the loader tells lies somewhere in low memory, and no mapping shows it: each "
                             "part is shown through an early slot, copied, and the slot given back.",
    "earlycon_init": "The console is a 16550 behind I/O ports, a space of its own beside the memory: nothing has "
                     "to be mapped for it.",
    "setup_machine": "memblock learns what RAM there is; ACPI's tables lie in RAM that firmware keeps, and each "
                     "is shown through an early slot for as long as it is read.",
}
