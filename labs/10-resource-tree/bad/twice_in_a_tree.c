// SPDX-License-Identifier: MIT
// caught by: refusals
static struct resource *unfit(struct resource *parent, struct resource *res)
{
	return res->end < res->start || !covers(parent, res) ? parent : NULL;
}
