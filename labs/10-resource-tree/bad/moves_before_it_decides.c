// SPDX-License-Identifier: MIT
// caught by: all-or-nothing
struct resource *insert_resource_conflict(struct resource *parent, struct resource *res)
{
	struct resource *holder = unfit(parent, res), *child;

	if (holder)
		return holder;
	while ((child = first_overlap(parent, res->start, res->end)) && covers(child, res) &&
	       !covers(res, child))
		parent = child;
	while ((child = first_overlap(parent, res->start, res->end))) {
		holder = adoption_conflict(child->parent, res);
		if (holder && !covers(res, child))
			return holder;
		move_child(link_to_child(parent, child->start), res);
	}
	add_child(parent, res);
	return NULL;
}
