// SPDX-License-Identifier: MIT
// caught by: blink
int led_demo(void)
{
	phys_addr_t phys;
	void __iomem *base = map_pl061(&phys);

	if (!base)
		return -ENODEV;
	for (int blink = 1; blink < LED_BLINKS; blink++) {
		pl061_set_output(base, LED_LINE, true);
		pl061_set_output(base, LED_LINE, false);
	}
	pl061_set_input(base, LED_LINE);
	early_iounmap(base, AMBA_SIZE);
	return 0;
}
