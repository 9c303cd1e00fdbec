// SPDX-License-Identifier: MIT
// caught by: order
static int add_irqs(struct device *dev, struct pl061 *pl061, unsigned int irq)
{
	int err;

	pl061->domain = irq_domain_add_linear(dev->of_node, PL061_LINES, &pl061_irq_chip,
					      irq_domain_xlate_twocell, pl061);
	if (!pl061->domain)
		return -ENOMEM;
	err = devm_request_irq(dev, irq, pl061_interrupt, dev_name(dev), pl061);
	if (err) {
		irq_domain_remove(pl061->domain);
		return err;
	}
	return devm_add_action_or_reset(dev, remove_domain, pl061->domain);
}
