// SPDX-License-Identifier: MIT
// caught by: insert
struct resource *insert_resource_conflict(struct resource *parent, struct resource *res)
{
	struct resource *holder = unfit(parent, res), *child;

	if (holder)
		return holder;
	while ((child = first_overlap(parent, res->start, res->end)) && covers(child, res))
		parent = child;
	holder = adoption_conflict(parent, res);
	if (holder)
		return holder;
	while ((child = first_overlap(parent, res->start, res->end)))
		move_child(link_to_child(parent, child->start), res);
	add_child(parent, res);
	return NULL;
}
