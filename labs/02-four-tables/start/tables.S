// SPDX-License-Identifier: MIT
/*
 * link_table \parent, \index, \child: \parent[\index] := table \child
 * \index: constant or 64-bit register
 * clobbers: x0–x2
 *
 * TODO: adr_l, PTE_TYPE_TABLE, one store.
 */
.macro link_table parent, index, child
.endm

/*
 * Maps this page at its physical address: enable_mmu still runs there. It is read-only and
 * executable: PROT_KERNEL_ROX. The tables are idmap_l0 to idmap_l3.
 * in: image   clobbers: x0–x2
 *
 * TODO: three links whose indices come from the address, and the page.
 */
func build_idmap
	ret
endfunc build_idmap

/*
 * Maps the image at its link address, without the guard pages: from _head to _etext as
 * PROT_KERNEL_ROX, from _rodata to _erodata as PROT_KERNEL_RO; as PROT_KERNEL from _data to
 * boot_stack_guard, from boot_stack to emergency_stack_guard, and from emergency_stack to _end.
 * clobbers: x0–x4, x10
 *
 * TODO: three links, then map_image for each part.
 */
func build_kernel_map
	ret
endfunc build_kernel_map

/*
 * Maps pages of the image at their link address: entries of level1_kernel_pgt. The image begins at
 * a multiple of 2 MiB, so the index of a page comes from its physical address, too.
 * in: x0 = start, x1 = end, both physical; x2 = attributes   clobbers: x0, x3, x4
 *
 * TODO: a loop with one store for each page.
 */
func map_pages
	ret
endfunc map_pages

/*
 * Links the tables down to level1_fixmap_pgt, which is empty. clobbers: x0–x2
 *
 * TODO: two links. Who makes the third?
 */
func build_fixmap_chain
	ret
endfunc build_fixmap_chain
