// SPDX-License-Identifier: MIT
// caught by: order
void pl061_set_output(void __iomem *base, unsigned int line, bool level)
{
	set_direction(base, line, true);
	pl061_set(base, line, level);
}
