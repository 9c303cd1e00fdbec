// SPDX-License-Identifier: MIT
// caught by: refusals
static struct resource *unfit(struct resource *parent, struct resource *res)
{
	if (res->parent || res == parent)
		return res;
	return covers(parent, res) ? NULL : parent;
}
