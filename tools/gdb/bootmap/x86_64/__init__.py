# SPDX-License-Identifier: MIT
"""What bm knows of x86-64; arch.py says which module is for what."""
