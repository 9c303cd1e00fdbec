// SPDX-License-Identifier: MIT
// caught by: blink
void pl061_set(void __iomem *base, unsigned int line, bool level)
{
	static u32 registers[256];

	(void)base;
	WRITE_ONCE(registers[BIT(line)], level ? BIT(line) : 0);
}
