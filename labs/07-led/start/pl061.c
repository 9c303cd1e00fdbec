// SPDX-License-Identifier: MIT
/*
 * Drives a line that is an output: high if @level is true, else low.
 *
 * TODO: one writel(). GPIODATA(mask) is the register of the lines whose bits are in the mask.
 */
void pl061_set(void __iomem *base, unsigned int line, bool level)
{
	(void)base;
	(void)line;
	(void)level;
}

/*
 * Makes a line an output or an input. GPIODIR has one bit for each of the eight lines.
 *
 * TODO: the other seven lines stay what they are. An interrupt handler may do the same at the same time:
 * local_irq_save(flags) before you read, local_irq_restore(flags) after you wrote.
 */
static void set_direction(void __iomem *base, unsigned int line, bool output)
{
	(void)base;
	(void)line;
	(void)output;
}

/* TODO: level, direction, level. Why the level first, and why again? */
void pl061_set_output(void __iomem *base, unsigned int line, bool level)
{
	(void)base;
	(void)line;
	(void)level;
}

/* TODO: is the line high? */
bool pl061_get(const void __iomem *base, unsigned int line)
{
	(void)base;
	(void)line;
	return false;
}
