// SPDX-License-Identifier: MIT
// caught by: blink
void pl061_set(void __iomem *base, unsigned int line, bool level)
{
	writel(level ? BIT(line) : 0, base + GPIODATA(line));
}
