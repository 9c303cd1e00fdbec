// SPDX-License-Identifier: MIT
// caught by: way-back
void early_iounmap(void __iomem *addr, size_t size)
{
	unsigned long slot = find_slot(addr);
	const char *why = slot == FIX_BTMAPS_SLOTS ? "unknown" :
			  prev_size[slot] != size  ? "size-mismatch" :
						     NULL;

	if (why) {
		refuse(__func__, (unsigned long)addr, size, why, CALLER_ADDRESS);
		return;
	}
	if (debug)
		log_mapping(__func__, slot);
	free_slot(slot);
}
