// SPDX-License-Identifier: MIT
// caught by: fixmap-chain
.macro link_table parent, index, child
	adr_l	x0, \parent
	adr_l	x1, \child
	mov	x2, \index
	orr	x1, x1, #PTE_TYPE_TABLE
	str	x1, [x0, x2]
.endm
