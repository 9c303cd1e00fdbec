// SPDX-License-Identifier: MIT
/*
 * Maps the registers of the PL061.
 *
 * Return: their address, with the physical address in @phys; NULL if the machine has no PL061.
 *
 * TODO: pl061_find() looks into the device tree. The registers have AMBA_SIZE bytes.
 */
static void __iomem *map_pl061(phys_addr_t *phys)
{
	(void)phys;
	return NULL;
}

/*
 * Drives LED_LINE high and low, LED_BLINKS times. Return: 0, or -ENODEV without a PL061.
 *
 * TODO: map, blink, make the line an input again, unmap.
 */
int led_demo(void)
{
	return -ENODEV;
}
