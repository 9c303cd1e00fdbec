// SPDX-License-Identifier: MIT
// caught by: all-or-nothing
static struct resource *adoption_conflict(struct resource *parent, struct resource *res)
{
	for_each_overlap(parent, child, res->start, res->end)
		if (!covers(res, child))
			return child;
	return NULL;
}
