// SPDX-License-Identifier: MIT
// caught by: image
static void __init map_around_image(phys_addr_t start, phys_addr_t end)
{
	phys_addr_t image = boot_info.kernel_phys, writable = __pa_symbol(_data);

	if (image < start || writable > end) {
		map_linear(start, end, PAGE_KERNEL, 0);
		return;
	}
	map_linear(start, image, PAGE_KERNEL, 0);
	map_linear(image, writable, PAGE_KERNEL_RO, 0);
	map_linear(writable, end, PAGE_KERNEL, 0);
}
