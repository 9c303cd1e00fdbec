// SPDX-License-Identifier: MIT
// caught by: order
void pl061_set_output(void __iomem *base, unsigned int line, bool level)
{
	pl061_set(base, line, level);
	set_direction(base, line, true);
}
