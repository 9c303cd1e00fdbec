# SPDX-License-Identifier: MIT
"""What bm knows of AArch64; arch.py says which module is for what."""
