// SPDX-License-Identifier: MIT
// caught by: copies
int copy_from_early_mem(void *dst, phys_addr_t src, size_t size)
{
	while (size) {
		size_t chunk = min(size, MAX_MAP_CHUNK - (src & ~PAGE_MASK));
		void *p = early_memremap_ro(src, chunk);

		if (!p)
			return -ENOMEM;
		memcpy(dst, kernel_pointer((unsigned long)p), chunk);
		dst = (char *)dst + chunk;
		src += chunk;
		size -= chunk;
		if (size)
			early_memunmap(p, chunk);
	}
	return 0;
}
