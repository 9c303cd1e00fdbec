// SPDX-License-Identifier: MIT
// caught by: found
static inline void give_slot(struct vm_struct *area)
{
	struct chunk *chunk = chunk_of(area);
	unsigned int slot = area - chunk->area;
	bool was_full = is_full(&chunk->head);

	chunk->head.free[slot / 64] |= BIT(slot % 64);
	if (unlikely(was_full || is_empty(&chunk->head)))
		sort_chunk(chunk, was_full);
}
