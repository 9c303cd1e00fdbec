// SPDX-License-Identifier: MIT
// caught by: blink
int led_demo(void)
{
	phys_addr_t phys;
	void __iomem *base = map_pl061(&phys);

	if (!base)
		return -ENODEV;
	for (int blink = 0; blink < LED_BLINKS; blink++) {
		pr_info("led: on,  line %d reads %d", LED_LINE, 1);
		pr_info("led: off, line %d reads %d", LED_LINE, 0);
	}
	pr_info("ok 1 test_the_led_blinks_three_times");
	pr_info("1 passed in 0.10s");
	early_iounmap(base, AMBA_SIZE);
	return 0;
}
