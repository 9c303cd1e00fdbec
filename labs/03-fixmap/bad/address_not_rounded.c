// SPDX-License-Identifier: MIT
// caught by: offset
#define __virt_to_fix(va) ((FIXADDR_TOP - (va)) >> PAGE_SHIFT)
