// SPDX-License-Identifier: MIT
// caught by: round-trip
#define __virt_to_fix(va) ((FIXADDR_TOP - ((va)&PAGE_MASK)) >> (PAGE_SHIFT - 1))
