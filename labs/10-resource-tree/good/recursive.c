// SPDX-License-Identifier: MIT
// The insert calls itself for the child that covers the range.
static struct resource *unfit(struct resource *parent, struct resource *res)
{
	if (res == parent || res->parent)
		return res;
	if (res->start > res->end || res->start < parent->start || res->end > parent->end)
		return parent;
	return NULL;
}

struct resource *request_resource_conflict(struct resource *parent, struct resource *res)
{
	struct resource *holder = unfit(parent, res);

	if (!holder)
		holder = first_overlap(parent, res->start, res->end);
	if (!holder)
		add_child(parent, res);
	return holder;
}

static struct resource *adoption_conflict(struct resource *parent, struct resource *res)
{
	struct resource *child = first_overlap(parent, res->start, res->end), *inner;

	for (; child; child = next_overlap(child, res->end)) {
		if (child->start < res->start || child->end > res->end)
			return child;
		inner = first_overlap(res, child->start, child->end);
		if (inner)
			return inner;
	}
	return NULL;
}

struct resource *insert_resource_conflict(struct resource *parent, struct resource *res)
{
	struct resource *holder = unfit(parent, res), *child;

	if (holder)
		return holder;
	child = first_overlap(parent, res->start, res->end);
	if (child && covers(child, res) && resource_size(child) != resource_size(res))
		return insert_resource_conflict(child, res);
	holder = adoption_conflict(parent, res);
	if (holder)
		return holder;
	while (child) {
		move_child(link_to_child(parent, child->start), res);
		child = first_overlap(parent, res->start, res->end);
	}
	add_child(parent, res);
	return NULL;
}
