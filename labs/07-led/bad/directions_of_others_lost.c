// SPDX-License-Identifier: MIT
// caught by: others
static void set_direction(void __iomem *base, unsigned int line, bool output)
{
	writel(output ? BIT(line) : 0, base + GPIODIR);
}
